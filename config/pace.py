"""Slow clients are cut off: those who take an answer, or give a request, too slowly.

While a thread speaks with a client it does nothing else, so that a handful of clients that take a few bytes now and
then would be the end of the site. The kernel is asked what a client has confirmed and sent; what a line's own buffers
swallow does not count for long. Only time in which the client is waited for counts, never a query of ours.
"""

from __future__ import annotations

import logging
import socket
import struct
import termios
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from fcntl import ioctl
from threading import Thread
from typing import Any

WINDOW, PRESSED_WINDOW = 60, 20
"""Seconds over which the pace is taken: usually, and while every thread of the worker is occupied."""
PRESSED_TIMES = 4
"""How many times the usual pace is asked for while every thread is occupied."""
SECONDS_TO_ASK, PRESSED_SECONDS_TO_ASK = 20, 5
"""For the line and the headers of a request, in all; they fit into a packet or two.

While every thread is occupied, a body that comes too slowly over the second of these times is not waited for longer.
"""

_CONFIRMED_AND_RECEIVED = struct.Struct("=QQ")
_WHERE_THEY_ARE = 120
"""``tcpi_bytes_acked`` and ``tcpi_bytes_received`` in Linux's ``struct tcp_info``, since version 4.1."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the kernel says of a connection, in bytes."""

    unconfirmed: int
    unread: int
    moved: int
    """Confirmed by the client or received from it, since the connection began."""


def read(connection: socket.socket) -> Reading | None:
    """Nothing where it cannot be known: a closed connection, a Unix socket, another system than Linux."""
    try:
        info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
        confirmed, received = _CONFIRMED_AND_RECEIVED.unpack_from(info, _WHERE_THEY_ARE)
        return Reading(
            _number(connection, termios.TIOCOUTQ), _number(connection, termios.FIONREAD), confirmed + received
        )
    except (AttributeError, OSError, ValueError, struct.error):
        return None


def _number(connection: socket.socket, request: int) -> int:
    (number,) = struct.unpack("i", ioctl(connection.fileno(), request, bytes(4)))
    return int(number)


@dataclass(eq=False)
class ClientConnection:
    """A connection for as long as a thread is busy with one request on it. ``request`` is there once it was read."""

    connection: socket.socket
    began: float
    request: Any = None
    is_ours: bool = False
    """Whether the client waits for us, as far as that can be known."""
    _moved: deque[tuple[float, int]] = field(default_factory=deque)

    def look(self, now: float) -> None:
        """To be called about each second: remembers what moved for as long as it is the client that is waited for."""
        reading = read(self.connection)
        self.is_ours = reading is not None and not (
            reading.unconfirmed or (not reading.unread and self.is_asking)
        )
        if reading is None or self.is_ours:
            self._moved.clear()
            return
        self._moved.append((now, reading.moved))
        while len(self._moved) > 2 and self._moved[1][0] <= now - WINDOW:
            self._moved.popleft()

    def pace(self, now: float, window: int) -> float | None:
        """Bytes a second over the window; nothing before it has passed."""
        past = [(then, count) for then, count in self._moved if then <= now - window]
        if not past:
            return None
        (then, before), (_now, after) = past[-1], self._moved[-1]
        return (after - before) / (now - then)

    def cut(self) -> None:
        """At once, without sending what waits: half an answer must not look like a whole one."""
        with suppress(OSError):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.shutdown(socket.SHUT_RDWR)

    @property
    def is_asking(self) -> bool:
        """Whether the client has not said all of its request."""
        return self.request is None or _is_incomplete(self.request)


def _is_incomplete(request: Any) -> bool:
    """Whether something of the request's body is still to be read."""
    reader = getattr(request.body, "reader", None)
    return bool(getattr(reader, "length", 0) or getattr(reader, "parser", None))


class Pace:
    """Watches the lines of one worker."""

    def __init__(self, slowest: int, threads: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.slowest, self.threads, self.clock = slowest, threads, clock
        self._lines: dict[int, ClientConnection] = {}

    @contextmanager
    def watched(self, connection: socket.socket) -> Iterator[ClientConnection]:
        line = ClientConnection(connection, self.clock())
        self._lines[id(line)] = line
        try:
            yield line
        finally:
            del self._lines[id(line)]

    def start(self) -> None:
        if self.slowest:
            Thread(target=self._watch, name="pace", daemon=True).start()

    def check(self) -> list[ClientConnection]:
        """Look at every line once; returns those that were cut. While all threads are taken more is asked of them.

        Of those who would keep pace at other times only the slowest is cut at once: it may make room enough.
        """
        now, lines = self.clock(), list(self._lines.values())
        for line in lines:
            line.look(now)
        pressed = len(lines) >= self.threads
        seconds = PRESSED_SECONDS_TO_ASK if pressed else SECONDS_TO_ASK
        slow = [
            line
            for line in lines
            if (line.request is None and not line.is_ours and now - line.began > seconds)
            or _is_slow(line, now, WINDOW, self.slowest)
        ]
        if pressed and not slow:
            slow = [
                line
                for line in lines
                if line.is_asking and _is_slow(line, now, PRESSED_SECONDS_TO_ASK, self.slowest)
            ]
        if pressed and not slow:
            least = self.slowest * PRESSED_TIMES
            slow = [line for line in lines if _is_slow(line, now, PRESSED_WINDOW, least)]
            slow = sorted(slow, key=lambda line: line.pace(now, PRESSED_WINDOW) or 0.0)[:1]
        for line in slow:
            line.cut()
        return slow

    def _watch(self) -> None:
        while True:
            time.sleep(1)
            try:
                cut = self.check()
            except Exception:
                logger.exception("The pace of clients could not be looked at")
            else:
                if cut:
                    logger.info("%s clients that were too slow were cut off", len(cut))


def _is_slow(line: ClientConnection, now: float, window: int, least: int) -> bool:
    pace = line.pace(now, window)
    return pace is not None and pace < least
