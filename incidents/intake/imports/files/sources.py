"""Sources of rows: delimited text, a workbook, JSON or GeoJSON, plain or packed; or a service that answers in pages.

What was found out about a file is told, so that whoever imports can see a wrong guess; letters that are not UTF-8 are
never guessed (``encodings``). Rows keep their columns word for word.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, TextIO, cast
from urllib.parse import urljoin
from urllib.request import Request, urlopen

import msgspec

from .delimited import parted, records
from .encodings import MARKING, NoSource, encoding_of
from .kinds import check_archive_kind, check_kind, is_workbook
from .ndjson import ndjson_source
from .tables import ZERO, Layout, Record, RowSource, SourceRow, table
from .workbooks import LARGEST_UNPACKED, workbook

__all__ = ["Layout", "NoSource", "RowSource", "SourceRow", "open_source"]

TIMEOUT_S = 60
UNPACKING = (OSError, EOFError, zipfile.BadZipFile, zlib.error)
"""What packed files that are broken raise."""

_TABLES = (".csv", ".tsv", ".xlsx", ".json", ".geojson")

Opened = Callable[[], AbstractContextManager[Any]]


def open_source(
    address: str | Path,
    layout: Layout | None = None,
    *,
    name: str = "",
    headers: dict[str, str] | None = None,
) -> RowSource:
    """A path or an http(s) address; ``name`` is what it is called in place of that. Raises ``NoSource``."""
    layout, name = layout or Layout(), name or str(address)
    if str(address).startswith(("http://", "https://")):
        return _service(str(address), headers or {}, layout)
    path = Path(address)
    if not path.is_file():
        raise NoSource(f"There is no file {name}.")
    return _file(name, partial(path.open, "rb"), layout)


def _file(name: str, opened: Opened, layout: Layout) -> RowSource:
    """``opened`` opens the bytes as they lie there, plain or packed."""
    check_kind(name, opened)
    with opened() as file:
        head = file.read(2)
    if head == b"PK":
        try:
            return _archive(name, opened, layout)
        except zipfile.BadZipFile:
            raise NoSource(f"{name} is an archive or an Excel workbook, and is broken or cut off.") from None
    if layout.member:
        raise NoSource(f"{name} is no archive that could hold {layout.member}.")
    if head != b"\x1f\x8b":
        return _text(name, opened, layout)

    @contextmanager
    def unpacked() -> Iterator[Any]:
        with opened() as file, gzip.GzipFile(fileobj=file) as raw:
            yield raw

    _check_unpacked(name, unpacked)
    return _text(name, unpacked, layout)


def _check_unpacked(name: str, opened: Opened) -> None:
    """A packed file may unpack to a thousand times its size, and all in one line."""
    left = LARGEST_UNPACKED
    try:
        with opened() as file:
            while left > 0 and (chunk := file.read(1_000_000)):
                left -= len(chunk)
    except UNPACKING as error:
        raise NoSource(f"{name} cannot be unpacked, it is broken or cut off: {error}.") from None
    if left <= 0:
        raise NoSource(
            f"{name} would unpack to more than {LARGEST_UNPACKED // 1_000_000} MB. Unpack it first."
        )


def _archive(name: str, opened: Opened, layout: Layout) -> RowSource:
    """A workbook, or the table that is packed in an archive."""
    with opened() as file, zipfile.ZipFile(file) as archive:
        check_archive_kind(name, archive)
        if is_workbook(archive):
            return workbook(name, opened, layout)
        member = _member(archive, name, layout.member)

    @contextmanager
    def unpacked() -> Iterator[Any]:
        with opened() as file, zipfile.ZipFile(file) as archive, archive.open(member) as raw:
            yield raw

    _check_unpacked(name, unpacked)
    if not member.filename.lower().endswith(".xlsx"):
        return _text(name, unpacked, layout)
    with unpacked() as raw:
        body = raw.read()
    return workbook(name, lambda: io.BytesIO(body), layout)


def _member(archive: zipfile.ZipFile, name: str, member: str) -> zipfile.ZipInfo:
    """The one table in it, or the one that is asked for. A text beside a table is taken for its codebook."""

    def is_junk(filename: str) -> bool:
        """What macOS puts beside the files that it packs."""
        return filename.startswith("__MACOSX/") or Path(filename).name.startswith("._")

    files = [file for file in archive.infolist() if not file.is_dir() and not is_junk(file.filename)]
    if member:
        tables = [file for file in files if member in (file.filename, Path(file.filename).name)]
    else:
        tables = [file for file in files if file.filename.lower().endswith(_TABLES)]
        tables = tables or [file for file in files if file.filename.lower().endswith(".txt")]
    names = ", ".join(file.filename for file in tables or files)
    if not tables:
        raise NoSource(
            f"{name} holds no {member or 'table'}; there are: {names or 'no files'}. "
            "Read are CSV, Excel workbooks (.xlsx), JSON and GeoJSON."
        )
    if len(tables) > 1:
        raise NoSource(f"{name} holds several tables: {names}. Say with --member which of them to import.")
    return tables[0]


# Text ---------------------------------------------------------------------------------------------


def _text(name: str, opened: Opened, layout: Layout) -> RowSource:
    """Delimited text, or JSON, which is known by how it begins."""
    with opened() as raw:
        begins = raw.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if begins in (b"{", b"["):
        with opened() as raw:
            body = raw.read()
        return ndjson_source(name, body) or _json_source(name, body)
    encoding = encoding_of(name, opened, layout.encoding)

    @contextmanager
    def text() -> Iterator[TextIO]:
        with opened() as raw:
            yield io.TextIOWrapper(raw, encoding=encoding, errors=MARKING, newline="")

    def all_records() -> Iterator[Record]:
        with text() as lines:
            yield from records(lines, found)

    try:
        found = parted(name, text, layout.delimiter)
        told = f"Read as text in {encoding.removesuffix('-sig')}, parted by {found.told}."
        return table(name, all_records, layout, told)
    except UnicodeError as error:  # what cannot be marked, such as UTF-16 that does not say which kind it is
        raise NoSource(f"{name} cannot be read in {encoding}: {error}.") from None


# JSON ---------------------------------------------------------------------------------------------


def _json_source(name: str, body: bytes) -> RowSource:
    page = _json(name, body)
    results = _results(name, page)
    heading = tuple(dict.fromkeys(column for row in results[:1000] for column in row))
    rows: Callable[[], Iterator[SourceRow]] = lambda: map(_read_object, count(1), results)  # noqa: E731
    told = f"Read as {'GeoJSON' if _is_geojson(page) else 'JSON'}: {len(results)} rows."
    title = (
        " ".join(str(page[key]) for key in ("name", "version") if page.get(key))
        if isinstance(page, dict)
        else ""
    )
    return RowSource(name, heading, len(results), rows, told, title)


def _json(name: str, body: bytes) -> Any:
    try:
        return msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NoSource(f"{name} is no whole JSON: {error}.") from error


def _is_geojson(page: Any) -> bool:
    return isinstance(page, dict) and page.get("type") == "FeatureCollection"


def _results(name: str, page: Any) -> list[dict[str, Any]]:
    """The rows: ``Result`` of UCDP's service, ``data`` of ACLED's, ``features`` of GeoJSON, or the list alone."""
    if _is_geojson(page):
        features = page.get("features")
        results: Any = list(map(_row_of_feature, features)) if isinstance(features, list) else None
    else:
        results = page.get("Result", page.get("data")) if isinstance(page, dict) else page
    if not isinstance(results, list) or not all(isinstance(row, dict) for row in results):
        raise NoSource(f"{name} holds no list of rows (a list, GeoJSON, or an object with Result or data).")
    return cast("list[dict[str, Any]]", results)


def _row_of_feature(feature: Any) -> Any:
    """The properties, and the point as latitude and longitude where they do not have it."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
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


# Services -----------------------------------------------------------------------------------------


def _service(address: str, headers: dict[str, str], layout: Layout) -> RowSource:
    """A service in UCDP's manner: ``Result``, ``TotalCount`` and the address of the next page; or a file."""
    body, media_type = _fetch(address, headers)
    if "json" not in media_type:
        return _file(address, lambda: io.BytesIO(body), layout)
    first = _json(address, body)
    if not isinstance(first, dict) or "Result" not in first:
        return _json_source(address, body)
    rows = _results(address, first)
    told = "Read as JSON from a service that answers in pages."
    return RowSource(
        address, tuple(rows[0]) if rows else (), first.get("TotalCount"),
        lambda: _paged(address, first, headers), told,
    )  # fmt: skip


def _paged(address: str, first: Any, headers: dict[str, str]) -> Iterator[SourceRow]:
    page, line = first, 0
    while True:
        for columns in _results(address, page):
            line += 1
            yield _read_object(line, columns)
        after = page.get("NextPageUrl") if isinstance(page, dict) else None
        if not after:
            return
        address = urljoin(address, after)
        page = _json(address, _fetch(address, headers)[0])


def _fetch(address: str, headers: dict[str, str]) -> tuple[bytes, str]:
    request = Request(address, headers={"Accept": "application/json, text/csv, */*", **headers})  # noqa: S310
    try:
        with urlopen(request, timeout=TIMEOUT_S) as response:  # noqa: S310  # open_source lets http(s) through only
            return response.read(), response.headers.get_content_type()
    except OSError as error:
        raise NoSource(f"{address} cannot be read: {error}.") from error
