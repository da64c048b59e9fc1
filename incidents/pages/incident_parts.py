"""An incident document laid out for reading: questions answered in order, and on which claims each fact rests."""

from dataclasses import dataclass
from functools import cached_property

from ..codebook import ClaimKind, Extent, GradeAbout, GradeValue, Outcome, Role
from ..record import document as d
from .claim_rows import ClaimGroup, NumberedClaim, NumberedReport, grouped, in_time, letter


@dataclass(frozen=True)
class OriginRow:
    origin: d.Origin
    numbers: list[int]


@dataclass(frozen=True)
class Question:
    """One of the graded questions; ``grade`` and ``independence`` may be missing where nobody judged."""

    about: GradeAbout
    grade: d.Grade | None
    independence: d.Independence | None
    rows: list[OriginRow]

    @property
    def value(self) -> str:
        return self.grade.grade if self.grade else GradeValue.NOT_ASSESSED


@dataclass(frozen=True)
class ParticipantRow:
    participant: d.Participant
    numbers: list[int]


@dataclass(frozen=True)
class Involved:
    """Somebody once, with every part that he, she or it had."""

    name: d.Ref | None
    description: str | None
    parts: list[d.Participant]


@dataclass(frozen=True)
class FigureRow:
    figure: d.Figure
    numbers: list[int]


@dataclass(frozen=True)
class HappeningRow:
    happening: d.Happening
    numbers: list[int]


@dataclass(frozen=True)
class PersonRow:
    person: d.NamedPerson
    happenings: list[HappeningRow]


@dataclass(frozen=True)
class IncidentParts:
    """What the templates of an incident need, each computed once."""

    document: d.IncidentDocument

    @cached_property
    def reports(self) -> list[NumberedReport]:
        return [NumberedReport(letter(n), one) for n, one in enumerate(self.document.reports)]

    @cached_property
    def groups(self) -> list[ClaimGroup]:
        return grouped(self.document.claims, self.reports)

    @cached_property
    def numbers(self) -> dict[str, int]:
        return {row.claim.id: row.number for group in self.groups for row in group.rows}

    @cached_property
    def questions(self) -> list[Question]:
        """All of them, in the codebook's order: what nobody judged is shown as not assessed."""
        grades = {one.about: one for one in self.document.grades}
        counted = {one.about: one for one in self.document.independence}
        return [
            Question(about, grades.get(about), counted.get(about), self._origins(counted.get(about)))
            for about in GradeAbout
        ]

    @property
    def casualties_question(self) -> Question:
        return next(one for one in self.questions if one.about == GradeAbout.CASUALTIES)

    @property
    def origins(self) -> list[Question]:
        return [one for one in self.questions if one.independence]

    @property
    def participants(self) -> list[ParticipantRow]:
        return [ParticipantRow(one, self.numbers_of(one.claims)) for one in self.document.participants]

    @property
    def involved(self) -> list[Involved]:
        """Participants by who they are; descriptions are not taken for one another."""
        found: dict[str, Involved] = {}
        for n, one in enumerate(self.document.participants):
            key = one.actor.id if one.actor else f"described {n}"
            found.setdefault(key, Involved(one.actor, one.description, [])).parts.append(one)
        return list(found.values())

    @property
    def figures(self) -> list[FigureRow]:
        return [FigureRow(one, self.numbers_of(one.claims)) for one in self.document.casualties]

    @property
    def killed(self) -> d.Total | None:
        """The assessed dead; nothing where nobody assessed them."""
        if not any(one.outcome == Outcome.KILLED for one in self.document.casualties):
            return None
        return d.total(self.document.casualties, Outcome.KILLED)

    @property
    def silent(self) -> list[d.Participant]:
        """Actors of whom no position was read, each once; a mention is no part in the incident."""
        parts = [one for one in self.document.participants if one.actor and one.role != Role.MENTIONED]
        heard = {one.actor.id for one in parts if one.actor and one.position_reported}
        found = {one.actor.id: one for one in parts if one.actor and one.actor.id not in heard}
        return list(found.values())

    @property
    def persons(self) -> list[PersonRow]:
        return [
            PersonRow(one, [HappeningRow(each, self.numbers_of(each.claims)) for each in one.happenings])
            for one in self.document.persons
        ]

    @property
    def timeline(self) -> list[NumberedClaim]:
        return in_time([row for group in self.groups if group.kind == ClaimKind.TIME for row in group.rows])

    @property
    def is_counted(self) -> bool:
        """Sums and series stand apart from single incidents, in totals and on the map."""
        return self.document.extent == Extent.SINGLE

    def numbers_of(self, claim_ids: list[str]) -> list[int]:
        return sorted(self.numbers[one] for one in claim_ids if one in self.numbers)

    def _origins(self, counted: d.Independence | None) -> list[OriginRow]:
        if counted is None:
            return []
        return [OriginRow(one, self.numbers_of(one.claims)) for one in counted.origins]
