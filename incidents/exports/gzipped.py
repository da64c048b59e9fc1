"""gzip while the file is being written."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import Any

from ..api.compression import GZIP_CONTAINER
from .stream import Stream


def _packing() -> Callable[[], Any]:
    """Intel's ISA-L where it is installed; see decision 13."""
    try:
        from isal import isal_zlib
    except ImportError:
        return lambda: zlib.compressobj(1, zlib.DEFLATED, GZIP_CONTAINER)
    return lambda: isal_zlib.compressobj(1, isal_zlib.DEFLATED, GZIP_CONTAINER)


new_packer = _packing()


class Gzipped(Iterator[bytes]):
    """A stream, packed. It is broken off where the stream is, without the trailer by which gzip tells its end."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._packer = new_packer()
        self._over = False

    def __next__(self) -> bytes:
        for piece in self._stream:
            packed: bytes = self._packer.compress(piece)
            if packed:
                return packed
        if self._over:
            raise StopIteration
        self._over = True
        last: bytes = self._packer.flush()
        return last

    def close(self) -> None:
        self._stream.close()
