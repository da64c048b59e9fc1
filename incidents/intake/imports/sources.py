"""Where rows come from: CSV (also gzip or zip, as distributed), JSON, or a service that answers page by page.

Rows keep their columns word for word. What cannot be read as a row is handed on with the reason, so that it gets its
verdict like any other.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO, cast
from urllib.parse import urljoin
from urllib.request import Request, urlopen

import msgspec

TIMEOUT_S = 60
LONGEST_FIELD = 50_000_000
"""Characters in one cell; Python's own bound of 131,072 is below what some source columns hold."""


class NoSource(ValueError):
    """There is nothing to read; the message says what is wrong and what would be right."""


@dataclass(frozen=True, slots=True)
class Read:
    """A row, counted from 1 without the heading, or the reason why there is none."""

    line: int
    columns: dict[str, Any]
    problem: str = ""


@dataclass(frozen=True)
class Source:
    """Something to import. ``rows`` may be called again; ``total`` is ``None`` where only reading would tell."""

    name: str
    heading: tuple[str, ...]
    total: int | None
    rows: Callable[[], Iterator[Read]]


def open_source(address: str, *, headers: dict[str, str] | None = None) -> Source:
    """A path or an http(s) address. Raises ``NoSource``."""
    if address.startswith(("http://", "https://")):
        return _service(address, headers or {})
    path = Path(address)
    if not path.is_file():
        raise NoSource(f"There is no file {address}.")
    if path.suffix.lower() == ".json":
        return _listed(address, _results(msgspec.json.decode(path.read_bytes()), address))
    return _table(address, lambda: _opened(path))


# Tables -------------------------------------------------------------------------------------------


def _table(name: str, opened: Callable[[], Any]) -> Source:
    csv.field_size_limit(LONGEST_FIELD)
    with opened() as lines:
        dialect = _dialect(lines.read(64_000))
    with opened() as lines:
        reader = csv.reader(lines, dialect)
        heading = tuple(column.strip() for column in next(reader, []))
        total = sum(1 for row in reader if row)
    if not any(heading):
        raise NoSource(f"{name} is empty: the first line must name the columns.")
    return Source(name, heading, total, lambda: _rows(opened, dialect, heading))


def _dialect(sample: str) -> type[csv.Dialect] | str:
    """Comma, semicolon or tab, whichever the heading has most of."""
    first = sample.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)

    class Found(csv.excel):
        pass

    Found.delimiter = delimiter
    return Found


def _rows(opened: Callable[[], Any], dialect: Any, heading: tuple[str, ...]) -> Iterator[Read]:
    width = len(heading)
    with opened() as lines:
        reader = csv.reader(lines, dialect)
        next(reader, None)
        line = 0
        for cells in reader:
            if not cells:
                continue
            line += 1
            columns = dict(zip(heading, cells, strict=False))
            problem = "" if len(cells) == width else _uneven(len(cells), width)
            yield Read(line, columns, problem)


def _uneven(found: int, width: int) -> str:
    return f"It has {found} cells and the heading {width}: is a quotation mark or a separator missing?"


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    with _bytes(path) as raw:
        # A stray byte must not stop a file of a hundred thousand rows; the importer flags what it replaced.
        yield io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="")


@contextmanager
def _bytes(path: Path) -> Iterator[Any]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path)) as member:
            yield member
    else:
        with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as plain:
            yield plain


def _member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    """The largest table in it: archives carry a codebook beside the data."""
    tables = [one for one in archive.infolist() if one.filename.lower().endswith((".csv", ".tsv", ".txt"))]
    if not tables:
        raise NoSource(f"{path} holds no CSV file.")
    return max(tables, key=lambda one: one.file_size)


# JSON ---------------------------------------------------------------------------------------------


def _listed(name: str, results: list[dict[str, Any]]) -> Source:
    heading = tuple(results[0]) if results else ()
    return Source(
        name,
        heading,
        len(results),
        lambda: (Read(line, columns) for line, columns in enumerate(results, 1)),
    )


def _results(page: Any, address: str) -> list[dict[str, Any]]:
    found = page.get("Result", page.get("data")) if isinstance(page, dict) else page
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise NoSource(f"{address} holds no list of rows (a list, or an object with Result or data).")
    return cast("list[dict[str, Any]]", found)


def _service(address: str, headers: dict[str, str]) -> Source:
    """A service in UCDP's manner: ``Result``, ``TotalCount`` and the address of the next page."""
    body, kind = _fetched(address, headers)
    if "json" not in kind:
        return _downloaded(address, body)
    first = msgspec.json.decode(body)
    rows = _results(first, address)
    total = first.get("TotalCount") if isinstance(first, dict) else len(rows)
    heading = tuple(rows[0]) if rows else ()
    return Source(address, heading, total, lambda: _paged(address, first, headers))


def _paged(address: str, first: Any, headers: dict[str, str]) -> Iterator[Read]:
    page, line = first, 0
    while True:
        for columns in _results(page, address):
            line += 1
            yield Read(line, columns)
        after = page.get("NextPageUrl") if isinstance(page, dict) else None
        if not after:
            return
        address = urljoin(address, after)
        page = msgspec.json.decode(_fetched(address, headers)[0])


def _fetched(address: str, headers: dict[str, str]) -> tuple[bytes, str]:
    request = Request(address, headers={"Accept": "application/json, text/csv, */*", **headers})  # noqa: S310
    try:
        with urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310  # open_source lets http(s) through only
            return answer.read(), answer.headers.get_content_type()
    except OSError as error:
        raise NoSource(f"{address} cannot be read: {error}.") from error


def _downloaded(address: str, body: bytes) -> Source:
    @contextmanager
    def opened() -> Iterator[TextIO]:
        raw: Any = io.BytesIO(body)
        if zipfile.is_zipfile(raw):
            archive = zipfile.ZipFile(raw)
            raw = archive.open(_member(archive, Path(address)))
        elif body[:2] == b"\x1f\x8b":
            raw = gzip.GzipFile(fileobj=raw)
        yield io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="")

    return _table(address, opened)
