"""What comes of a spreadsheet's rows, before any is entered: the first of them as coded, and a count over all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from incidents.codebook import DatePrecision, EventType, Outcome, SubEventType
from incidents.dates import ImpreciseDate
from incidents.intake.date_words import say_date
from incidents.intake.imports.engine.coded import Cell, CodedRow
from incidents.intake.imports.engine.coding import Coding
from incidents.intake.imports.files.sources import Read, Source
from incidents.intake.imports.spreadsheet.coder import MappedSheet

SHOWN = 20
COUNTED = 20_000
"""Rows that are coded for the count; of a longer file the first ones stand for the rest, and the page says so."""


@dataclass
class Line:
    """One row: as it would come in, or why it would not, with the cells that were read."""

    number: int
    row: CodedRow | None = None
    problem: str = ""
    column: str = ""
    cells: list[tuple[str, str, bool]] = field(default_factory=list)

    @property
    def kind(self) -> str:
        if self.row is None:
            return ""
        return f"{EventType(self.row.event_type).label}: {SubEventType(self.row.sub_event_type).label}"

    @property
    def when(self) -> str:
        row = self.row
        if row is None:
            return ""
        if row.precision == DatePrecision.UNKNOWN and row.earliest == row.latest:
            day = say_date(ImpreciseDate.day(row.earliest))
            return _("%(day)s (how exact is not told)") % {"day": day}
        return say_date(ImpreciseDate(row.earliest, row.latest, row.precision))  # type: ignore[arg-type]

    @property
    def where(self) -> str:
        names, place = [], self.row.places[0].where if self.row else None
        while place:
            names.append(place.name)
            place = place.parent
        return ", ".join(names)

    @property
    def who(self) -> list[str]:
        parts = self.row.parts if self.row else []
        return [
            f"{one.who.name if one.who else one.description} ({one.role}, {one.standing})" for one in parts
        ]

    @property
    def harm(self) -> list[str]:
        return [_figure(one) for one in self.row.figures] if self.row else []


@dataclass
class Preview:
    lines: list[Line] = field(default_factory=list)
    good: int = 0
    bad: int = 0
    problems: list[tuple[str, int, int]] = field(default_factory=list)
    """Each problem once, with how many rows have it and the first of them."""
    flags: list[tuple[str, int]] = field(default_factory=list)
    nobody: list[tuple[str, str, int]] = field(default_factory=list)
    """Columns of actors with words in them that name nobody, and in how many cells they stand."""
    counted: int = 0
    rest: int = 0


def preview_of(source: Source, coder: MappedSheet) -> Preview:
    preview, reasons, flags = Preview(), Counter[str](), Counter[str]()
    nobody: Counter[tuple[str, str]] = Counter()
    first: dict[str, int] = {}
    coding = Coding(coder)
    for read in islice(source.rows(), COUNTED):
        line = _line(read, coding)
        preview.counted += 1
        if line.row is None:
            preview.bad += 1
            reasons[line.problem] += 1
            first.setdefault(line.problem, read.line)
        else:
            preview.good += 1
            flags.update(line.row.flags)
            nobody.update(coder.nobody(read.columns))
        if len(preview.lines) < SHOWN:
            preview.lines.append(line)
    preview.problems = [(said, times, first[said]) for said, times in reasons.most_common(30)]
    preview.flags = flags.most_common()
    preview.nobody = [(column, word, times) for (column, word), times in nobody.most_common(30)]
    preview.rest = max((source.total or 0) - preview.counted, 0)
    return preview


def _line(read: Read, coding: Coding) -> Line:
    coded = coding.coded(read)
    line = Line(read.line, coded.row, coded.problem)
    if coded.row is None:
        line.column = _at_fault(line.problem, read.columns)
        line.cells = [
            (name, str(cell)[:80], name == line.column) for name, cell in read.columns.items() if cell
        ]
    return line


def _at_fault(problem: str, columns: dict[str, Any]) -> str:
    """The column that the problem begins with; the longest, where one's name begins another's."""
    named = [name for name in columns if problem.startswith(f"{name} is ")]
    return max(named, key=len, default="")


def _figure(cell: Cell) -> str:
    low, best, high = ("?" if one is None else str(one) for one in (cell.low, cell.best, cell.high))
    number = best if low in ("?", best) and high in ("?", best) else f"{best} ({low}-{high})"
    return f"{Outcome(cell.outcome).label}: {number} {cell.status.replace('_', ' ')}"
