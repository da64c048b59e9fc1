"""Incidents as they stand in lists and on maps: decoded documents, and the circles they draw."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from ..codebook import HELD, Extent, GradeAbout, GradeValue, Outcome
from ..record import document as d
from ..record.reading import Query, page, parse
from ..record.states import State
from ..record.subjects import Subject
from ..record.words import voices
from .addresses import page_of
from .drawing import maps
from .over_time import PeriodCounts, over_time
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
        return bool(d.counted(self.document.casualties, Outcome.KILLED))

    @property
    def occurrence(self) -> str:
        return self._grade(GradeAbout.OCCURRENCE)

    @property
    def casualties(self) -> str:
        """A sure event may have an unsure number of dead: the number never stands under the event's grade."""
        return self._grade(GradeAbout.CASUALTIES)

    @property
    def standings(self) -> list[str]:
        """Standings that must be marked wherever the actors are named; whose coding it is, the row's voice says."""
        return sorted({participant.standing for participant in self.document.participants}.difference(HELD))

    @property
    def is_held_in_part(self) -> bool:
        """Somebody's part is assessed or coded, so that what is alleged or disputed is not all there is."""
        return any(participant.standing in HELD for participant in self.document.participants)

    @property
    def headline(self) -> d.ReportRef | None:
        """The first report that the dataset lists, whose title says more of the event than a title that was built."""
        return next(
            (report for report in self.document.reports if report.by != d.DESK and report.title), None
        )

    @property
    def is_single(self) -> bool:
        return self.document.extent == Extent.SINGLE

    def _grade(self, about: GradeAbout) -> str:
        """The grade of one question; nobody's judgement is said as such."""
        grades = {grade.about: grade.grade for grade in self.document.grades}
        return grades.get(about, GradeValue.NOT_ASSESSED)


@dataclass(frozen=True)
class Gathered:
    """A subject's incidents: the latest in a list and on a map, all of them over time."""

    listed: list[ListedIncident]
    more: bool
    drawing: maps.MapDrawing | None
    drawn: int
    theirs: int
    """Circles on the map that stand as a dataset coded them."""
    over_time: PeriodCounts


def gathered(parameters: dict[str, str], state: State) -> Gathered:
    """What a page of an actor, a place, a source or an episode shows of its incidents: one query, and the counting."""
    query = incidents(parameters | {"limit": str(ON_A_MAP)}, state)
    listed = [ListedIncident(document) for document in decoded(page(query).bodies)]
    circles = circles_of(listed)
    return Gathered(
        listed[:IN_A_LIST],
        len(listed) > IN_A_LIST,
        maps.draw(circles) if circles else None,
        len(circles),
        sum(bool(circle.voice) for circle in circles),
        over_time(parameters, state),
    )


def incidents(parameters: dict[str, str], state: State) -> Query:
    """A query of ours, read in the page's own state."""
    return parse(parameters, Subject.INCIDENT, at=state)


def decoded(bodies: Iterable[bytes]) -> list[d.IncidentDocument]:
    return [cast(d.IncidentDocument, d.decode(body)) for body in bodies]


def circles_of(listed: Iterable[ListedIncident]) -> list[maps.MapCircle]:
    """The places of single incidents; a series or a sum has no point."""
    return [
        circle
        for row in listed
        if row.is_single
        for circle in circles_of_places(row.document, page_of(row.document.id))
    ]


def circles_of_places(document: d.IncidentDocument, address: str = "") -> list[maps.MapCircle]:
    title, voice = texts.chosen(document.title).text, voices.of_incident(document)
    return [
        maps.MapCircle(
            lat=float(place.point.lat),
            lon=float(place.point.lon),
            radius_km=place.radius_km or 0,
            label=title if address else place.location.name,
            address=address,
            voice=voice,
            spread=document.extent != Extent.SINGLE,
        )
        for place in document.locations
        if place.point is not None
    ]
