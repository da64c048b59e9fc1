"""Sources of rows: CSV (also gzip or zip, as distributed), JSON, or a service that answers page by page.

Rows keep their columns word for word. What cannot be read as a row is handed on with the reason, so that it gets its
verdict like any other.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, TextIO, cast
from urllib.parse import urljoin
from urllib.request import Request, urlopen

import msgspec

from .encodings import MARK, MARKING, NoSource, encoding_of

__all__ = ["NoSource", "RowSource", "SourceRow", "lines_of", "open_source", "read_row"]

TIMEOUT_S = 60
LONGEST_FIELD = 50_000_000
"""Characters in one cell; Python's own bound of 131,072 is below what some source columns hold."""
UNPACKING = (OSError, EOFError, zipfile.BadZipFile, zlib.error)
"""What packed files that are broken raise."""
ZERO = "zero-character-left-out"
"""The flag of a row that held what PostgreSQL cannot."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row, or the reason why there is none.

    ``line`` is where it begins, as an editor or a spreadsheet counts, the heading being line 1; of a list without
    lines (JSON) its place in the list. ``flags`` say what could not be kept as it was.
    """

    line: int
    columns: dict[str, Any]
    problem: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class RowSource:
    """Something to import. ``rows`` may be called again; ``total`` is ``None`` where only reading would tell."""

    name: str
    heading: tuple[str, ...]
    total: int | None
    rows: Callable[[], Iterator[SourceRow]]


@dataclass(frozen=True, slots=True)
class FileHints:
    """What somebody says of the file: its letters, and which file of an archive is meant."""

    encoding: str = ""
    member: str = ""


def open_source(
    address: str, *, headers: dict[str, str] | None = None, stated: FileHints | None = None
) -> RowSource:
    """A path or an http(s) address. Raises ``NoSource``."""
    stated = stated or FileHints()
    if address.startswith(("http://", "https://")):
        return _service(address, headers or {}, stated)
    path = Path(address)
    if not path.is_file():
        raise NoSource(f"There is no file {address}.")
    if path.suffix.lower() == ".json":
        results = _results(_json(path.read_bytes(), address), address)
        heading = tuple(results[0]) if results else ()
        return RowSource(address, heading, len(results), lambda: map(_read_object, count(1), results))
    return _table(address, lambda: path.open("rb"), stated)


# Tables -------------------------------------------------------------------------------------------


def _table(name: str, packed: Callable[[], Any], stated: FileHints) -> RowSource:
    """``packed`` opens the bytes as they lie there, plain or packed."""
    csv.field_size_limit(LONGEST_FIELD)

    @contextmanager
    def opened() -> Iterator[Any]:
        with packed() as file, _unpacked(file, name, stated.member) as raw:
            yield raw

    try:
        encoding = encoding_of(name, opened, stated.encoding)

        @contextmanager
        def text() -> Iterator[TextIO]:
            with opened() as raw:
                yield io.TextIOWrapper(raw, encoding=encoding, errors=MARKING, newline="")

        with text() as lines:
            first_line = lines.read(64_000).partition("\n")[0]
        delimiter = max(",;\t", key=first_line.count)
        with text() as lines:
            reader = lines_of(lines, delimiter)
            heading = tuple(column.strip() for column in next(reader, (1, []))[1])
            total = sum(1 for _line, row in reader if row)
    except csv.Error as error:
        raise NoSource(f"{name} cannot be read as a table: {error}.") from error
    except UNPACKING as error:
        raise NoSource(f"{name} cannot be unpacked, it is broken or cut off: {error}.") from error
    if not any(heading):
        raise NoSource(f"{name} is empty: the first line must name the columns.")

    def rows() -> Iterator[SourceRow]:
        with text() as lines:
            reader = lines_of(lines, delimiter)
            next(reader, None)
            for line, cells in reader:
                if cells:
                    yield read_row(line, heading, cells)

    return RowSource(name, heading, total, rows)


def lines_of(lines: TextIO, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table with the lines they begin in: cells may hold line breaks."""
    reader = csv.reader(lines, delimiter=delimiter)
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1


def read_row(line: int, heading: Sequence[str], cells: Sequence[str]) -> SourceRow:
    """The row with its cells by their columns, or with what is wrong with it."""
    columns, problem = dict(zip(heading, cells, strict=False)), ""
    if len(cells) != len(heading):
        problem = (
            f"It has {len(cells)} cells and the heading {len(heading)}: "
            "is a quotation mark or a separator missing?"
        )
    flags: tuple[str, ...] = ()
    if any("\0" in cell for cell in cells):
        columns = {name: cell.replace("\0", "") for name, cell in columns.items()}
        flags = (ZERO,)
    if any(MARK in cell for cell in cells):
        columns = {name: cell.replace(MARK, "\ufffd") for name, cell in columns.items()}
        if not problem:
            name, cell = next((name, cell) for name, cell in columns.items() if "\ufffd" in cell)
            shown = f"{name} is “{cell[:80]}”"
            problem = f"{shown}, with bytes that are no letters in what the file is said to be written in."
    return SourceRow(line, columns, problem, flags)


@contextmanager
def _unpacked(file: Any, name: str, member: str) -> Iterator[Any]:
    head = file.read(2)
    file.seek(0)
    if head == b"PK":
        with zipfile.ZipFile(file) as archive, archive.open(_member(archive, name, member)) as raw:
            yield raw
    elif member:
        raise NoSource(f"{name} is no archive that could hold {member}.")
    else:
        with gzip.GzipFile(fileobj=file) if head == b"\x1f\x8b" else file as raw:
            yield raw


def _member(archive: zipfile.ZipFile, name: str, member: str) -> zipfile.ZipInfo:
    """The one table in it, or the one that is asked for. A text beside a table is taken for its codebook."""

    def is_junk(filename: str) -> bool:
        """What macOS puts beside the files that it packs."""
        return filename.startswith("__MACOSX/") or Path(filename).name.startswith("._")

    files = [file for file in archive.infolist() if not file.is_dir() and not is_junk(file.filename)]
    if member:
        tables = [file for file in files if member in (file.filename, Path(file.filename).name)]
    else:
        tables = [file for file in files if file.filename.lower().endswith((".csv", ".tsv"))]
        tables = tables or [file for file in files if file.filename.lower().endswith(".txt")]
    names = ", ".join(file.filename for file in tables or files)
    if not tables:
        raise NoSource(f"{name} holds no {member or 'CSV file'}; there are: {names or 'no files'}.")
    if len(tables) > 1:
        raise NoSource(f"{name} holds several tables: {names}. Say with --member which of them to import.")
    return tables[0]


# JSON ---------------------------------------------------------------------------------------------


def _json(body: bytes, address: str) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NoSource(f"{address} is no whole JSON: {error}.") from error


def _results(page: Any, address: str) -> list[dict[str, Any]]:
    results = page.get("Result", page.get("data")) if isinstance(page, dict) else page
    if not isinstance(results, list) or not all(isinstance(row, dict) for row in results):
        raise NoSource(f"{address} holds no list of rows (a list, or an object with Result or data).")
    return cast("list[dict[str, Any]]", results)


def _read_object(line: int, columns: dict[str, Any]) -> SourceRow:
    clean = {
        name: value.replace("\0", "") if isinstance(value, str) else value for name, value in columns.items()
    }
    return SourceRow(line, clean, flags=() if clean == columns else (ZERO,))


def _service(address: str, headers: dict[str, str], stated: FileHints) -> RowSource:
    """A service in UCDP's manner: ``Result``, ``TotalCount`` and the address of the next page."""
    body, media_type = _fetch(address, headers)
    if "json" not in media_type:
        return _table(address, lambda: io.BytesIO(body), stated)
    first = _json(body, address)
    rows = _results(first, address)
    total = first.get("TotalCount") if isinstance(first, dict) else len(rows)
    heading = tuple(rows[0]) if rows else ()
    return RowSource(address, heading, total, lambda: _paged(address, first, headers))


def _paged(address: str, first: Any, headers: dict[str, str]) -> Iterator[SourceRow]:
    page, line = first, 0
    while True:
        for columns in _results(page, address):
            line += 1
            yield _read_object(line, columns)
        after = page.get("NextPageUrl") if isinstance(page, dict) else None
        if not after:
            return
        address = urljoin(address, after)
        page = _json(_fetch(address, headers)[0], address)


def _fetch(address: str, headers: dict[str, str]) -> tuple[bytes, str]:
    request = Request(address, headers={"Accept": "application/json, text/csv, */*", **headers})  # noqa: S310
    try:
        with urlopen(request, timeout=TIMEOUT_S) as response:  # noqa: S310  # open_source lets http(s) through only
            return response.read(), response.headers.get_content_type()
    except OSError as error:
        raise NoSource(f"{address} cannot be read: {error}.") from error
