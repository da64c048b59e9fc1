"""One client's connection: uvicorn's HTTP/1.1, with a time limit for whoever does not ask, and an end that cuts."""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import suppress
from http import HTTPStatus
from typing import Any, cast

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
        self._reason = ""
        self._patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(cast(asyncio.Transport, _Outlet(self, transport)))
        self.await_request(SECONDS_TO_ASK)

    def connection_lost(self, exc: Exception | None) -> None:
        self.has_asked()
        super().connection_lost(exc)

    def await_request(self, seconds: float = SECONDS_IDLE + SECONDS_TO_ASK) -> None:
        """Cut the connection unless the next request has come, and the rest of the last answer has gone, by then."""
        self.has_asked()
        if not self.transport.is_closing() or self.transport.get_write_buffer_size():
            self._patience = asyncio.get_running_loop().call_later(seconds, self._give_up)

    def say(self, status: int, reason: str) -> None:
        """Words for the status line of the answer that is begun next. ASGI has no place for them.

        ACLED's usual client shows that line and nothing else of an error. What could not stand there is left out.
        """
        usual = next((known.phrase for known in HTTPStatus if known == status), "")
        self._reason = reason if reason != usual and reason.isascii() and reason.isprintable() else ""

    def take_reason(self) -> str:
        """What was said last, once."""
        reason, self._reason = self._reason, ""
        return reason

    def has_asked(self) -> None:
        """The headers of a request are there."""
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _give_up(self) -> None:
        if self.transport.get_write_buffer_size():
            self.cut()
        else:
            self.transport.abort()

    def cut(self) -> None:
        """End it at once by a reset, and send nothing more of what waits.

        A client of HTTP/1.0 would take an answer that merely ends for a whole one, and the system would keep what a
        client does not take.
        """
        client: socket.socket | None = self.transport.get_extra_info("socket")
        if client is not None:
            with suppress(OSError):
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()


class _Outlet:
    """The transport, with words of the site's own in an answer's status line."""

    def __init__(self, connection: Connection, transport: asyncio.Transport) -> None:
        self._connection, self._transport = connection, transport

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, content: bytes) -> None:
        if reason := self._connection.take_reason():
            line, end, rest = content.partition(b"\r\n")
            content = b" ".join([*line.split(b" ", 2)[:2], reason.encode("ascii")]) + end + rest
        self._transport.write(content)
