"""Listings: what a table gives the view to count and show, and one whose rows are all in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from .event import Row
from .filters import Filter, matches


class Listing(Protocol):
    """Rows to be counted and shown by the page."""

    searched: bool
    """Whether rows had to be read to be found."""

    def total(self) -> int: ...

    def rows(self, skip: int, limit: int) -> Iterator[Row]:
        """``limit`` rows after the first ``skip``; all of them with 0."""
        ...

    def messages(self) -> list[str]:
        """What was left out of the listing, or not understood, and what to ask instead."""
        ...


class ShortList:
    """Rows in memory, narrowed by the filters."""

    def __init__(self, rows: Iterable[Row], filters: list[Filter], *, searched: bool = False) -> None:
        self.searched = searched
        self._rows = [row for row in rows if matches(row, filters)]

    def total(self) -> int:
        return len(self._rows)

    def rows(self, skip: int, limit: int) -> Iterator[Row]:
        return iter(self._rows[skip : skip + limit] if limit else self._rows[skip:])

    def messages(self) -> list[str]:
        return []
