"""What the documents say, in plain Python and from the documents alone: what every other shape has to repeat."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from incidents.record import document as d
from incidents.record.models import Edition

Range = tuple[int | None, int | None, int | None]
Facts = dict[str, Any]
FactsById = dict[str, Facts]
"""By id of the incident."""


def in_force(sequence: int) -> list[d.IncidentDocument]:
    """From the log alone: the last edition of each id, but for what is gone or was withheld since."""
    latest = {}
    for edition in Edition.objects.filter(sequence__lte=sequence, subject="incident").order_by("sequence"):
        latest[edition.public_id] = edition
    documents = [d.decode(edition.body) for edition in latest.values() if edition.body]
    return [document for document in documents if isinstance(document, d.IncidentDocument)]


def facts(document: d.IncidentDocument) -> Facts:
    place = main_place(document)
    return {
        "edition": document.edition.number,
        "title": document.title["en"],
        "extent": document.extent,
        "event_type": document.event_type,
        "days": (document.occurred.earliest, document.occurred.latest),
        "precision": document.occurred.precision,
        "country": place.country if place else None,
        "point": point(place),
        "points": [point(place) for place in document.locations if place.point] or [None],
        "places": len(document.locations),
        "participants": len(document.participants),
        "reports": len(document.reports),
        "grade": next((grade.grade for grade in document.grades if grade.about == "occurrence"), None),
        "killed": people(document, "killed"),
        "killed_civilians": people(document, "killed", "civilian"),
        "wounded": people(document, "wounded"),
        "wounded_civilians": people(document, "wounded", "civilian"),
        "names": {name(participant) for participant in document.participants},
    }


def people(document: d.IncidentDocument, outcome: str, status: str | None = None) -> Range:
    """Cells are disjoint. The low end adds up what is known, the others are unknown as soon as one of theirs is."""
    cells = [
        figure
        for figure in document.casualties
        if figure.outcome == outcome and status in (None, figure.status)
    ]
    lows = [figure.low for figure in cells if figure.low is not None]
    bests, highs = [figure.best for figure in cells], [figure.high for figure in cells]
    return (
        sum(lows) if lows else None,
        None if None in bests or not cells else sum(best for best in bests if best),
        None if None in highs or not cells else sum(high for high in highs if high),
    )


def main_place(document: d.IncidentDocument) -> d.Place | None:
    scenes = [place for place in document.locations if place.role == "scene"]
    return next(iter(scenes or document.locations), None)


def point(place: d.Place | None) -> tuple[float, float] | None:
    return (float(place.point.lat), float(place.point.lon)) if place and place.point else None


def name(participant: d.Participant) -> str:
    plain = participant.actor.name if participant.actor else participant.description or ""
    return plain if participant.standing == "assessed" else f"{plain} ({participant.standing})"


def never_established(document: d.IncidentDocument) -> set[str]:
    """Names that may stand nowhere without their mark."""
    named = [
        (participant.actor.name, participant.standing)
        for participant in document.participants
        if participant.actor
    ]
    return {actor for actor, _ in named} - {actor for actor, standing in named if standing == "assessed"}


def summed(documents: Iterable[d.IncidentDocument], outcome: str, status: str | None = None) -> Facts:
    """As docs/aggregates.md says: what is known is added up, and what is not is counted."""
    ranges = [people(document, outcome, status) for document in documents]
    with_figure = [killed for killed in ranges if killed != (None, None, None)]
    return {
        "low": _sum([killed[0] or 0 for killed in with_figure], ranges),
        "best": _sum([killed[1] for killed in with_figure if killed[1] is not None], ranges),
        "high": _sum([killed[2] for killed in with_figure if killed[2] is not None], ranges),
        "without_figure": len(ranges) - len(with_figure),
        "without_best": sum(killed[1] is None for killed in with_figure),
        "open_high": sum(killed[2] is None for killed in with_figure),
    }


def _sum(numbers: list[int], of: list[Range]) -> int | None:
    """A sum over nothing is unknown, unless there was nobody to ask about."""
    return None if of and not numbers else sum(numbers)


Choice = Callable[[d.IncidentDocument], bool]
