"""Columns of an exported table: name, type of value, meaning, HXL tag."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise

RANGE = ("low", "best", "high")
CLAIMED = ("minimum", "best", "maximum")
"""A claim's figure, whose ends may be open."""


class ValueType(Enum):
    """What the values of a column are; each may be missing."""

    WORDS = "words"
    """Text that somebody wrote. A spreadsheet must not take it for a formula."""
    CODE = "code"
    """An id or a code: letters, digits, dashes."""
    WHOLE = "whole"
    DECIMAL = "decimal"
    DAY = "day"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    kind: ValueType
    meaning: str | Promise
    tag: str
    """HXL hashtag with attributes, as the standard of 1.1 writes them."""
    always: bool = False
    """Says how sure the row is, or which row it is: there whatever columns were asked for."""


def chosen(columns: Sequence[Column], names: Iterable[str]) -> list[Column]:
    """The named columns and those that are always there, in the table's own order. No name means all.

    A figure never travels without its range, nor a day without the other end of its interval.
    """
    wanted = {name for column in names for name in _together(column)}
    return [column for column in columns if not wanted or column.always or column.name in wanted]


def _together(name: str) -> tuple[str, ...]:
    if name in CLAIMED:
        return CLAIMED
    figure, _, end = name.rpartition("_")
    return tuple(f"{figure}_{bound}" for bound in RANGE) if end in RANGE else (name,)
