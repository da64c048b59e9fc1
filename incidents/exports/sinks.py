"""Buffering and measuring between a format's writer and where the bytes go."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from .reader import Writable

PIECE = 128 * 1024
"""Bytes that are handed on at once; one row at a time would cost more than the row."""


@dataclass
class RowWriter:
    """Buffered writer of rows: counts them and hands them on in pieces."""

    out: Writable
    number: int = 0
    _parts: list[bytes] = field(default_factory=list)
    _size: int = 0

    def write(self, row: bytes) -> None:
        self.number += 1
        self.add(row)

    def add(self, content: bytes) -> None:
        """What belongs to no row: a heading, a bracket."""
        self._parts.append(content)
        self._size += len(content)
        if self._size >= PIECE:
            self.flush()

    def flush(self) -> None:
        if self._parts:
            self.out.write(b"".join(self._parts))
            self._parts.clear()
            self._size = 0


@dataclass
class Measured:
    """Passes bytes on (or nowhere) and keeps their number and SHA-256."""

    out: Writable | None = None
    size: int = 0
    _hash: Any = field(default_factory=sha256)

    def write(self, content: bytes) -> None:
        self.size += len(content)
        self._hash.update(content)
        if self.out is not None:
            self.out.write(content)

    @property
    def sha256(self) -> str:
        digest: str = self._hash.hexdigest()
        return digest
