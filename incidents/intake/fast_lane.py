"""The fast lane: one report and one event with nothing disputed, entered at once.

What is typed becomes the same rows that the full form makes: a report and its citation, an incident with its place
and participants, a claim for each casualty line, the figures that adopt them, and the assessments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import combinations

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.codebook import (
    COUNTED_AS,
    Basis,
    CasualtyStatus,
    ClaimKind,
    GradeAbout,
    GradeValue,
    Outcome,
    Role,
    Side,
    Standing,
    Triage,
)
from incidents.dates import ImpreciseDate
from incidents.editorial.acts.editing import begin_edit, finish_edit
from incidents.editorial.acts.review import submit
from incidents.editorial.broken_rules import refusing_broken_rules
from incidents.editorial.grades import ungrounded_grades
from incidents.editorial.refusal import Refused
from incidents.models import Actor, Claim, FigureClaim, Incident, Location, Participation, Report, Source
from incidents.scripts import report_language

from .casualty_lines.reading import CasualtyLine
from .claimants import Claimant

Cell = tuple[Outcome, CasualtyStatus, int | None]
"""Outcome, status and actor of a figure."""


@dataclass(frozen=True)
class QuickReport:
    """The one report; one that is known by its address is used again."""

    source: Source
    title: str
    url: str = ""
    published_on: date | None = None
    text: str = ""


@dataclass(frozen=True)
class QuickEvent:
    title: str
    summary: str
    event_type: str
    sub_event_type: str
    civilian_harm: str
    occurred: ImpreciseDate
    location: Location
    words: str = ""


@dataclass(frozen=True)
class QuickPart:
    """An actor, or a description where there is none."""

    actor: Actor | None = None
    description: str = ""
    role: str = Role.BELLIGERENT
    side: str = Side.OTHER
    standing: str = Standing.ALLEGED


@dataclass(frozen=True)
class QuickCasualty:
    """A casualty line with its names found; without a claimant it is the report's own voice."""

    line: CasualtyLine
    claimant: Claimant | None = None
    belongs_to: Actor | None = None
    parts: tuple[QuickCasualty, ...] = ()

    def cells(self) -> list[Cell]:
        """The figures it gives a number for; nobody harmed is nobody killed and nobody wounded."""
        outcomes = [COUNTED_AS[self.line.outcome]]
        if outcomes == [Outcome.KILLED_OR_WOUNDED] and self.line.maximum == 0:
            outcomes = [Outcome.KILLED, Outcome.WOUNDED]
        belongs_to = self.belongs_to.pk if self.belongs_to else None
        return [(outcome, self.line.status, belongs_to) for outcome in outcomes]

    @property
    def numbers(self) -> tuple[int | None, int | None, int | None]:
        return self.line.minimum, self.line.best, self.line.maximum

    def claim(self) -> Claim:
        """The claim as it will be stored, without incident and report; nobody makes it in the report's own voice."""
        line, claimant = self.line, self.claimant
        return Claim(
            kind=ClaimKind.CASUALTY,
            claimant_source=claimant if isinstance(claimant, Source) else None,
            claimant_actor=claimant if isinstance(claimant, Actor) else None,
            claimant_described=line.claimant if line.described else "",
            basis=Basis.UNSTATED,
            outcome=line.outcome,
            minimum=line.minimum,
            best=line.best,
            maximum=line.maximum,
            quantifier=line.quantifier,
            status=line.status,
            belongs_to_actor=self.belongs_to,
            age_band=line.age_band or "",
            sex=line.sex or "",
            occupation=line.occupation,
        )


@dataclass(frozen=True)
class QuickGrade:
    about: GradeAbout
    grade: GradeValue
    reason: str = ""


@dataclass(frozen=True)
class QuickEntry:
    """Everything that the one screen asks for."""

    report: QuickReport
    event: QuickEvent
    parts: Sequence[QuickPart] = field(default_factory=tuple)
    casualties: Sequence[QuickCasualty] = field(default_factory=tuple)
    grades: Sequence[QuickGrade] = field(default_factory=tuple)
    adopt_figures: bool = True
    for_review: bool = True


@transaction.atomic
def enter_quickly(*, by: User, entry: QuickEntry) -> Incident:
    """Enter it all, or nothing. Ends in review where that is wanted, as a draft otherwise.

    Raises ``Refused`` where the role forbids it, something is missing for review, casualty lines contradict each other
    or may count the same people, or a grade asks for more origins than there are: what is disputed needs the full form.
    """
    with pghistory.context(user=by.pk, act="fast lane"):
        incident = _incident(entry.event, by)
        report = _report(entry.report)
        incident.citations.create(report=report)
        incident.places.create(location=entry.event.location)
        for number, part in enumerate(entry.parts):
            participation = Participation(incident=incident, **vars(part))
            with refusing_broken_rules(participation, f"participations.{number}"):
                participation.save()
        claims = [_claim(incident, report, casualty) for casualty in entry.casualties]
        if entry.adopt_figures:
            _adopt_figures(incident, list(zip(entry.casualties, claims, strict=True)))
        for grade in entry.grades:
            incident.assessments.create(**vars(grade), by=by)
        if problems := ungrounded_grades(incident):
            raise Refused(problems)
        finish_edit(subject=incident, by=by)
        if entry.for_review:
            submit(subject=incident, by=by)
    return incident


def _incident(event: QuickEvent, by: User) -> Incident:
    incident = Incident(
        title=event.title,
        summary=event.summary,
        event_type=event.event_type,
        sub_event_type=event.sub_event_type,
        civilian_harm=event.civilian_harm,
        occurred_earliest=event.occurred.earliest,
        occurred_latest=event.occurred.latest,
        occurred_precision=event.occurred.precision,
        occurred_time_of_day=event.occurred.time_of_day,
        occurred_words=event.words,
    )
    begin_edit(subject=incident, by=by, expected_revision=0)
    incident.save()
    return incident


def _report(entry: QuickReport) -> Report:
    report = Report.objects.filter(url=entry.url, source=entry.source).first() if entry.url else None
    if report is None:
        report = Report.objects.create(
            source=entry.source,
            title=entry.title,
            url=entry.url,
            published_on=entry.published_on,
            language=report_language(f"{entry.title}\n{entry.text}", entry.source.languages),
            triage=Triage.CODED,
        )
    if entry.text:
        digest = sha256(entry.text.encode()).hexdigest()
        if not report.texts.filter(sha256=digest).exists():
            report.texts.create(version=report.texts.count() + 1, text=entry.text, sha256=digest)
    return report


def _claim(incident: Incident, report: Report, casualty: QuickCasualty, within: Claim | None = None) -> Claim:
    """The claim and those of its parts, which lie within it."""
    claim = casualty.claim()
    claim.incident, claim.report, claim.within = incident, report, within
    if casualty.claimant is None and not casualty.line.described:
        claim.claimant_source = report.source
    claim.save()
    for part in casualty.parts:
        _claim(incident, report, part, within=claim)
    return claim


def _adopt_figures(incident: Incident, lines: Sequence[tuple[QuickCasualty, Claim]]) -> None:
    """A figure for each kind of harm, resting on the claims that give its numbers."""
    cells: dict[Cell, list[tuple[QuickCasualty, Claim]]] = {}
    for casualty, claim in lines:
        for cell in casualty.cells():
            cells.setdefault(cell, []).append((casualty, claim))
    _refuse_overlap(cells)
    for (outcome, status, _belongs_to), same in cells.items():
        first = same[0][0]
        if len({casualty.numbers for casualty, _claim in same}) > 1:
            raise Refused.because(
                _("Two lines give different numbers for the same people: “%(a)s” and “%(b)s”.")
                % {"a": first.line.text, "b": same[-1][0].line.text},
                _("Untick “adopt the numbers” and assess them on the full form."),
                field="casualties",
            )
        low, best, high = first.numbers
        names = ", ".join(dict.fromkeys(claim.claimant_name for _casualty, claim in same))
        figure = incident.figures.create(
            outcome=outcome,
            status=status,
            belongs_to_actor=first.belongs_to,
            low=low,
            best=best if best is not None else low,
            high=high,
            rationale=_("The number given by %(names)s in the one report read.") % {"names": names},
        )
        FigureClaim.objects.bulk_create(FigureClaim(figure=figure, claim=claim) for _casualty, claim in same)


def _refuse_overlap(cells: Mapping[Cell, Sequence[tuple[QuickCasualty, Claim]]]) -> None:
    """Figures are added up, so no line may count people whom another may have counted: “5 killed”, “3 soldiers killed”.

    What one line tells apart is apart. Raises ``Refused``.
    """
    for (first, of_first), (second, of_second) in combinations(cells.items(), 2):
        texts = {casualty.line.text for casualty, _claim in (*of_first, *of_second)}
        if first[0] != second[0] or len(texts) == 1:
            continue
        statuses, actors = {first[1], second[1]}, {first[2], second[2]}
        if (len(statuses) == 1 or CasualtyStatus.UNKNOWN in statuses) and (
            len(actors) == 1 or None in actors
        ):
            raise Refused.because(
                _("“%(a)s” and “%(b)s” may speak of the same people, who would be counted twice.")
                % {"a": of_first[0][0].line.text, "b": of_second[0][0].line.text},
                _(
                    "Write them in one line (“5 killed, including 3 civilians”), or untick “adopt the numbers”."
                ),
                field="casualties",
            )
