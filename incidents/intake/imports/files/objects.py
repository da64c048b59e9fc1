"""JSON as rows: a list of objects, GeoJSON, or an object that holds the list, as services answer.

Rows are taken apart one by one as they are asked for; until then they are bytes of the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, islice
from typing import Any, cast

import msgspec
from msgspec import Raw

from . import bounds
from .encodings import NoSource
from .tables import ZERO, RowSource, SourceRow

_BOM = b"\xef\xbb\xbf"


class JsonPage(msgspec.Struct):
    """What is known of an object that holds rows; the rest is passed over."""

    type: Raw = Raw(b"null")
    features: Raw = Raw(b"null")
    Result: Raw = Raw(b"null")
    data: Raw = Raw(b"null")
    name: Raw = Raw(b"null")
    version: Raw = Raw(b"null")
    TotalCount: Raw = Raw(b"null")
    NextPageUrl: Raw = Raw(b"null")

    @property
    def is_geojson(self) -> bool:
        return bool(self.says("type") == "FeatureCollection")

    @property
    def answers_in_pages(self) -> bool:
        """In the manner of UCDP's service."""
        return bytes(self.Result) != b"null"

    def says(self, name: str) -> Any:
        """A word or a number, or nothing."""
        raw: Raw = getattr(self, name)
        value = msgspec.json.decode(raw) if len(bytes(raw)) < 10_000 else None
        return value if isinstance(value, str | int | float) else None


class _AnyObject(msgspec.Struct):
    """An object of which nothing is looked at."""


def page_of(name: str, body: bytes) -> JsonPage:
    """The object that holds the rows; a list alone is taken for its data. Raises ``NoSource``."""
    body = body.removeprefix(_BOM)
    if body.count(b"{") > bounds.MOST_OBJECTS:
        raise NoSource(
            f"{name} holds more than {bounds.MOST_OBJECTS:,} objects. Divide it into several files, or save it as CSV."
        )
    try:
        if body.lstrip()[:1] == b"[":
            # Checked as a whole, too: what follows the list is no part of it.
            return JsonPage(data=msgspec.json.decode(body, type=Raw))
        return msgspec.json.decode(body, type=JsonPage)
    except msgspec.ValidationError:
        raise no_rows(name) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NoSource(f"{name} is no whole JSON: {error}.") from error


def no_rows(name: str) -> NoSource:
    return NoSource(f"{name} holds no list of rows (a list, GeoJSON, or an object with Result or data).")


def rows_of_page(name: str, page: JsonPage) -> list[Raw]:
    """The rows: ``Result`` of UCDP's service, ``data`` of ACLED's, ``features`` of GeoJSON, or the list alone."""
    holds = page.Result if page.answers_in_pages else page.data
    listed = bytes(page.features if page.is_geojson else holds)
    try:
        msgspec.json.decode(listed, type=list[_AnyObject])  # a list of numbers would fill the memory
        rows = msgspec.json.decode(listed, type=list[Raw])
        for row in rows[:1]:
            msgspec.json.decode(row)
    except msgspec.ValidationError:
        raise no_rows(name) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NoSource(f"{name} is no whole JSON: {error}.") from error
    return rows


def json_source(name: str, body: bytes) -> RowSource:
    page = page_of(name, body)
    listed = rows_of_page(name, page)

    def rows() -> Iterator[SourceRow]:
        return read_rows(listed, count(1), geojson=page.is_geojson)

    columns = (column for row in islice(rows(), 1000) for column in row.columns)
    told = f"Read as {'GeoJSON' if page.is_geojson else 'JSON'}: {len(listed)} rows."
    title = " ".join(str(page.says(key)) for key in ("name", "version") if page.says(key))
    return RowSource(name, tuple(dict.fromkeys(columns)), len(listed), rows, told, title)


def read_rows(listed: Sequence[Raw], numbers: Iterator[int], *, geojson: bool = False) -> Iterator[SourceRow]:
    """Rows by their places in the list, or what is wrong with them."""
    for raw, number in zip(listed, numbers, strict=False):
        if len(bytes(raw)) > bounds.LONGEST_LINE:
            yield SourceRow(number, {}, f"The row has more than {bounds.LONGEST_LINE:,} bytes.")
            continue
        try:
            row = msgspec.json.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            yield SourceRow(number, {}, f"The row is no whole JSON: {error}.")
            continue
        columns = _row_of_feature(row) if geojson else cast("dict[str, Any]", row)
        if columns is None:
            yield SourceRow(number, {}, "The feature has no properties.")
        else:
            yield _read_object(number, columns)


def _row_of_feature(feature: dict[str, Any]) -> dict[str, Any] | None:
    """The properties, and the point as latitude and longitude where they do not have it."""
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        return None
    geometry = feature.get("geometry")
    point = (
        geometry.get("coordinates")
        if isinstance(geometry, dict) and geometry.get("type") == "Point"
        else None
    )
    if isinstance(point, list) and len(point) >= 2 and not {"latitude", "longitude"} & set(properties):
        return properties | {"latitude": point[1], "longitude": point[0]}
    return properties


def _read_object(line: int, columns: dict[str, Any]) -> SourceRow:
    clean = {
        name: value.replace("\0", "") if isinstance(value, str) else value for name, value in columns.items()
    }
    return SourceRow(line, clean, flags=() if clean == columns else (ZERO,))
