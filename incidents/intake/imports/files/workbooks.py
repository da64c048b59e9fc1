"""Excel workbooks as records: cells as the sheet shows them.

The range that a sheet says it uses is not trusted. A value that is shown by its format is read as shown: a month, a
share, a number with leading zeros. Merged cells hold for all of their rows, but for numbers, of which nobody can say
whether they are each row's. Formulas without a result are handed on as formulas.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel, from_ISO8601

from .bounds import Meter
from .cells import SheetCell, SheetFacts, facts_of, rows_of
from .encodings import NoSource
from .parts import GENERAL, Broken, Sheet, Workbook, open_workbook
from .tables import WIDEST, Layout, Record, RowSource, table

MERGED = "merged-cell-filled"
"""The flag of a row to which a cell belongs that was merged with those above it."""

Opened = Callable[[], AbstractContextManager[Any]]
"""Opens the bytes of the workbook, in which one can go to and fro."""

_ESCAPED = re.compile(r"(?:_x[0-9A-Fa-f]{4}_)+")
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""Parts of a number format that are text, padding or a condition."""
_PADDED = re.compile(r'(?:"(?P<before>[^"]*)")?(?P<zeros>0{2,})')


def workbook(name: str, opened: Opened, layout: Layout, meter: Meter) -> RowSource:
    """The rows of the sheet that is said, or of the first that holds a table. Raises ``NoSource``."""
    with opened() as file, zipfile.ZipFile(file) as archive:
        book = open_workbook(archive, meter)
        states = {sheet.title: sheet.state for sheet in book.sheets}
        if not states:
            raise NoSource(f"{name} has no sheet with a table.")
        if layout.sheet and layout.sheet not in states:
            raise NoSource(f"There is no sheet “{layout.sheet}”; there are: {', '.join(states)}.")
        # The first of the sheets that holds a table: before it there may be a cover, or notes. Hidden ones come last.
        problems = []
        for sheet in sorted(book.sheets, key=lambda sheet: sheet.state != "visible"):
            if layout.sheet in ("", sheet.title):
                try:
                    return _table_of(name, opened, layout, book, sheet)
                except Broken:
                    raise
                except NoSource as problem:
                    problems.append(problem)
    raise problems[0]


def _table_of(name: str, opened: Opened, layout: Layout, book: Workbook, sheet: Sheet) -> RowSource:
    facts = facts_of(book, sheet)
    told = _told(sheet.title, {other.title: other.state for other in book.sheets}, facts)

    def records() -> Iterator[Record]:
        with opened() as file, zipfile.ZipFile(file) as archive:
            yield from _records(replace(book, archive=archive), sheet, facts)

    where = f"{name}, sheet “{sheet.title}”,"
    return table(name, records, layout, told, unit="row", where=where)


def _told(sheet: str, states: dict[str, str], facts: SheetFacts) -> str:
    others = [other for other, state in states.items() if other != sheet and state == "visible"]
    hidden = [other for other, state in states.items() if other != sheet and state != "visible"]
    parts = [
        f"Read as an Excel workbook, sheet “{sheet}”.",
        "The sheet is hidden." if states[sheet] != "visible" else "",
        f"It has other sheets: {', '.join(others)}." if others else "",
        f"It has hidden sheets: {', '.join(hidden)}." if hidden else "",
        f"Hidden rows are read, too: {facts.hidden}." if facts.hidden else "",
        f"Cells with a formula without its result: {facts.formulas}." if facts.formulas else "",
        f"Merged cells: {len(facts.merged)}." if facts.merged else "",
    ]
    return " ".join(filter(None, parts))


# Records ------------------------------------------------------------------------------------------


@dataclass
class _Held:
    """A cell that is merged with those below it, down to a row."""

    last: int
    value: str
    is_number: bool
    reference: str


def _records(book: Workbook, sheet: Sheet, facts: SheetFacts) -> Iterator[Record]:
    starts: dict[int, list[tuple[int, int]]] = {}
    for first_column, first, _last_column, last in facts.merged:
        if last > first and first_column <= WIDEST:
            starts.setdefault(first, []).append((first_column, last))
    held: dict[int, _Held] = {}
    show = _CellText(book)
    for line, cells in rows_of(book, sheet):
        values = [""] * min(cells[-1].column, WIDEST + 1)
        for cell in cells:
            values[min(cell.column, WIDEST + 1) - 1] = show(cell)
        held = {column: cell for column, cell in held.items() if cell.last >= line}
        if line in starts:
            by_column = {cell.column: cell for cell in cells}
            for column, last in starts[line]:
                if column <= len(values) and values[column - 1]:
                    letter = get_column_letter(column)
                    reference = f"{letter}{line}:{letter}{last}"
                    held[column] = _Held(
                        last, values[column - 1], show.is_number(by_column[column]), reference
                    )
        yield _filled(line, values, held) if held else Record(line, values, line)


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


class _CellText:
    """Values as the sheet shows them, days in ISO 8601."""

    def __init__(self, book: Workbook) -> None:
        self.formats = book.formats
        self.epoch = MAC_EPOCH if book.from_1904 else WINDOWS_EPOCH

    def __call__(self, cell: SheetCell) -> str:
        match cell.kind:
            case "n":
                return self._number(cell)
            case "b":
                return str(cell.value not in ("0", "false"))
            case "d":
                return self._iso_day(cell)
            case "e" | "f":
                return cell.value
            case _:
                return _unescaped(cell.value) if "_x" in cell.value else cell.value

    def is_number(self, cell: SheetCell) -> bool:
        return cell.kind == "n" and not _is_day(self._format(cell))

    def _format(self, cell: SheetCell) -> str:
        return self.formats[cell.style] if 0 <= cell.style < len(self.formats) else GENERAL

    def _number(self, cell: SheetCell) -> str:
        try:
            number = float(cell.value) if set(cell.value) & set(".eE") else int(cell.value)
        except ValueError:  # no number, or one of thousands of digits
            return cell.value
        form = self._format(cell)
        if not _is_day(form):
            return _number_shown(number, form)
        try:
            moment: Any = from_excel(number, self.epoch, timedelta=is_timedelta_format(form))
        except (OverflowError, ValueError):
            return "#VALUE!"
        match moment:
            case datetime():
                return _day_shown(moment, form)
            case date() | time():
                return moment.isoformat()
            case _:
                return str(moment)

    def _iso_day(self, cell: SheetCell) -> str:
        try:
            moment = from_ISO8601(cell.value)
        except ValueError:
            return cell.value
        return _day_shown(moment, self._format(cell)) if isinstance(moment, datetime) else str(moment)


@lru_cache(maxsize=1000)
def _is_day(number_format: str) -> bool:
    return bool(is_date_format(number_format))


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
