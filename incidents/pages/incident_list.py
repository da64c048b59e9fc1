"""Incidents as they stand in lists and on maps: decoded documents, and the circles they draw."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db.models import Count
from django.db.models.functions import TruncMonth

from ..codebook import Extent, GradeAbout, GradeValue, Outcome
from ..record import document as d
from ..record.queries import Query, page, parse
from ..record.states import State
from ..record.subjects import Subject
from .addresses import page_of
from .drawing import bars, maps
from .words import texts

ON_A_MAP = 100
"""Incidents drawn on one map: the latest ones."""
IN_A_LIST = 10


@dataclass(frozen=True)
class ListedIncident:
    """One incident in a few words."""

    document: d.IncidentDocument

    @property
    def killed(self) -> d.Total:
        return d.total(self.document.casualties, Outcome.KILLED)

    @property
    def is_counted_killed(self) -> bool:
        return any(one.outcome == Outcome.KILLED for one in self.document.casualties)

    @property
    def occurrence(self) -> str:
        """Grade of the occurrence; nobody's judgement is said as such."""
        grades = {one.about: one.grade for one in self.document.grades}
        return grades.get(GradeAbout.OCCURRENCE, GradeValue.NOT_ASSESSED)

    @property
    def standings(self) -> list[str]:
        """Standings that must be marked wherever the actors are named."""
        return sorted({one.standing for one in self.document.participants} - {"assessed"})

    @property
    def is_single(self) -> bool:
        return self.document.extent == Extent.SINGLE


@dataclass(frozen=True)
class Gathered:
    """A subject's incidents: the latest in a list and on a map, all of them over time."""

    listed: list[ListedIncident]
    more: bool
    drawing: maps.MapDrawing | None
    drawn: int
    bars: bars.BarDrawing | None


def gathered(parameters: dict[str, str], state: State) -> Gathered:
    """What a page of an actor, a place, a source or an episode shows of its incidents: two queries."""
    query = incidents(parameters | {"limit": str(ON_A_MAP)}, state)
    found = page(query)
    listed = [ListedIncident(one) for one in decoded(found.bodies)]
    circles = circles_of(listed)
    return Gathered(
        listed[:IN_A_LIST],
        len(listed) > IN_A_LIST,
        maps.draw(circles) if circles else None,
        len(circles),
        bars.draw(by_month(incidents(parameters, state))),
    )


def incidents(parameters: dict[str, str], state: State) -> Query:
    """A query of ours, read in the page's own state."""
    return parse(parameters, Subject.INCIDENT, at=state)


def decoded(bodies: Iterable[str]) -> list[d.IncidentDocument]:
    return [cast(d.IncidentDocument, d.decode(body)) for body in bodies]


def circles_of(listed: Iterable[ListedIncident]) -> list[maps.Circle]:
    """The places of single incidents; a series or a sum has no point."""
    return [
        circle
        for one in listed
        if one.is_single
        for circle in circles_of_places(one.document, page_of(one.document.id))
    ]


def circles_of_places(document: d.IncidentDocument, address: str = "") -> list[maps.Circle]:
    title = texts.chosen(document.title).text
    return [
        maps.Circle(
            lat=float(place.point.lat),
            lon=float(place.point.lon),
            radius_km=place.radius_km or 0,
            label=title if address else place.location.name,
            address=address,
            spread=document.extent != Extent.SINGLE,
        )
        for place in document.locations
        if place.point is not None
    ]


def by_month(query: Query) -> dict[date, int]:
    """Single incidents by the month of the first day on which they may have happened."""
    counted = query.apply().filter(terms__contains=[f"extent:{Extent.SINGLE}"], occurred_from__isnull=False)
    months = counted.order_by().annotate(month=TruncMonth("occurred_from")).values("month")
    return {row["month"]: row["number"] for row in months.annotate(number=Count("pk")).order_by("month")}
