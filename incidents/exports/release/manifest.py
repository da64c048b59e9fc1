"""Entries of a bundle's manifest: the files that were written, and the tables among them."""

from __future__ import annotations

from dataclasses import dataclass

from ..columns import Column


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file as it came out."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TableFile:
    """A CSV file: its columns, and how many rows it has."""

    path: str
    columns: list[Column]
    rows: int
