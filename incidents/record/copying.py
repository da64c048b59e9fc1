"""Bulk inserts by COPY, which costs Python and PostgreSQL half of what INSERT does, for one row as for thousands.

Values are written column by column: a column mostly holds one type, and whether any of its texts needs an escape is
seen with one look at all of them. Value by value, this took a quarter of the time of an import.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from io import BytesIO
from types import MappingProxyType, NoneType
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

ABSENT = "\\N"
"""NULL in COPY's text format."""
_BLOCK = 1 << 18


def copy_in(
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    same: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Add rows to a table. ``same`` are further columns, with one value for all rows.

    Table and columns are the caller's own words, never a user's.
    """
    by_column = list(zip(*rows, strict=True))
    if not by_column:
        return
    lines = map("\t".join, zip(*map(_column, by_column), strict=True))
    ending = "".join(f"\t{_written(value)}" for value in same.values()) + "\n"
    text = ending.join(lines) + ending
    names = ", ".join(f'"{column}"' for column in (*columns, *same))
    # Django turns errors of its own methods alone into its own: COPY is none of them.
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f'COPY "{table}" ({names}) FROM STDIN', BytesIO(text.encode()), _BLOCK)


def _column(values: Sequence[Any]) -> Iterable[str]:
    """The values of one column in COPY's text format."""
    kinds = set(map(type, values))
    if kinds == {str}:
        text = "".join(values)
        if not ("\\" in text or "\n" in text or "\r" in text or "\t" in text):
            return values
    if kinds == {NoneType}:
        return [ABSENT] * len(values)
    if len(kinds - {NoneType}) > 1:
        return map(_written, values)
    (kind,) = kinds - {NoneType}
    write = _writer(kind)
    return (
        [ABSENT if value is None else write(value) for value in values]
        if NoneType in kinds
        else map(write, values)
    )


def _written(value: Any) -> str:
    kind: type = type(value)
    return _writer(kind)(value)


@cache
def _writer(kind: type) -> Callable[[Any], str]:
    """How values of a type are written: as its nearest base is, a code of a vocabulary for one as a text."""
    return next((_WRITERS[base] for base in kind.__mro__ if base in _WRITERS), repr)


def _text(value: str) -> str:
    value = str.__str__(value)
    if value.isalnum():
        return value  # half of all values, for the price of one look
    # Four passes of replace() are thirty times faster than one of translate().
    escaped = value.replace("\\", "\\\\").replace("\n", "\\n")
    return escaped.replace("\r", "\\r").replace("\t", "\\t")


def _list(values: list[str]) -> str:
    """An array of texts."""
    if not values:
        return "{}"
    text = '","'.join(values)
    if "\\" in text or text.count('"') != 2 * (len(values) - 1):
        text = '","'.join(value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return _text(f'{{"{text}"}}')


def _range(value: DateRange) -> str:
    return f"[{value.lower.isoformat()},{value.upper.isoformat() if value.upper else ''})"


_WRITERS: dict[type, Callable[[Any], str]] = {
    NoneType: lambda value: ABSENT,
    str: _text,
    int: int.__repr__,
    float: float.__repr__,
    bool: bool.__repr__,
    bytes: lambda value: f"\\\\x{value.hex()}",
    list: _list,
    DateRange: _range,
    datetime: datetime.isoformat,
    date: date.isoformat,
}
