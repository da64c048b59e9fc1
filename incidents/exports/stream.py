"""A file as an HTTP answer while it is still being written: a thread writes, the request takes, neither runs ahead.

What goes wrong after the first piece can no longer be a status. The error is raised to the server, which then cuts
the connection, so that nobody takes half a file for a whole one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from queue import Empty, Full, Queue
from threading import Event, Thread

from django.db import connections
from django.utils.translation import get_language, override

from .reader import Writable

WAITING = 8
"""Pieces that may wait to be taken: all that an export holds in memory beside what its writer does."""
PATIENCE = 120
"""Seconds for which a client may take nothing. Its statement holds a snapshot, and others wait for its slot."""
SECONDS_TO_STOP = 10

logger = logging.getLogger(__name__)


class Stopped(Exception):
    """Nobody takes what is written any more."""


class ClientGone(Exception):
    """The client hung up before the first piece was ready."""


class Stream(Iterator[bytes]):
    """``write`` fills a place to write to and returns the number of rows. ``cancel`` stops it, ``end`` cleans up.

    ``is_gone`` tells whether the client hung up.
    """

    rows: int = 0

    def __init__(
        self,
        write: Callable[[Writable], int],
        *,
        cancel: Callable[[], None],
        end: Callable[[], None],
        is_gone: Callable[[], bool] = lambda: False,
    ) -> None:
        self._cancel, self._end, self._is_gone = cancel, end, is_gone
        self._pieces: Queue[bytes | None] = Queue(WAITING)
        self._stopped = Event()
        self._error: BaseException | None = None
        self._first: bytes | None = None
        self._over = False
        self._thread = Thread(target=self._run, args=[write, get_language()], name="export", daemon=True)

    def start(self) -> Stream:
        """Wait for the first piece; an error until then is raised here, when it can still be told as one."""
        self._thread.start()
        try:
            self._first = next(self, None)
        except BaseException:
            self.close()
            raise
        return self

    def __next__(self) -> bytes:
        if self._first is not None:
            piece, self._first = self._first, None
            return piece
        if self._over:
            raise StopIteration
        taken = self._take()
        if taken is not None:
            return taken
        self._over = True
        if self._error is not None:
            raise self._error
        raise StopIteration

    def close(self) -> None:
        """Called by the server when the answer is over, however it ended."""
        self._over = True
        self._stopped.set()
        if self._thread.is_alive():
            self._cancel()
            with suppress(Empty):  # makes room for a writer that waits for some
                while True:
                    self._pieces.get_nowait()
            self._thread.join(timeout=SECONDS_TO_STOP)

    def _take(self) -> bytes | None:
        while not self._is_gone():
            try:
                return self._pieces.get(timeout=1)
            except Empty:
                if not self._thread.is_alive():
                    raise self._error or Stopped() from None
        # Asked for each piece: while a file is only measured, or rows are sorted, nothing is sent that would fail.
        raise ClientGone

    def _run(self, write: Callable[[Writable], int], language: str | None) -> None:
        try:
            with override(language):
                self.rows = write(_Inlet(self._put))
        except BaseException as error:
            self._error = error
            if not self._stopped.is_set():
                logger.info("An export ended early: %s", error)
        finally:
            self._end()
            connections.close_all()
            with suppress(Stopped):
                self._put(None)

    def _put(self, piece: bytes | None) -> None:
        for _second in range(PATIENCE):
            if self._stopped.is_set():
                break
            try:
                return self._pieces.put(piece, timeout=1)
            except Full:
                continue
        self._stopped.set()
        raise Stopped


class _Inlet:
    """Where the thread writes; nothing is handed on as nothing, since that would be the end of a chunked answer."""

    def __init__(self, put: Callable[[bytes], None]) -> None:
        self._put = put

    def write(self, content: bytes) -> None:
        if content:
            self._put(content)
