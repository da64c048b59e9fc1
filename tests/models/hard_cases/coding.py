"""Coding one real event: an incident with its report, claims and conclusions, and the document that comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from incidents.codebook import GradeAbout, Outcome
from incidents.editorial.preview import preview
from incidents.models import Actor, AssessedFigure, Claim, Incident, Location, Participation, Report, Source
from incidents.record import document as d
from tests import factories as f


def source(name: str, kind: str = "news_agency") -> Source:
    made: Source = f.SourceFactory(name=name, kind=kind)
    return made


def actor(name: str, kind: str = "rebel_group") -> Actor:
    made: Actor = f.ActorFactory(name=name, kind=kind)
    return made


class Coding:
    """One incident. What a test does not say is left as the desk's forms leave it."""

    def __init__(
        self, title: str, place: Location | None = None, report: Report | None = None, **fields: Any
    ) -> None:
        self.incident: Incident = f.IncidentFactory(title=title, **fields)
        cited = {"report": report} if report else {}
        self.report: Report = f.CitationFactory(incident=self.incident, **cited).report
        where = {"location": place} if place else {}
        self.place: Location = f.IncidentLocationFactory(incident=self.incident, **where).location

    def ucdp(self, value: str, match: str = "same") -> None:
        f.ExternalIdFactory(scheme="ucdp-ged", value=value, match=match, incident=self.incident)

    def claims(self, factory: Any, **fields: Any) -> Claim:
        """A claim of the factory's kind; the report's own voice unless a claimant is named."""
        if not any(name.startswith("claimant_") for name in fields):
            fields["claimant_source"] = self.report.source
        made: Claim = factory(incident=self.incident, report=self.report, **fields)
        return made

    def counts(self, minimum: int | None, maximum: int | None = None, **fields: Any) -> Claim:
        return self.claims(f.CasualtyClaimFactory, minimum=minimum, maximum=maximum, **fields)

    def blames(self, *actors: Actor, **fields: Any) -> Claim:
        claim = self.claims(f.ResponsibilityClaimFactory, **fields)
        for actor in actors:
            f.ClaimActorFactory(claim=claim, actor=actor)
        return claim

    def took_part(
        self,
        who: Actor | str,
        role: str,
        standing: str = "alleged",
        side: str = "other",
        claims: Sequence[Claim] = (),
    ) -> Participation:
        named = {"actor": None, "description": who} if isinstance(who, str) else {"actor": who}
        part: Participation = f.ParticipationFactory(
            incident=self.incident, role=role, standing=standing, side=side, **named
        )
        for claim in claims:
            f.ParticipationClaimFactory(participation=part, claim=claim)
        return part

    def figure(
        self, low: int | None, best: int | None, high: int | None, claims: Sequence[Claim] = (), **cell: Any
    ) -> AssessedFigure:
        figure: AssessedFigure = f.AssessedFigureFactory(
            incident=self.incident, low=low, best=best, high=high, **cell
        )
        for claim in claims:
            f.FigureClaimFactory(figure=figure, claim=claim)
        return figure

    def grade(self, about: str, grade: str, reason: str = "As the claims have it.") -> None:
        f.AssessmentFactory(incident=self.incident, about=about, grade=grade, reason=reason)

    def document(self) -> d.IncidentDocument:
        """What would be published; whatever stands in the way of a review is a failure of the case."""
        if not self.incident.assessments.filter(about=GradeAbout.OCCURRENCE).exists():
            self.grade("occurrence", "single_source")
        result = preview(subject=self.incident)
        assert result.problems == []
        assert isinstance(result.document, d.IncidentDocument)
        assert d.decode(result.text) == result.document
        return result.document


def killed(
    document: d.IncidentDocument, status: str | None = None
) -> tuple[int | None, int | None, int | None]:
    """Low, best and high of the assessed dead."""
    total = d.total(document.casualties, Outcome.KILLED, status)
    return total.low, total.best, total.high


def claim_in(document: d.IncidentDocument, claim: Claim) -> Any:
    """The claim as it is in the document."""
    return next(public for public in document.claims if public.id == claim.public_id)


def parts_of(document: d.IncidentDocument, who: Actor) -> list[tuple[str, str]]:
    """Role and standing of an actor."""
    return [
        (part.role, part.standing)
        for part in document.participants
        if part.actor is not None and part.actor.name == who.name
    ]


def independent(document: d.IncidentDocument, about: str) -> int:
    """How many independent origins speak to a question."""
    return next((part.count for part in document.independence if part.about == about), 0)


def day(text: str) -> date:
    return date.fromisoformat(text)
