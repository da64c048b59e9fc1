"""Tables as rows under their headings: the heading is found, and every line below it is a row, or told.

Above a heading there may be titles, below it a row of HXL tags; rows may be shorter than the heading, or longer by
empty cells. What cannot be read as a row is handed on with the reason, so that it gets its verdict like any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter

from .characters import name_text
from .encodings import MARK, NoSource

WIDEST = 400
"""Columns; a sheet with more is not a list of incidents."""
ZERO = "zero-character-left-out"
"""The flag of a row that held what PostgreSQL cannot."""
SHORT = "cells-missing-at-the-end"
"""The flag of a row that ends before its heading does: what is missing is taken for empty."""

_LOOKED_AT = 40
"""Records at the beginning among which the heading is."""
_TAG = re.compile(r"#[a-z][\w+ ]*", re.I)


class Record(NamedTuple):
    """Cells of one record of a file. ``line`` is where it begins, ``last`` where it ends."""

    line: int
    cells: list[str]
    last: int
    problem: str = ""
    flags: tuple[str, ...] = ()


Records = Callable[[], Iterator[Record]]


@dataclass(frozen=True, slots=True)
class Layout:
    """What somebody says of a file; what is empty is found out, but for letters that are not UTF-8.

    ``member`` is the table that is meant in an archive, ``heading`` the line that names the columns.
    """

    delimiter: str = ""
    encoding: str = ""
    sheet: str = ""
    member: str = ""
    heading: int = 0


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row, or the reason why there is none.

    ``line`` is where it begins, as an editor or a spreadsheet counts; of a list without lines (JSON) its place in the
    list. ``flags`` say what could not be kept as it was.
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
    told: str = ""
    """How it was read, for people: what was found out, and what became of its lines."""
    title: str = ""
    """What the file calls itself, where it does."""


@dataclass
class _Count:
    """What became of the lines of a file."""

    above: int = 0
    tags: int = 0
    rows: int = 0
    empty: int = 0
    within: int = 0
    """Lines that stand in cells of several lines."""
    last: int = 0

    def told(self, unit: str) -> str:
        parts = [
            _counted(self.above, f"{unit} above the heading", f"{unit}s above the heading"),
            "the heading",
            _counted(self.tags, f"{unit} of HXL tags", f"{unit}s of HXL tags"),
            _counted(self.rows, "row", "rows"),
            _counted(self.within, f"{unit} more within cells", f"{unit}s more within cells"),
            _counted(self.empty, f"empty {unit}", f"empty {unit}s"),
        ]
        return f"{self.last} {unit}s: {', '.join(filter(None, parts))}."


def _counted(number: int, singular: str, plural: str) -> str:
    return f"{number} {singular if number == 1 else plural}" if number else ""


@dataclass(frozen=True)
class _Heading:
    line: int
    names: tuple[str, ...]
    """One for each column; empty where the column has none."""
    tags: int = 0
    """The line of HXL tags, 0 where there is none."""


def table(
    name: str, records: Records, layout: Layout, told: str, *, unit: str = "line", where: str = ""
) -> RowSource:
    """The rows of a file. ``where`` names its part in problems. Raises ``NoSource`` where there are none."""
    where = where or name
    heading = _found_heading(list(islice(records(), _LOOKED_AT)), layout, where)
    count = _Count()
    for record in records():
        _tally(record, heading, count)
    if not count.rows:
        raise NoSource(f"{where} has no rows below its heading.")

    def rows() -> Iterator[SourceRow]:
        for record in records():
            if record.line > heading.line and record.line != heading.tags and not _is_empty(record):
                yield read_row(record, heading.names)

    found = "" if heading.line == 1 else f" The heading was found in {unit} {heading.line}."
    names = tuple(column for column in heading.names if column)
    return RowSource(name, names, count.rows, rows, f"{told}{found} {count.told(unit)}")


def _tally(record: Record, heading: _Heading, count: _Count) -> None:
    if record.line > heading.line:  # rows that a sheet does not have
        count.empty += record.line - max(count.last, heading.line) - 1
    count.last = record.last
    count.within += record.last - record.line if record.line >= heading.line else 0
    if record.line == heading.line:
        count.above = record.line - 1
    elif record.line == heading.tags:
        count.tags += 1
    elif record.line > heading.line:
        empty = _is_empty(record)
        count.empty += empty
        count.rows += not empty


def _is_empty(record: Record) -> bool:
    return not record.problem and not any(map(str.strip, record.cells))


# The heading --------------------------------------------------------------------------------------


def _found_heading(records: Sequence[Record], layout: Layout, name: str) -> _Heading:
    """The line that is said; else the line above HXL tags; else the first that is as wide as the lines below it."""
    filled = [record for record in records if not _is_empty(record)]
    tags = next((record for record in filled if _is_tagged(record.cells)), None)
    if layout.heading:
        found = next((record for record in filled if record.line == layout.heading), None)
        if found is None:
            raise NoSource(
                f"{name} has no heading in line {layout.heading}: the line is empty, or not there."
            )
    elif tags:
        above = [record for record in filled if record.line < tags.line]
        found = above[-1] if above else tags
    else:
        found = _widest_first(filled)
    if found is None:
        raise NoSource(f"{name} is empty, it has no heading: one of its first lines must name the columns.")
    names = _names(found.cells, name)
    return _Heading(found.line, names, tags.line if tags and tags is not found else 0)


def _is_tagged(cells: Sequence[str]) -> bool:
    """Whether it is a row of HXL tags (hxlstandard.org): #event, #adm1+name."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) > 1 and all(_TAG.fullmatch(cell) for cell in filled)


def _widest_first(records: Sequence[Record]) -> Record | None:
    """The first line in which as many cells are filled as in most lines that have several.

    Titles and notes above a table fill one cell, or two; a heading names nearly all of its columns.
    """
    widths = sorted(width for record in records if (width := _filled(record)) > 1)
    if not widths:
        return records[0] if records else None
    usual = widths[len(widths) // 2]
    return next(record for record in records if _filled(record) >= max(2, 0.6 * usual))


def _filled(record: Record) -> int:
    return sum(bool(cell.strip()) for cell in record.cells)


def _names(cells: Sequence[str], name: str) -> tuple[str, ...]:
    names = tuple(name_text(cell.replace(MARK, "\ufffd")) for cell in cells)
    while names and not names[-1]:
        names = names[:-1]
    if not names:
        raise NoSource(f"{name} is empty, it has no heading: one of its first lines must name the columns.")
    if len(names) == 1:
        raise NoSource(
            f"{name} has one column only, “{names[0][:80]}”. A list of incidents has several; as text they are "
            "parted by a comma, a semicolon, a tab or a bar."
        )
    if len(names) > WIDEST:
        raise NoSource(f"{name} has more than {WIDEST} columns. Is the separator another one?")
    twice = {column for column in names if column and names.count(column) > 1}
    if twice:
        raise NoSource(f"Two columns are called “{min(twice)}”. Give each a name of its own.")
    return names


# Rows ---------------------------------------------------------------------------------------------


def read_row(record: Record, names: Sequence[str]) -> SourceRow:
    """The row with its cells by their columns, or with what is wrong with it.

    Cells of columns without a name are kept under the column's letter, where they say something.
    """
    cells, problem, flags = record.cells, record.problem, record.flags
    if len(cells) < len(names):
        cells = [*cells, *[""] * (len(names) - len(cells))]
        flags = (*flags, SHORT)
    elif any(map(str.strip, cells[len(names) :])) and not problem:
        problem = f"It has {len(cells)} cells and the heading {len(names)}: is a quotation mark or a separator missing?"
    columns = dict(zip(names, cells, strict=False))
    if "" in columns:
        del columns[""]
        unnamed = [place for place, name in enumerate(names) if not name and cells[place].strip()]
        columns |= {f"Column {get_column_letter(place + 1)}": cells[place] for place in unnamed}
    if any("\0" in cell for cell in cells):
        columns = {name: cell.replace("\0", "") for name, cell in columns.items()}
        flags = (*flags, ZERO)
    if any(MARK in cell for cell in cells):
        columns = {name: cell.replace(MARK, "\ufffd") for name, cell in columns.items()}
        if not problem:
            name, cell = next((name, cell) for name, cell in columns.items() if "\ufffd" in cell)
            shown = f"{name} is “{cell[:80]}”"
            problem = f"{shown}, with bytes that are no letters in what the file is said to be written in."
    return SourceRow(record.line, columns, problem, flags)
