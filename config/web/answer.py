"""One call of a WSGI application (PEP 3333): its status, its headers, and its body in pieces. Runs in threads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import Any

PIECE, SECONDS = 256 * 1024, 0.25
"""What a thread gathers before it hands it on: so many bytes, or what came in this time."""


class WSGIAnswer:
    """Called by one thread at a time: ``begin``, then ``next_piece`` until it ``is_over``. Closed when it is over."""

    def __init__(
        self,
        application: Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]],
        environ: dict[str, Any],
    ) -> None:
        self.application, self.environ = application, environ
        self.status, self.reason = 0, ""
        self.headers: list[tuple[bytes, bytes]] = []
        self.is_over = False
        self._iterable: Iterable[bytes] = ()
        self._iterator: Iterator[bytes] = iter(())
        self._left: int | None = None
        """Bytes that are still to come, where the application said how many there are."""

    def begin(self) -> bytes:
        """Run the view, and return the beginning of its answer, which is mostly all of it."""
        self._iterable = self.application(self.environ, self._start_response)
        self._iterator = iter(self._iterable)
        return self.next_piece()

    def next_piece(self) -> bytes:
        """Bytes of the body; raises what the application does."""
        pieces: list[bytes] = []
        size, end = 0, monotonic() + SECONDS
        # A whole answer is taken to its end at once, so that it is closed by the thread that made it.
        while (size < PIECE and monotonic() < end) or not size or self._left == 0:
            try:
                piece = next(self._iterator)
            except StopIteration:
                self.close()
                break
            pieces.append(piece)
            size += len(piece)
            if self._left is not None:
                self._left = max(self._left - len(piece), 0)
        return b"".join(pieces)

    def close(self) -> None:
        self.is_over = True
        close = getattr(self._iterable, "close", None)
        if close is not None:
            close()

    def _start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], None]:
        number, _, self.reason = status.partition(" ")
        self.status = int(number)
        self.headers = [
            (name.lower().encode("latin-1"), value.strip().encode("latin-1")) for name, value in headers
        ]
        self._left = next((int(value) for name, value in headers if name.lower() == "content-length"), None)
        return _write


def _write(content: bytes) -> None:
    raise NotImplementedError("The old write() of WSGI is not offered; Django does not use it.")
