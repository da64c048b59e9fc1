"""NDJSON: one JSON object on each line. Documents that this site exported become the flat rows of its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import islice
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from incidents.record import document as d
from incidents.record.projection.rows import COLUMNS, values_of

from . import bounds
from .encodings import NoSource
from .tables import RowSource, SourceRow

TRAILER = "attest"
"""The key of the last line of an export that was asked to tell that it is whole."""
_NAMES = ["edition" if name == "edition_number" else name for name in COLUMNS]
"""The columns as the exported tables call them."""

Opened = Callable[[], AbstractContextManager[Any]]


def ndjson_source(name: str, opened: Opened) -> RowSource | None:
    """The objects of the lines as rows; none where the first line is no whole object, or the only one."""
    with opened() as raw:
        beginning = list(islice(_lines(name, raw, of_json=False), 2))
    first = _object(beginning[0][1]) if beginning else None
    documents = str((first or {}).get("format", "")).startswith("attest.")
    if first is None or (len(beginning) < 2 and not documents):
        return None
    reads = _document_row if documents else _row

    def rows() -> Iterator[SourceRow]:
        with opened() as raw:
            for number, line in _lines(name, raw):
                if row := reads(number, line):
                    yield row

    heading: dict[str, None] = {}
    total = 0
    for total, row in enumerate(rows(), 1):
        if total <= 1000:
            heading |= dict.fromkeys(row.columns)
    told = _("Read as NDJSON: %(n)s lines.") % {"n": total}
    return RowSource(name, tuple(heading), total, rows, told)


def _lines(name: str, raw: Any, *, of_json: bool = True) -> Iterator[tuple[int, bytes]]:
    """Lines that hold something, with their numbers. Raises ``NoSource`` for what is out of bounds.

    What is not known to be one object on each line may be one object in one line: that is handed on cut off.
    """
    number = 0
    while line := raw.readline(bounds.LONGEST_LINE + 1):
        number += 1
        if of_json and len(line) > bounds.LONGEST_LINE:
            raise NoSource(
                _(
                    "%(name)s has more than %(most)s bytes in line %(line)s. Leave that row out, or shorten it."
                )
                % {"name": name, "most": f"{bounds.LONGEST_LINE:,}", "line": number}
            )
        if number > bounds.MOST_LINES:
            raise NoSource(
                _("%(name)s has more than %(most)s lines. Divide it into several files.")
                % {"name": name, "most": f"{bounds.MOST_LINES:,}"}
            )
        if not line.isspace():
            yield number, line


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        read = msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return read if isinstance(read, dict) else None


def _row(number: int, line: bytes) -> SourceRow | None:
    read = _object(line)
    return SourceRow(number, read or {}, "" if read else _("The line is no whole JSON object."))


def _document_row(number: int, line: bytes) -> SourceRow | None:
    """An incident as a flat row; nothing of the trailer."""
    if (read := _object(line)) and TRAILER in read:
        return None
    try:
        values = values_of(d.decode(line))
    except (msgspec.DecodeError, KeyError, UnicodeDecodeError, RecursionError):
        return SourceRow(number, {}, _("The line is no whole document of this site's."))
    if values is None:
        return SourceRow(number, {}, _("The document is no incident."))
    return SourceRow(number, {name: _cell(value) for name, value in zip(_NAMES, values, strict=True)})


def _cell(value: Any) -> Any:
    """As a table writes it: nothing as an empty cell, days as text."""
    if value is None:
        return ""
    return value if isinstance(value, str | int | float) else str(value)
