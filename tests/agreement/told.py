"""What the documents say, in plain Python and from the documents alone: what every other shape has to repeat."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from incidents.record import document as d
from incidents.record.models import Edition

Range = tuple[int | None, int | None, int | None]
Facts = dict[str, Any]
Told = dict[str, Facts]
"""By id of the incident."""


def in_force(sequence: int) -> list[d.IncidentDocument]:
    """From the log alone: the last edition of each id, but for what is gone or was withheld since."""
    latest = {}
    for edition in Edition.objects.filter(sequence__lte=sequence, subject="incident").order_by("sequence"):
        latest[edition.public_id] = edition
    documents = [d.decode(one.body) for one in latest.values() if one.body]
    return [one for one in documents if isinstance(one, d.IncidentDocument)]


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
        "points": [point(one) for one in document.locations if one.point] or [None],
        "places": len(document.locations),
        "participants": len(document.participants),
        "reports": len(document.reports),
        "grade": next((one.grade for one in document.grades if one.about == "occurrence"), None),
        "killed": people(document, "killed"),
        "killed_civilians": people(document, "killed", "civilian"),
        "wounded": people(document, "wounded"),
        "wounded_civilians": people(document, "wounded", "civilian"),
        "names": {name(one) for one in document.participants},
    }


def people(document: d.IncidentDocument, outcome: str, status: str | None = None) -> Range:
    """Cells are disjoint. The low end adds up what is known, the others are unknown as soon as one of theirs is."""
    cells = [one for one in document.casualties if one.outcome == outcome and status in (None, one.status)]
    lows = [one.low for one in cells if one.low is not None]
    bests, highs = [one.best for one in cells], [one.high for one in cells]
    return (
        sum(lows) if lows else None,
        None if None in bests or not cells else sum(one for one in bests if one),
        None if None in highs or not cells else sum(one for one in highs if one),
    )


def main_place(document: d.IncidentDocument) -> d.Place | None:
    scenes = [one for one in document.locations if one.role == "scene"]
    return next(iter(scenes or document.locations), None)


def point(place: d.Place | None) -> tuple[float, float] | None:
    return (float(place.point.lat), float(place.point.lon)) if place and place.point else None


def name(one: d.Participant) -> str:
    plain = one.actor.name if one.actor else one.description or ""
    return plain if one.standing == "assessed" else f"{plain} ({one.standing})"


def never_established(document: d.IncidentDocument) -> set[str]:
    """Names that may stand nowhere without their mark."""
    named = [(one.actor.name, one.standing) for one in document.participants if one.actor]
    return {one for one, _ in named} - {one for one, standing in named if standing == "assessed"}


def summed(documents: Iterable[d.IncidentDocument], outcome: str, status: str | None = None) -> Facts:
    """As docs/aggregates.md says: what is known is added up, and what is not is counted."""
    ranges = [people(one, outcome, status) for one in documents]
    known = [one for one in ranges if one != (None, None, None)]
    return {
        "low": _sum([one[0] or 0 for one in known], ranges),
        "best": _sum([one[1] for one in known if one[1] is not None], ranges),
        "high": _sum([one[2] for one in known if one[2] is not None], ranges),
        "without_figure": len(ranges) - len(known),
        "without_best": sum(one[1] is None for one in known),
        "open_high": sum(one[2] is None for one in known),
    }


def _sum(numbers: list[int], of: list[Range]) -> int | None:
    """A sum over nothing is unknown, unless there was nobody to ask about."""
    return None if of and not numbers else sum(numbers)


Choice = Callable[[d.IncidentDocument], bool]
