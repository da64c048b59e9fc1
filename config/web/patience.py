"""Minimum speed of clients: how long the server waits for one that sends or takes bytes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

SECONDS = 60
"""Over which the pace is taken, and how long a client may stand still."""


class TooSlow(Exception):
    """The client used up all the time that it is given."""


class Patience:
    """Seconds that are left for one client. Waiting uses them up, and bytes earn them back, up to a minute.

    ``slowest`` is in bytes a second; with 0 any bytes earn the whole minute. What the client gained by having been fast
    is forgotten after a minute, so that nobody may stand still for hours after a quick beginning.
    """

    def __init__(self, slowest: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.slowest, self.clock = slowest, clock
        self.left: float = SECONDS

    @asynccontextmanager
    async def waiting(self) -> AsyncIterator[None]:
        """Around what is awaited of the client. Raises ``TooSlow`` as soon as its time is used up."""
        began = self.clock()
        try:
            async with asyncio.timeout(max(self.left, 0)):
                yield
        except TimeoutError:
            raise TooSlow from None
        self.left -= self.clock() - began

    def moved(self, count: int) -> None:
        """The client sent or took so many bytes."""
        self.left = min(SECONDS, self.left + count / self.slowest) if self.slowest else SECONDS
