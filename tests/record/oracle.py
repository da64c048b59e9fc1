"""What each filter should find, said again in plain Python over whole documents, without index, terms or SQL.

Written from docs/record.md and from nothing else, so that both must be wrong in the same way to agree.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from incidents.codebook import Role, Side, Standing
from incidents.geo import DEFAULT_RADIUS_KM, box_around, distance_km
from incidents.record import document as d

Document = d.IncidentDocument
MEMBERS = {"part_of", "security_force_of"}
A_METRE = 0.001
"""As exactly as coordinates are written."""


def matches(document: Document, parameters: Mapping[str, str]) -> bool:
    """Whether every parameter is true of the document."""
    certain = parameters.get("certain") == "true"
    return all(
        check(document, value, certain) for name, check in SINGLY.items() if (value := parameters.get(name))
    ) and _part(document, parameters)


def _days(text: str) -> tuple[date, date]:
    """First and last day of a day, a month or a year."""
    year, month, day = [*map(int, text.split("-")), 0, 0][:3]
    last_month = month or 12
    last_day = day or calendar.monthrange(year, last_month)[1]
    return date(year, month or 1, day or 1), date(year, last_month, last_day)


def _occurred(document: Document) -> tuple[date, date]:
    return date.fromisoformat(document.occurred.earliest), date.fromisoformat(document.occurred.latest)


def _since(document: Document, text: str, certain: bool) -> bool:
    first, last = _occurred(document)
    return (first if certain else last) >= _days(text)[0]


def _until(document: Document, text: str, certain: bool) -> bool:
    first, last = _occurred(document)
    return (last if certain else first) <= _days(text)[1]


def _killed(document: Document) -> tuple[int, float] | None:
    cells = [figure for figure in document.casualties if figure.outcome == "killed"]
    if not cells:
        return None
    highs = [float("inf") if cell.high is None else cell.high for cell in cells]
    return sum(cell.low or 0 for cell in cells), sum(highs)


def _killed_min(document: Document, text: str, certain: bool) -> bool:
    killed = _killed(document)
    return killed is not None and killed[0 if certain else 1] >= int(text)


def _killed_max(document: Document, text: str, certain: bool) -> bool:
    killed = _killed(document)
    return killed is not None and killed[1 if certain else 0] <= int(text)


def _circles(document: Document) -> Iterator[tuple[float, float, float]]:
    for place in document.locations:
        if place.point:
            radius = DEFAULT_RADIUS_KM[place.type] if place.radius_km is None else place.radius_km
            yield float(place.point.lat), float(place.point.lon), radius


def _near(document: Document, text: str, certain: bool) -> bool:
    lat, lon, km = map(float, text.split(","))
    return any(
        distance_km(lat, lon, *point) + (radius if certain else -radius) <= km
        for *point, radius in _circles(document)
    )


def _bbox(document: Document, text: str, certain: bool) -> bool:
    return any(_in_box(circle, text, certain) for circle in _circles(document))


def _in_box(circle: tuple[float, float, float], text: str, certain: bool) -> bool:
    """Longitudes as arcs on a circle: each arc begins somewhere and goes east for so many degrees."""
    west, south, east, north = map(float, text.split(","))
    lat, lon, radius = circle
    wide = (east - west) % 360 or 360 * (east != west)
    if not certain:
        return radius + A_METRE >= _away(lat, _across(lon, west, wide), south, north)
    around = box_around(*circle)
    round_wide = (around.east - around.west) % 360
    if around.west == -180 and around.east == 180:
        round_wide = 360
    fits = wide == 360 or (around.west - west) % 360 + round_wide <= wide
    return south <= around.south and around.north <= north and fits


def _across(lon: float, west: float, wide: float) -> float:
    """Degrees of longitude from the nearer of an arc's ends; 0 on the arc."""
    offset = (lon - west) % 360
    return 0 if offset <= wide else min(offset - wide, 360 - offset)


def _away(lat: float, across: float, south: float, north: float) -> float:
    """Kilometres to the nearest point of a meridian between two latitudes: tried out, as with a stick on a globe."""
    ends = south, north
    for _ in range(60):
        lower, upper = south + (north - south) / 3, north - (north - south) / 3
        if distance_km(lat, 0, lower, across) < distance_km(lat, 0, upper, across):
            north = upper
        else:
            south = lower
    return min(distance_km(lat, 0, each, across) for each in (*ends, south))


def _among(values: Callable[[Document], set[str]]) -> Callable[[Document, str, bool], bool]:
    """Any of the values given is one of the document's."""
    return lambda document, text, _certain: bool(values(document) & set(text.split(",")))


def _locations(document: Document) -> set[str]:
    return {
        i for place in document.locations for i in (place.location.id, *(area.id for area in place.within))
    }


def _sources(document: Document) -> set[str]:
    named = document.origin.sources_named if document.origin else []
    sources = [report.source for report in document.reports]
    sources += [claimant.source for claimant in (*(claim.claimant for claim in document.claims), *named)]
    return {source.id for source in sources if source}


def _grades(document: Document) -> set[str]:
    grades = {f"{grade.about}:{grade.grade}" for grade in document.grades}
    return grades | {grade.grade for grade in document.grades if grade.about == "occurrence"}


SINGLY: dict[str, Callable[[Document, str, bool], bool]] = {
    "from": _since,
    "to": _until,
    "killed_min": _killed_min,
    "killed_max": _killed_max,
    "near": _near,
    "bbox": _bbox,
    "q": lambda document, text, _certain: text in document.title["en"].split(),
    "event_type": _among(lambda document: {document.event_type}),
    "sub_event_type": _among(lambda document: {document.sub_event_type}),
    "extent": _among(lambda document: {document.extent}),
    "civilian_harm": _among(lambda document: {document.civilian_harm}),
    "country": _among(lambda document: {place.country for place in document.locations}),
    "location": _among(_locations),
    "admin1": _among(_locations),
    "source": _among(_sources),
    "episode": _among(lambda document: {episode.id for episode in document.episodes}),
    "tag": _among(lambda document: set(document.tags)),
    "origin": _among(lambda document: {document.origin.dataset if document.origin else "desk"}),
    "reviewed": _among(lambda document: {"yes" if document.origin is None or document.reviewed else "no"}),
    "dataset_type": _among(lambda document: {(document.origin and document.origin.violence_type) or ""}),
    "external_id": _among(lambda document: {f"{code.scheme}:{code.value}" for code in document.external_ids}),
    "grade": _among(_grades),
}


def _part(document: Document, parameters: Mapping[str, str]) -> bool:
    """Actor, role, side and standing of one and the same participant."""
    wanted = {
        name: set(parameters[name].split(","))
        for name in ("actor", "role", "side", "standing")
        if parameters.get(name)
    }
    return not wanted or any(_plays(participant, wanted) for participant in document.participants)


def _plays(participant: d.Participant, wanted: Mapping[str, set[str]]) -> bool:
    actors = {participant.actor.id} if participant.actor else set()
    actors |= {tie.actor.id for tie in participant.affiliations if tie.kind in MEMBERS}
    return (
        bool(actors & wanted.get("actor", actors or {""}) or "actor" not in wanted)
        and participant.role in wanted.get("role", set(Role.values))
        and participant.side in wanted.get("side", set(Side.values))
        and participant.standing in wanted.get("standing", set(Standing.values))
    )


def in_order(documents: list[Document], order: str) -> list[str]:
    """Ids as the list has them in one of its orders; the sequence is not the documents' to know."""
    match order:
        case "killed_best":
            key = lambda document: (_rank(document), document.id)  # noqa: E731
        case _:
            key = lambda document: (document.occurred.earliest, document.id)  # noqa: E731
    return [document.id for document in sorted(documents, key=key, reverse=not order.endswith(":asc"))]


def _rank(document: Document) -> int:
    cells = [figure.best for figure in document.casualties if figure.outcome == "killed"]
    bests = [best for best in cells if best is not None]
    return sum(bests) if cells and len(bests) == len(cells) else -1
