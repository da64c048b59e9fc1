"""Streaming encoders of rows: JSON in ACLED's envelope, CSV and XML."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from xml.sax.saxutils import escape

import msgspec

from ...spreadsheets import harmless
from .event import Row, Value

AT_ONCE = 200
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class AcledEnvelope:
    """Metadata around the rows, as ACLED's service gives it. ``last_update`` is in hours."""

    last_update: int
    count: int
    total_count: int
    filename: str
    messages: tuple[str, ...] = ()
    """What was left out and why."""


Encoder = Callable[[AcledEnvelope, list[str], Iterable[Row]], Iterator[bytes]]


def as_json(envelope: AcledEnvelope, columns: list[str], rows: Iterable[Row]) -> Iterator[bytes]:
    opening = {
        "status": 200,
        "success": True,
        "last_update": envelope.last_update,
        "count": envelope.count,
        "total_count": envelope.total_count,
        "messages": envelope.messages,
    }
    yield msgspec.json.encode(opening)[:-1] + b',"data":['
    comma = b""
    for batch in _batches(rows):
        yield comma + b",".join(msgspec.json.encode({name: row[name] for name in columns}) for row in batch)
        comma = b","
    yield b'],"filename":' + msgspec.json.encode(envelope.filename) + b"}"


def as_csv(envelope: AcledEnvelope, columns: list[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """RFC 4180 in UTF-8. A text that a spreadsheet would take for a formula gets an apostrophe in front."""
    yield _lines([columns])
    for batch in _batches(rows):
        yield _lines([harmless(row[name]) for name in columns] for row in batch)


def as_xml(envelope: AcledEnvelope, columns: list[str], rows: Iterable[Row]) -> Iterator[bytes]:
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<response><status>200</status><success>1</success>'
        f"<last_update>{envelope.last_update}</last_update><count>{envelope.count}</count>"
        f"<total_count>{envelope.total_count}</total_count>{_messages(envelope)}<data>"
    ).encode()
    number = 0
    for batch in _batches(rows):
        yield "".join(_item(number + place, columns, row) for place, row in enumerate(batch)).encode()
        number += len(batch)
    yield f"</data><filename>{escape(envelope.filename)}</filename></response>".encode()


def _messages(envelope: AcledEnvelope) -> str:
    items = "".join(
        f'<item key="{number}">{_xml(message)}</item>' for number, message in enumerate(envelope.messages)
    )
    return f"<messages>{items}</messages>" if items else "<messages/>"


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while batch := list(islice(left, AT_ONCE)):
        yield batch


def _lines(lines: Iterable[Iterable[Value]]) -> bytes:
    text = StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue().encode()


def _item(number: int, columns: list[str], row: Row) -> str:
    cells = "".join(f"<{name}>{_xml(row[name])}</{name}>" for name in columns)
    return f'<item key="{number}">{cells}</item>'


def _xml(value: Value) -> str:
    """Characters that XML has no way of writing are left out."""
    return "" if value is None else escape(_NOT_IN_XML.sub("", str(value)))


FORMATS: dict[str, tuple[str, Encoder]] = {
    "json": ("application/json", as_json),
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xml": ("application/xml; charset=utf-8", as_xml),
}
