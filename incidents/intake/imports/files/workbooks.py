"""Excel workbooks as records: cells as the sheet shows them, and what the library that reads them does not tell.

The range that a sheet says it uses is not trusted. A value that is shown by its format is read as shown: a month, a
share, a number with leading zeros. Merged cells hold for all of their rows, but for numbers, of which nobody can say
whether they are each row's. Formulas without a result are handed on as formulas.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache, partial
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.utils.exceptions import InvalidFileException

from .encodings import NoSource
from .tables import WIDEST, Layout, Record, RowSource, table

LARGEST_UNPACKED = 300_000_000
"""Bytes that a workbook or an archive may unpack to: a small file must not fill the memory."""
MERGED = "merged-cell-filled"
"""The flag of a row to which a cell belongs that was merged with those above it."""

BROKEN = (
    InvalidFileException, zipfile.BadZipFile, SyntaxError, OSError, EOFError,
    KeyError, ValueError, TypeError, AttributeError, IndexError,
)  # fmt: skip
"""What openpyxl raises for workbooks that are not as they should be; it has no error of its own for them.

Parsers of XML raise kinds of ``SyntaxError``.
"""

Opened = Callable[[], AbstractContextManager[Any]]
"""Opens the bytes of the workbook, in which one can go to and fro."""

_STRICT = (b"purl.oclc.org/ooxml", b'conformance="strict"')
_ESCAPED = re.compile(r"(?:_x[0-9A-Fa-f]{4}_)+")
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""Parts of a number format that are text, padding or a condition."""
_PADDED = re.compile(r'(?:"(?P<before>[^"]*)")?(?P<zeros>0{2,})')
_BLOCK = 4_000_000
_FORMULA = re.compile(
    rb'<(?:\w+:)?c r="(?P<cell>[A-Z]+\d+)"[^>]*>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>(?P<formula>[^<]*)</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]+\d+:[A-Z]+\d+)"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*hidden="(?:1|true)"')


def workbook(name: str, opened: Opened, layout: Layout) -> RowSource:
    """The rows of the sheet that is said, or of the first that holds a table. Raises ``NoSource``."""
    _check_parts(name, opened)
    try:
        with _book(opened) as book:
            # Sheets that hold a chart and no table have no rows.
            states = {sheet.title: sheet.sheet_state for sheet in book.worksheets}
    except BROKEN as error:
        raise NoSource(f"{name} cannot be read as an Excel workbook: {error}.") from error
    if not states:
        raise NoSource(f"{name} has no sheet with a table.")
    if layout.sheet and layout.sheet not in states:
        raise NoSource(f"There is no sheet “{layout.sheet}”; there are: {', '.join(states)}.")
    # The first of the sheets that holds a table: before it there may be a cover, or notes. Hidden ones come last.
    problems = []
    for sheet in (
        [layout.sheet] if layout.sheet else sorted(states, key=lambda title: states[title] != "visible")
    ):
        where = f"{name}, sheet “{sheet}”,"
        try:
            facts = _facts(opened, sheet)
            told = _told(sheet, states, facts)
            return table(name, partial(_records, opened, sheet, facts), layout, told, unit="row", where=where)
        except NoSource as problem:
            problems.append(problem)
        except BROKEN as error:
            raise NoSource(f"{where} cannot be read as a table: {error}.") from error
    raise problems[0]


def _told(sheet: str, states: dict[str, str], facts: _SheetFacts) -> str:
    others = [other for other, state in states.items() if other != sheet and state == "visible"]
    hidden = [other for other, state in states.items() if other != sheet and state != "visible"]
    parts = [
        f"Read as an Excel workbook, sheet “{sheet}”.",
        "The sheet is hidden." if states[sheet] != "visible" else "",
        f"It has other sheets: {', '.join(others)}." if others else "",
        f"It has hidden sheets: {', '.join(hidden)}." if hidden else "",
        f"Hidden rows are read, too: {facts.hidden}." if facts.hidden else "",
        f"Cells with a formula without its result: {len(facts.formulas)}." if facts.formulas else "",
        f"Merged cells: {len(facts.merged)}." if facts.merged else "",
    ]
    return " ".join(filter(None, parts))


def _check_parts(name: str, opened: Opened) -> None:
    try:
        with opened() as file, zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > LARGEST_UNPACKED:
                raise NoSource(f"{name} would unpack to more than {LARGEST_UNPACKED // 1_000_000} MB.")
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    with archive.open(member) as part:
                        head = part.read(2000)
                    # Other letters than UTF-8, which workbooks are in, could hide it.
                    if b"<!DOCTYPE" in head or b"\0" in head:
                        raise NoSource(f"{name} declares document types, which workbooks do not have.")
                    if member.filename.startswith("xl/workbook") and any(sign in head for sign in _STRICT):
                        raise NoSource(
                            f"{name} is a “Strict Open XML Spreadsheet”, a variant that is not read here. In Excel, "
                            "save it as “Excel Workbook (.xlsx)”."
                        )
    except zipfile.BadZipFile:
        raise NoSource(f"{name} looks like an Excel workbook, and is broken.") from None


@contextmanager
def _book(opened: Opened) -> Iterator[Any]:
    """Read as it is asked for, not at once."""
    with opened() as file, warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # of formats and validations that it leaves out, none of which is a value
        book = load_workbook(file, read_only=True, data_only=True)
        try:
            yield book
        finally:
            book.close()


# What the library does not tell -------------------------------------------------------------------


@dataclass
class _SheetFacts:
    """Formulas without a result by row and column, merged ranges as columns and rows, and the number of hidden rows."""

    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: int = 0


def _facts(opened: Opened, sheet: str) -> _SheetFacts:
    """From the sheet's own XML, block by block."""
    with _book(opened) as book:
        part = book[sheet]._worksheet_path
    facts, rest = _SheetFacts(), b""
    with opened() as file, zipfile.ZipFile(file) as archive, archive.open(part.lstrip("/")) as xml:
        while block := xml.read(_BLOCK):
            # Cut behind a whole element, so that none is seen in halves.
            whole, end, rest = (
                (rest + block).rpartition(b"</c>") if b"</c>" in block else (rest + block, b"", b"")
            )
            _add_facts(facts, whole + end)
    _add_facts(facts, rest)
    return facts


def _add_facts(facts: _SheetFacts, xml: bytes) -> None:
    facts.hidden += len(_HIDDEN_ROW.findall(xml)) if b"hidden=" in xml else 0
    for match in _FORMULA.finditer(xml) if b"f>" in xml or b"<f" in xml else ():
        letters, row = coordinate_from_string(match["cell"].decode())
        formula = (match["formula"] or b"FORMULA()").decode("utf-8", "replace")
        facts.formulas[row, column_index_from_string(letters)] = f"={formula}"
    for reference in _MERGE.findall(xml) if b"mergeCell" in xml else ():
        first_column, first, last_column, last = range_boundaries(reference.decode())
        facts.merged.append((first_column or 1, first or 1, last_column or 1, last or 1))


# Records ------------------------------------------------------------------------------------------


@dataclass
class _Held:
    """A cell that is merged with those below it, down to a row."""

    last: int
    value: str
    is_number: bool
    reference: str


def _records(opened: Opened, sheet: str, facts: _SheetFacts) -> Iterator[Record]:
    starts: dict[int, list[tuple[int, int]]] = {}
    for first_column, first, _last_column, last in facts.merged:
        if last > first and first_column <= WIDEST:
            starts.setdefault(first, []).append((first_column, last))
    held: dict[int, _Held] = {}
    with _book(opened) as book:
        rows: Any = book[sheet]
        rows.reset_dimensions()  # what a file says of its own range is not trusted
        for line, cells in enumerate(rows.iter_rows(max_col=WIDEST + 1), 1):
            values = [_shown(cell) for cell in cells]
            for place, value in enumerate(values if facts.formulas else (), 1):
                if not value and (line, place) in facts.formulas:
                    values[place - 1] = facts.formulas[line, place]
            if line not in starts and not held:
                yield Record(line, values, line)
                continue
            for column, last in starts.get(line, ()):
                if column <= len(values) and values[column - 1]:
                    letter = get_column_letter(column)
                    is_number = cells[column - 1].data_type == "n" and not cells[column - 1].is_date
                    reference = f"{letter}{line}:{letter}{last}"
                    held[column] = _Held(last, values[column - 1], is_number, reference)
            yield _filled(line, values, held)
            held = {column: cell for column, cell in held.items() if cell.last > line}


def _filled(line: int, values: list[str], held: dict[int, _Held]) -> Record:
    """The record with the values of the cells that are merged into it."""
    flags: tuple[str, ...] = ()
    for column, cell in held.items():
        values += [""] * (column - len(values))
        if cell.is_number:
            problem = (
                f"Its cells {cell.reference} are merged, and nobody can say whether {cell.value} is the number of each "
                "row or of all. Unmerge them and write the number where it belongs."
            )
            return Record(line, values, line, problem)
        if not values[column - 1]:
            values[column - 1], flags = cell.value, (MERGED,)
    return Record(line, values, line, flags=flags)


def _shown(cell: Any) -> str:
    """The value as the sheet shows it, days in ISO 8601."""
    match cell.value:
        case None:
            return ""
        case str(text):
            return _unescaped(text) if "_x" in text else text
        case bool(truth):
            return str(truth)
        case datetime() as moment:
            return _day_shown(moment, cell.number_format)
        case date() | time() as day:
            return day.isoformat()
        case int() | float() as number:
            return _number_shown(number, cell.number_format)
        case other:
            return str(other)


def _unescaped(text: str) -> str:
    """Excel writes characters that XML cannot hold as _x000D_, and an underscore before such a word as _x005F_."""

    def characters(match: re.Match[str]) -> str:
        units = bytes.fromhex(match[0].replace("_x", "").replace("_", ""))
        return units.decode("utf-16-be", "replace")

    # An escaped underscore begins nothing: what follows it is text.
    return "_".join(_ESCAPED.sub(characters, part) for part in re.split("_x005[Ff]_", text))


def _day_shown(moment: datetime, number_format: str) -> str:
    """A month or a year, where the format shows no more."""
    shows = _letters_shown(number_format)
    if (
        "d" not in shows
        and "h" not in shows
        and "s" not in shows
        and "y" in shows
        and moment.time() == time()
    ):
        return f"{moment:%Y-%m}" if "m" in shows else f"{moment:%Y}"
    return (moment.date() if moment.time() == time() else moment).isoformat()


@lru_cache(maxsize=1000)
def _letters_shown(number_format: str) -> str:
    return _NOT_SHOWN.sub("", number_format.partition(";")[0]).lower()


def _number_shown(number: float, number_format: str) -> str:
    if float(number).is_integer() and abs(number) < 1e15:
        number = int(number)
    if number_format == "General":
        return str(number)
    if "%" in _letters_shown(number_format):
        return f"{number * 100:g}%"
    padded = _PADDED.fullmatch(number_format)
    if padded and isinstance(number, int) and number >= 0:
        return f"{padded['before'] or ''}{number:0{len(padded['zeros'])}}"
    return str(number)
