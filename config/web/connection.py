"""One client's connection: uvicorn's HTTP/1.1, with a time limit for whoever does not ask, and an end that cuts."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS_TO_ASK = 20
"""For the line and the headers of a request, in all; they fit into a packet or two."""
SECONDS_IDLE = 15
"""For which a connection is kept between two requests."""
LONGEST_HEAD = 256 * 1024
"""Bytes of a request's line and headers together; more of them is a 400."""


class Connection(H11Protocol):
    """Overrides what the interface of asyncio's protocols promises, and nothing else.

    Each request's ``scope["state"]["connection"]`` is this object, so that the application can say when it has the
    request's headers and when its answer is over.
    """

    def __init__(self, *, app_state: dict[str, Any], **rest: Any) -> None:
        super().__init__(app_state={**app_state, "connection": self}, **rest)
        self._patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.await_request(SECONDS_TO_ASK)

    def connection_lost(self, exc: Exception | None) -> None:
        self.has_asked()
        super().connection_lost(exc)

    def await_request(self, seconds: float = SECONDS_IDLE + SECONDS_TO_ASK) -> None:
        """Cut the connection unless the next request has come, and the rest of the last answer has gone, by then."""
        self.has_asked()
        if not self.transport.is_closing() or self.transport.get_write_buffer_size():
            self._patience = asyncio.get_running_loop().call_later(seconds, self.cut)

    def has_asked(self) -> None:
        """The headers of a request are there."""
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def cut(self) -> None:
        """End it at once, without sending what waits: half an answer must not look like a whole one."""
        self.transport.abort()
