"""Preview of an import: a spreadsheet's first rows as they would be coded, and a count over all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from incidents.codebook import DatePrecision, EventType, Outcome, SubEventType
from incidents.dates import ImpreciseDate
from incidents.intake.imports.engine.coded import CodedRow
from incidents.intake.imports.engine.coding import Coding
from incidents.intake.imports.engine.new_references import NewReference, NewReferences
from incidents.intake.imports.engine.references import References
from incidents.intake.imports.files.sources import RowSource
from incidents.intake.imports.spreadsheet.coder import MappedSheet
from incidents.intake.said_dates import say_date

SHOWN = 20
COUNTED = 2_000
"""Rows that are coded while somebody waits for the page; a check against the desk looks at all of them."""


@dataclass
class PreviewRow:
    """One row: as it would come in, or why it would not, with the cells that were read."""

    number: int
    coded: CodedRow | None = None
    problem: str = ""
    column: str = ""
    cells: list[tuple[str, str, bool]] = field(default_factory=list)

    @property
    def kind(self) -> str:
        if self.coded is None:
            return ""
        return f"{EventType(self.coded.event_type).label}: {SubEventType(self.coded.sub_event_type).label}"

    @property
    def when(self) -> str:
        coded = self.coded
        if coded is None:
            return ""
        if coded.precision == DatePrecision.UNKNOWN and coded.earliest == coded.latest:
            day = say_date(ImpreciseDate.day(coded.earliest))
            return _("%(day)s (how exact is not told)") % {"day": day}
        return say_date(ImpreciseDate(coded.earliest, coded.latest, coded.precision))  # type: ignore[arg-type]

    @property
    def where(self) -> str:
        names: list[str] = []
        place = self.coded.places[0].where if self.coded else None
        while place:
            names.append(place.name)
            place = place.parent
        return ", ".join(names)

    @property
    def who(self) -> list[str]:
        parts = self.coded.parts if self.coded else []
        return [
            f"{part.who.name if part.who else part.description} ({part.role}, {part.standing})"
            for part in parts
        ]

    @property
    def harm(self) -> list[str]:
        figures = []
        for cell in self.coded.figures if self.coded else []:
            low, best, high = ("?" if end is None else str(end) for end in (cell.low, cell.best, cell.high))
            number = best if low in ("?", best) and high in ("?", best) else f"{best} ({low}-{high})"
            figures.append(f"{Outcome(cell.outcome).label}: {number} {cell.status.replace('_', ' ')}")
        return figures


@dataclass
class ImportPreview:
    """What would become of the file."""

    rows: list[PreviewRow] = field(default_factory=list)
    good: int = 0
    bad: int = 0
    problems: list[tuple[str, int, int]] = field(default_factory=list)
    """Each problem once, with how many rows have it and the first of them."""
    flags: list[tuple[str, int]] = field(default_factory=list)
    nobody: list[tuple[str, str, int]] = field(default_factory=list)
    """Columns of actors with words in them that name nobody, and in how many cells they stand."""
    new: list[NewReference] = field(default_factory=list)
    """What would be entered besides the incidents, and what has to be decided before."""
    counted: int = 0
    rest: int = 0

    @property
    def open(self) -> int:
        """How many names wait for a decision."""
        return sum(reference.is_open for reference in self.new)


def new_references(source: RowSource, coder: MappedSheet, references: References) -> list[NewReference]:
    """What the file's first rows name that is not known, in doubt first."""
    coding, new = Coding(coder), NewReferences()
    for read in islice(source.rows(), COUNTED):
        if (row := coding.coded(read).row) is not None:
            new.of(references, row, read.line)
    return _in_doubt_first(new)


def _in_doubt_first(new: NewReferences) -> list[NewReference]:
    return sorted(new.listed.values(), key=lambda reference: not reference.doubt)


def preview_of(source: RowSource, coder: MappedSheet, references: References) -> ImportPreview:
    preview, reasons, flags = ImportPreview(), Counter[str](), Counter[str]()
    nobody: Counter[tuple[str, str]] = Counter()
    first: dict[str, int] = {}
    coding, new = Coding(coder), NewReferences()
    for read in islice(source.rows(), COUNTED):
        coded = new.decided(references, read, coding.coded(read), asks=True)
        preview.counted += 1
        if coded.row is None:
            preview.bad += 1
            reasons[coded.problem] += 1
            first.setdefault(coded.problem, read.line)
        else:
            preview.good += 1
            flags.update(coded.row.flags)
            nobody.update(coder.nobody(read.columns))
        if len(preview.rows) < SHOWN:
            row = PreviewRow(read.line, coded.row, coded.problem)
            if coded.row is None:
                row.column = _column_at_fault(coded.problem, read.columns)
                row.cells = [
                    (name, str(cell)[:80], name == row.column) for name, cell in read.columns.items() if cell
                ]
            preview.rows.append(row)
    preview.problems = [(problem, times, first[problem]) for problem, times in reasons.most_common(30)]
    preview.new = _in_doubt_first(new)
    preview.flags = flags.most_common()
    preview.nobody = [(column, word, times) for (column, word), times in nobody.most_common(30)]
    preview.rest = max((source.total or 0) - preview.counted, 0)
    return preview


def _column_at_fault(problem: str, columns: Mapping[str, Any]) -> str:
    """The column that the problem begins with; the longest, where one's name begins another's."""
    named = [name for name in columns if problem.startswith(f"{name} is ")]
    return max(named, key=len, default="")
