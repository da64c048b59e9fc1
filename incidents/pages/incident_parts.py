"""An incident document laid out for reading: questions answered in order, and on which claims each fact rests."""

from dataclasses import dataclass
from functools import cached_property

from ..codebook import ClaimKind, Extent, GradeAbout, GradeValue, Outcome, Role, Standing
from ..record import document as d
from ..record.words.voices import dataset_name
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
        return [NumberedReport(letter(n), report) for n, report in enumerate(self.document.reports)]

    @cached_property
    def groups(self) -> list[ClaimGroup]:
        return grouped(self.document.claims, self.reports)

    @cached_property
    def numbers(self) -> dict[str, int]:
        return {row.claim.id: row.number for group in self.groups for row in group.rows}

    @cached_property
    def questions(self) -> list[Question]:
        """All of them, in the codebook's order: what nobody judged is shown as not assessed."""
        grades = {grade.about: grade for grade in self.document.grades}
        counted = {independence.about: independence for independence in self.document.independence}
        origins = {about: independence.origins for about, independence in counted.items()}
        return [
            Question(
                about,
                grades.get(about),
                counted.get(about),
                [OriginRow(origin, self.numbers_of(origin.claims)) for origin in origins.get(about, [])],
            )
            for about in GradeAbout
        ]

    @property
    def casualties_question(self) -> Question:
        return next(question for question in self.questions if question.about == GradeAbout.CASUALTIES)

    @property
    def origins(self) -> list[Question]:
        return [question for question in self.questions if question.independence]

    @property
    def participants(self) -> list[ParticipantRow]:
        return [
            ParticipantRow(participant, self.numbers_of(participant.claims))
            for participant in self.document.participants
        ]

    @property
    def involved(self) -> list[Involved]:
        """Participants by who they are; descriptions are not taken for one another."""
        involved: dict[str, Involved] = {}
        for n, participant in enumerate(self.document.participants):
            key = participant.actor.id if participant.actor else f"described {n}"
            entry = involved.setdefault(key, Involved(participant.actor, participant.description, []))
            entry.parts.append(participant)
        return list(involved.values())

    @property
    def figures(self) -> list[FigureRow]:
        return [FigureRow(figure, self.numbers_of(figure.claims)) for figure in self.document.casualties]

    @property
    def killed(self) -> d.Total | None:
        """The assessed dead; nothing where nobody assessed them."""
        if not d.counted(self.document.casualties, Outcome.KILLED):
            return None
        return d.total(self.document.casualties, Outcome.KILLED)

    @property
    def figures_by(self) -> str:
        """Whose all figures are, empty where they are of several voices."""
        voices = {figure.by for figure in self.document.casualties}
        return voices.pop() if len(voices) == 1 else ""

    @property
    def killed_by(self) -> str:
        """A dataset, where a figure of the dead is its own; else the desk."""
        theirs = (
            figure.by for figure in d.counted(self.document.casualties, Outcome.KILLED) if figure.by != d.DESK
        )
        return next(theirs, d.DESK)

    @property
    def coded_by(self) -> str:
        """The dataset that the incident was taken from, in words."""
        return dataset_name(self.document.origin) if self.document.origin else ""

    @property
    def standings(self) -> list[str]:
        """Standings to be explained, in the codebook's order."""
        there = {participant.standing for participant in self.document.participants}
        return [standing for standing in Standing.values if standing in there]

    @property
    def headline(self) -> d.ReportRef | None:
        """The first report that the dataset lists, whose title says more than one that was built."""
        return next(
            (report for report in self.document.reports if report.by != d.DESK and report.title), None
        )

    @property
    def are_reports_read(self) -> bool:
        """Whether anything was read here; a dataset's own claims are in no report."""
        return self.document.origin is None or any(report.by == d.DESK for report in self.document.reports)

    @property
    def silent(self) -> list[d.Participant]:
        """Actors of whom no position was read though a report was, each once; a mention is no part in the incident."""
        heard: set[str] = set()
        by_actor: dict[str, d.Participant] = {}
        for participant in self.document.participants:
            if (
                participant.actor
                and participant.role != Role.MENTIONED
                and participant.position_reported is not None
            ):
                by_actor[participant.actor.id] = participant
                if participant.position_reported:
                    heard.add(participant.actor.id)
        return [participant for actor_id, participant in by_actor.items() if actor_id not in heard]

    @property
    def persons(self) -> list[PersonRow]:
        return [
            PersonRow(
                person,
                [
                    HappeningRow(happening, self.numbers_of(happening.claims))
                    for happening in person.happenings
                ],
            )
            for person in self.document.persons
        ]

    @property
    def timeline(self) -> list[NumberedClaim]:
        return in_time([row for group in self.groups if group.kind == ClaimKind.TIME for row in group.rows])

    @property
    def is_counted(self) -> bool:
        """Sums and series stand apart from single incidents, in totals and on the map."""
        return self.document.extent == Extent.SINGLE

    def numbers_of(self, claim_ids: list[str]) -> list[int]:
        return sorted(self.numbers[claim_id] for claim_id in claim_ids if claim_id in self.numbers)
