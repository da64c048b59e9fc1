"""NDJSON: one JSON object on each line. Documents that this site exported become the flat rows of its tables."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from incidents.record import document as d
from incidents.record.projection.rows import COLUMNS, values_of

from .tables import RowSource, SourceRow

TRAILER = "attest"
"""The key of the last line of an export that was asked to tell that it is whole."""
_NAMES = ["edition" if name == "edition_number" else name for name in COLUMNS]
"""The columns as the exported tables call them."""


def ndjson_source(name: str, body: bytes) -> RowSource | None:
    """The objects of the lines as rows; none where the first line is no whole object, or the only one."""
    lines = [(number, line) for number, line in enumerate(body.splitlines(), 1) if line.strip()]
    first = _object(lines[0][1]) if len(lines) > 1 or b'"attest.' in body[:200] else None
    if first is None:
        return None
    reads = _document_row if str(first.get("format", "")).startswith("attest.") else _row
    read = [row for number, line in lines if (row := reads(number, line))]
    heading = tuple(dict.fromkeys(column for row in read[:1000] for column in row.columns))
    told = _("Read as NDJSON: %(n)s lines.") % {"n": len(read)}
    return RowSource(name, heading, len(read), partial(_again, read), told)


def _again(rows: list[SourceRow]) -> Iterator[SourceRow]:
    return iter(rows)


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
    except (msgspec.DecodeError, KeyError, UnicodeDecodeError):
        return SourceRow(number, {}, _("The line is no whole document of this site's."))
    if values is None:
        return SourceRow(number, {}, _("The document is no incident."))
    return SourceRow(number, {name: _cell(value) for name, value in zip(_NAMES, values, strict=True)})


def _cell(value: Any) -> Any:
    """As a table writes it: nothing as an empty cell, days as text."""
    if value is None:
        return ""
    return value if isinstance(value, str | int | float) else str(value)
