"""Spreadsheets of any make as rows: text with whatever separator and letters, or an Excel workbook.

What was found out about the file (separator, sheet) is told, so that whoever imports can see a wrong guess; letters
that are not UTF-8 are never guessed (``encodings``). Cells become text; days and times of Excel become ISO 8601.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from .encodings import MARKING, NoSource, encoding_of
from .sources import LONGEST_FIELD, UNPACKING, RowSource, SourceRow, lines_of, read_row

DELIMITERS = (",", ";", "\t", "|")
WIDEST = 400
"""Columns; a sheet with more is not a list of incidents."""
LARGEST_UNPACKED = 300_000_000
"""Bytes that a workbook or an archive may unpack to: a small file must not fill the memory."""

_SAMPLE = 64_000
_Numbered = tuple[int, list[str]]
"""A row and the line it begins in, or its number in the sheet."""
_BROKEN = (
    InvalidFileException, zipfile.BadZipFile, SyntaxError, OSError, EOFError,
    KeyError, ValueError, TypeError, AttributeError, IndexError,
)  # fmt: skip
"""What openpyxl raises for workbooks that are not as they should be; it has no error of its own for them.

Parsers of XML raise kinds of ``SyntaxError``.
"""


@dataclass(frozen=True)
class Layout:
    """How to read the file; what is empty is found out, but for letters that are not UTF-8."""

    delimiter: str = ""
    encoding: str = ""
    sheet: str = ""


@dataclass(frozen=True)
class Sheet:
    """The rows, and in ``told`` how the file was read."""

    source: RowSource
    told: str


def open_sheet(path: Path, layout: Layout, name: str = "") -> Sheet:
    """Raises ``NoSource`` where nothing can be read."""
    name = name or str(path)
    if not path.is_file():
        raise NoSource(f"There is no file {name}.")
    if path.stat().st_size == 0:
        raise NoSource(f"{name} is empty.")
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise NoSource(f"{name} is an Excel file of before 2007. Save it as .xlsx or CSV.")
    if head.startswith(b"PK"):
        return _workbook(path, layout, name)
    return _text(path, layout, name)


# Text ---------------------------------------------------------------------------------------------


def _text(path: Path, layout: Layout, name: str) -> Sheet:
    csv.field_size_limit(LONGEST_FIELD)
    _check_unpacked(path, name)
    encoding = encoding_of(name, lambda: _bytes(path), layout.encoding)

    @contextmanager
    def opened() -> Iterator[TextIO]:
        with _bytes(path) as raw:
            yield io.TextIOWrapper(raw, encoding=encoding, errors=MARKING, newline="")

    try:
        with opened() as lines:
            sample = lines.read(_SAMPLE)
    except UnicodeError as error:  # what cannot be marked, such as UTF-16 that does not say which kind it is
        raise NoSource(f"{name} cannot be read in {encoding}: {error}.") from None
    if "\0" in sample:
        raise NoSource(f"{name} is no table: it holds something else than text.")
    delimiter = layout.delimiter or _delimiter(sample)

    def rows() -> Iterator[_Numbered]:
        with opened() as lines:
            yield from lines_of(lines, delimiter)

    shown = {"\t": "tabs"}.get(delimiter, f"“{delimiter}”")
    return _sheet(name, rows, f"Read as text in {encoding.removesuffix('-sig')}, parted by {shown}.")


@contextmanager
def _bytes(path: Path) -> Iterator[Any]:
    with gzip.open(path) if _is_packed(path) else path.open("rb") as raw:
        yield raw


def _check_unpacked(path: Path, name: str) -> None:
    """A packed file may unpack to a thousand times its size, and all in one line."""
    left = LARGEST_UNPACKED if _is_packed(path) else 0
    if left:
        try:
            with gzip.open(path) as file:
                while left > 0 and (chunk := file.read(1_000_000)):
                    left -= len(chunk)
        except UNPACKING as error:
            raise NoSource(f"{name} cannot be unpacked, it is broken or cut off: {error}.") from None
        if left <= 0:
            raise NoSource(
                f"{name} would unpack to more than {LARGEST_UNPACKED // 1_000_000} MB. Unpack it first."
            )


def _is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def _delimiter(sample: str) -> str:
    """The one that parts most lines of the sample into the same number of cells, two or more."""

    def agreeing(delimiter: str) -> tuple[int, int]:
        lines = [row for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if row][:50]
        width = len(lines[0]) if lines else 0
        return (sum(len(row) == width for row in lines), width) if width > 1 else (0, 0)

    return max(DELIMITERS, key=agreeing)


# Workbooks ----------------------------------------------------------------------------------------


def _workbook(path: Path, layout: Layout, name: str) -> Sheet:
    _check_archive(path, name)
    try:
        with _book(path) as book:
            # Sheets that hold a chart and no table have no rows.
            names = [sheet.title for sheet in book.worksheets]
    except _BROKEN as error:
        raise NoSource(f"{name} cannot be read as an Excel workbook: {error}.") from error
    if not names:
        raise NoSource(f"{name} has no sheet with a table.")
    if layout.sheet and layout.sheet not in names:
        raise NoSource(f"There is no sheet “{layout.sheet}”; there are: {', '.join(names)}.")
    # The first of the sheets that holds a table: before it there may be a cover, or notes.
    problems = []
    for sheet in [layout.sheet] if layout.sheet else names:
        rows = partial(_cells, path, sheet)
        others = ", ".join(other for other in names if other != sheet)
        told = f"Read as an Excel workbook, sheet “{sheet}”." + (
            f" It has other sheets: {others}." if others else ""
        )
        try:
            return _sheet(f"{name}, sheet “{sheet}”,", partial(_trimmed, rows), told, called=name)
        except NoSource as problem:
            problems.append(problem)
    raise problems[0]


def _cells(path: Path, sheet: str) -> Iterator[_Numbered]:
    with _book(path) as book:
        table: Any = book[sheet]
        for line, row in enumerate(table.iter_rows(values_only=True, max_col=WIDEST + 1), 1):
            yield line, [_cell(value) for value in row]


@contextmanager
def _book(path: Path) -> Iterator[Any]:
    """Read as it is asked for, not at once. By its file, since openpyxl would judge a path by its ending."""
    with path.open("rb") as file:
        book = load_workbook(file, read_only=True, data_only=True)
        try:
            yield book
        finally:
            book.close()


def _check_archive(path: Path, name: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > LARGEST_UNPACKED:
                raise NoSource(f"{name} would unpack to more than {LARGEST_UNPACKED // 1_000_000} MB.")
            if not any(member.filename == "xl/workbook.xml" for member in members):
                raise NoSource(f"{name} is an archive and no Excel workbook. Unpack it first.")
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    with archive.open(member) as file:
                        head = file.read(2000)
                        # Other letters than UTF-8, which workbooks are in, could hide it.
                        if b"<!DOCTYPE" in head or b"\0" in head:
                            raise NoSource(f"{name} declares document types, which workbooks do not have.")
    except zipfile.BadZipFile:
        raise NoSource(f"{name} looks like an Excel workbook, and is broken.") from None


def _trimmed(rows: Callable[[], Iterator[_Numbered]]) -> Iterator[_Numbered]:
    """Without empty rows, and without the empty cells that a sheet may have to the right of its heading."""
    width = 0
    for line, row in rows():
        while len(row) > width and not row[-1]:
            row.pop()
        width = width or len(row)
        if any(row):
            yield line, row + [""] * (width - len(row))


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return (value.date() if value.time() == time() else value).isoformat()
        case date() | time():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value).strip()


# Both ---------------------------------------------------------------------------------------------


def _sheet(name: str, rows: Callable[[], Iterator[_Numbered]], told: str, called: str = "") -> Sheet:
    """``name`` stands in what is told of problems, ``called`` is the source's name where that is another."""
    try:
        reader = rows()
        heading = _heading(next(reader, (1, []))[1], name)
        total = sum(1 for _line, row in reader if row)
    except NoSource:
        raise
    except (csv.Error, *_BROKEN) as error:
        raise NoSource(f"{name} cannot be read as a table: {error}.") from error
    if not total:
        raise NoSource(f"{name} has no rows below its heading.")

    def source_rows() -> Iterator[SourceRow]:
        reader = rows()
        next(reader, None)
        for line, cells in reader:
            if cells:
                row = read_row(line, heading, cells)
                row.columns.pop("", None)
                yield row

    return Sheet(RowSource(called or name, heading, total, source_rows), told)


def _heading(cells: Sequence[str], name: str) -> tuple[str, ...]:
    heading = tuple(" ".join(cell.replace("\0", "").split()) for cell in cells)
    if not any(heading):
        raise NoSource(f"{name} has no heading: the first line must name the columns.")
    if len(heading) == 1:
        raise NoSource(
            f"{name} has one column only, “{heading[0][:80]}”. A list of incidents has several; as text they are "
            "parted by a comma, a semicolon, a tab or a bar."
        )
    if len(heading) > WIDEST:
        raise NoSource(f"{name} has more than {WIDEST} columns. Is the separator another one?")
    twice = {column for column in heading if column and heading.count(column) > 1}
    if twice:
        raise NoSource(f"Two columns are called “{min(twice)}”. Give each a name of its own.")
    return heading
