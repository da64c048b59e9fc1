"""Delimited text as records, every physical line accounted for.

A quotation mark that has lost its fellow would swallow lines up to the next one: a record that holds lines which look
like rows of their own is taken apart again, the line with the stray mark is set aside, and reading goes on with the
next line.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TextIO

from . import bounds
from .encodings import NoSource
from .tables import WIDEST, Record

DELIMITERS = (",", ";", "\t", "|")
STRAY = "A quotation mark in it has no fellow, so that nobody can say where its cells end."
UNPAIRED = "quotation-marks-kept"
"""The flag of a row whose quotation marks do not enclose cells, and were read as they stand."""

_SAMPLE = 64_000
_SEPARATOR = re.compile(r'\ufeff?"?sep=(?P<delimiter>.)"?\s*', re.I)
"""How Excel is told the separator."""
_ODD = re.compile("[\x00-\x08\x0e-\x1f]")

Opened = Callable[[], AbstractContextManager[TextIO]]


@dataclass(frozen=True)
class Delimited:
    """How the text is parted. ``width`` is the number of cells that most of its lines have."""

    delimiter: str
    width: int
    skipped: int
    """Lines before the table that speak to the program alone."""

    @property
    def told(self) -> str:
        return {"\t": "tabs"}.get(self.delimiter, f"“{self.delimiter}”")


def parted(name: str, opened: Opened, delimiter: str = "") -> Delimited:
    """What parts the cells: as it is said, in a first line such as ``sep=;``, or as most lines of a sample agree.

    Raises ``NoSource`` for what is no text.
    """
    csv.field_size_limit(
        bounds.LONGEST_LINE
    )  # Python's own of 131,072 is below what some source columns hold
    with opened() as text:
        sample = text.read(_SAMPLE)
    if len(_ODD.findall(sample)) > len(sample) / 20:
        raise NoSource(f"{name} is no table: it holds something else than text.")
    lines = list(io.StringIO(sample, newline=""))
    if len(sample) == _SAMPLE and len(lines) > 1:
        lines.pop()  # cut off
    said = _SEPARATOR.fullmatch(lines[0]) if lines else None
    if said:
        lines, delimiter = lines[1:], delimiter or said["delimiter"]
    layouts = [_layout(lines, mark, 1 if said else 0) for mark in ([delimiter] if delimiter else DELIMITERS)]
    return max(layouts, key=lambda layout: layout[0])[1]


def _layout(lines: list[str], delimiter: str, skipped: int) -> tuple[tuple[float, int], Delimited]:
    """The share of records that agree in how many cells, and that number of cells. Empty ends do not count.

    Numbers that may be it are that of most records, and, since a stray quotation mark may hide records, that of most
    lines by themselves.
    """
    alone = [cells for line in lines for cells in csv.reader([line], delimiter=delimiter)]
    together = [record.cells for record in records(lines, Delimited(delimiter, 0, 0))]
    likely = {_usual_width(cells) for cells in (alone, together)}
    score, width = max((_agreeing(lines, delimiter, width), width) for width in likely)
    return (score, width), Delimited(delimiter, width, skipped)


def _usual_width(rows: list[list[str]]) -> int:
    """The number of cells, two or more, that explains most of them; 0 where there is none."""
    widths = Counter(map(_filled_width, rows))
    cells = {width: sum(near * widths[near] for near in _near(width)) for width in widths if width > 1}
    return max(cells, key=lambda width: (cells[width], widths[width]), default=0)


def _agreeing(lines: list[str], delimiter: str, width: int) -> float:
    """The share of the records of so many cells, as they are read when there are so many."""
    found = (_filled_width(record.cells) for record in records(lines, Delimited(delimiter, width, 0)))
    filled = [number for number in found if number]
    return sum(number in _near(width) for number in filled) / len(filled) if width and filled else 0


def _filled_width(cells: Sequence[str]) -> int:
    return next((len(cells) - place for place, cell in enumerate(reversed(cells)) if cell.strip()), 0)


def _near(width: int) -> range:
    """Widths of rows that are as good as that wide: where there are many cells, one is missing now and then."""
    return range(width - 1, width + 2) if width > 6 else range(width, width + 1)


@dataclass
class _Lines:
    """Physical lines with their numbers, some of which may be put back to be read again."""

    source: Iterator[str]
    number: int = 0
    taken: list[str] = field(default_factory=list)
    again: deque[str] = field(default_factory=deque)
    length: int = 0
    """Characters of the lines that are taken."""
    read: int = 0
    reread: int = 0
    """Characters that were read so far, and that were put back."""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.again:
            line = self.again.popleft()
        else:
            line = next(self.source)
            self.read += len(line)
        self.number += 1
        self.taken.append(line)
        self.length += len(line)
        if self.length > bounds.LONGEST_LINE and len(self.taken) > 1:
            raise csv.Error("a record that is too long")
        return line

    def clear(self) -> None:
        self.taken.clear()
        self.length = 0

    def put_back_all_but_the_first(self) -> str:
        """Raises ``NoSource`` where that would be done over and over: its cost must go with the size of the file."""
        first, *others = self.taken
        self.again.extendleft(reversed(others))
        self.number -= len(others)
        self.reread += self.length - len(first)
        if self.reread > 4 * bounds.LONGEST_LINE + 8 * self.read:
            raise NoSource(
                f"Up to line {self.number}, so many quotation marks have no fellow that nobody can say where cells "
                "end. Save it as an Excel workbook (.xlsx), or as text with tabs between the cells."
            )
        self.taken = [first]
        return first


def records(text: Iterable[str], layout: Delimited) -> Iterator[Record]:
    """The records of a table with the lines they begin in. Cells may hold line breaks."""
    lines, doubtful_until = _Lines(iter(text)), 0
    for _line in range(layout.skipped):
        next(lines, None)
    while True:
        reader = csv.reader(lines, delimiter=layout.delimiter, strict=True)
        lines.clear()
        begun = lines.number + 1
        try:
            for cells in reader:
                if len(lines.taken) > 1 and _swallows(lines.taken, len(cells), layout):
                    break
                if begun == lines.number <= doubtful_until and lines.taken[0].count('"') % 2:
                    yield Record(begun, cells, lines.number, STRAY)
                elif len(cells) > WIDEST:
                    yield _cut(Record(begun, cells, lines.number))
                else:
                    yield Record(begun, cells, lines.number)
                lines.clear()
                begun = lines.number + 1
            else:
                return
        except csv.Error:
            pass
        doubtful_until = max(doubtful_until, lines.number)
        yield _alone(lines.put_back_all_but_the_first(), begun, layout)


def _cut(record: Record) -> Record:
    """A record of more cells than a table has columns, as far as it says something."""
    width = _filled_width(record.cells)
    problem = (
        f"It has {width:,} cells, more than {WIDEST}: is the separator another one?" if width > WIDEST else ""
    )
    return record._replace(cells=record.cells[: WIDEST + 1], problem=problem)


def bounded_lines(name: str, text: TextIO) -> Iterator[str]:
    """Lines one after the other. Raises ``NoSource`` for one that is too long, and for too many."""
    number = 0
    while line := text.readline(bounds.LONGEST_LINE + 1):
        number += 1
        if len(line) > bounds.LONGEST_LINE:
            raise NoSource(
                f"{name} has more than {bounds.LONGEST_LINE:,} characters in line {number}. Is it a table, with line "
                "breaks behind its rows? If so, divide it, or save it as an Excel workbook (.xlsx)."
            )
        if number > bounds.MOST_LINES:
            raise NoSource(f"{name} has more than {bounds.MOST_LINES:,} lines. Divide it into several files.")
        yield line


def _swallows(lines: list[str], width: int, layout: Delimited) -> bool:
    """Whether lines within a record look like rows of their own: as many cells as a row has, some of them numbers.

    Or whether its first line has as many cells as a row, and all of them together have not, or have not even half.

    Prose has commas, too, but hardly just as many, and no numbers behind them. In a table of few columns that would
    prove nothing.
    """
    if layout.width < 4:
        return False
    first, *others = lines
    begins_as_a_row = _as_wide(first, layout)
    if width * 2 < layout.width or (begins_as_a_row and width not in _near(layout.width)):
        return True
    for line in others[:-1]:
        if _as_wide(line, layout) and _numbers(line, layout) >= 2:
            return True
    return begins_as_a_row and _as_wide(others[-1], layout) and _numbers(others[-1], layout) >= 1


def _as_wide(line: str, layout: Delimited) -> bool:
    return line.count(layout.delimiter) + 1 in _near(layout.width)


def _numbers(line: str, layout: Delimited) -> int:
    return sum(cell.strip(' "-\r\n')[:1].isdigit() for cell in line.split(layout.delimiter))


def _alone(line: str, number: int, layout: Delimited) -> Record:
    """A line whose quotation marks are out of order, read without regard to them.

    Where they are in pairs and the line has as many cells as a row, they belong to the text: “the "old" mill”.
    """
    line = line.rstrip("\r\n")
    cells = line.split(layout.delimiter)
    if line.count('"') % 2 or len(cells) != layout.width:
        return Record(number, cells, number, STRAY)
    return Record(number, [_unquoted(cell) for cell in cells], number, flags=(UNPAIRED,))


def _unquoted(cell: str) -> str:
    inner = cell[1:-1]
    enclosed = len(cell) > 1 and cell[0] == cell[-1] == '"' and not inner.replace('""', "").count('"')
    return inner.replace('""', '"') if enclosed else cell
