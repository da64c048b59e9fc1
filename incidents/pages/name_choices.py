"""Names in a list's address that several places or actors bear: the likeliest is shown, the others are a click away.

The API refuses such a name and tells the ids. A reader is shown rows at once: of the nearest bearer where the address
asks for a point or a box, else of the one with the most rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from math import inf

from django.http import QueryDict

from ..countries import name_of as country_name
from ..geo import distance_km
from ..record import document as d
from ..record.errors import BadParameters
from ..record.filters.conditions import shapes
from ..record.filters.names import AmbiguousName, NoSuchName
from ..record.filters.values import Circle
from ..record.reading import Count, Query, bodies, parse
from ..record.states import State
from ..record.subjects import Subject
from ..record.words import codes, dates
from .filter_form import without

MOST_CHOICES = 5
"""Names in one address that are chosen for the reader."""


@dataclass(frozen=True)
class Bearer:
    """One bearer of the name: how many rows the list has of it, and the address of that list."""

    document: d.Document
    count: Count
    address: str

    @property
    def name(self) -> str:
        return getattr(self.document, "name", self.document.id)

    @property
    def details(self) -> str:
        """What tells it apart."""
        return ", ".join(part for part in _details(self.document) if part)


@dataclass(frozen=True)
class NameChoice:
    """A name that several bear: of whom rows are shown, and the others, those with most rows first."""

    name: str
    shown: Bearer
    others: list[Bearer]


@dataclass(frozen=True)
class NearestName:
    """The name that may have been meant where nobody bears the one in the address."""

    name: str
    address: str


def settled(
    params: QueryDict, subject: Subject, state: State, *, besides: Collection[str] = ()
) -> tuple[QueryDict, list[NameChoice]]:
    """The parameters with ids for ambiguous names, and what was chosen. Raises ``BadParameters`` for all else.

    ``besides`` are parameters that the caller reads itself.
    """
    chosen = params.copy()
    ambiguous: list[tuple[AmbiguousName, str]] = []
    for _ in range(MOST_CHOICES):
        try:
            query = parse(chosen, subject, besides=besides, at=state)
            query.conditions  # noqa: B018 - names are looked up here, once
        except AmbiguousName as name:
            best = _best(name, query)
            ambiguous.append((name, best))
            _put(chosen, name.field, name.name, best)
        else:
            return chosen, [_choice(name, best, chosen, query) for name, best in ambiguous]
    return chosen, []


def nearest_name(params: QueryDict, problem: BadParameters) -> NearestName | None:
    """The list under the nearest name, for a name that nobody bears."""
    if not isinstance(problem, NoSuchName) or problem.nearest is None:
        return None
    changed = params.copy()
    _put(changed, problem.field, problem.name, problem.nearest.id)
    return NearestName(problem.nearest.name, without(changed))


def _best(name: AmbiguousName, query: Query) -> str:
    ids = [namesake.public_id for namesake in name.namesakes]
    middle = _middle(query)
    distances = _distances(ids, middle, query.state) if middle else {}

    def rank(public_id: str) -> tuple[float, int]:
        used = parse({name.field: public_id}, query.subject, at=query.state).count()
        return distances.get(public_id, inf), -used.number

    return min(ids, key=rank)


def _middle(query: Query) -> tuple[float, float] | None:
    """The middle of the circle or box that is asked for, if one is."""
    for shape in shapes(query.values):
        if isinstance(shape, Circle):
            return shape.lat, shape.lon
        east = shape.east + (360 if shape.east < shape.west else 0)
        return (shape.south + shape.north) / 2, (shape.west + east) / 2
    return None


def _distances(ids: list[str], middle: tuple[float, float], state: State) -> dict[str, float]:
    """In km, of those that have a point."""
    documents = _documents(ids, state)
    points = {key: getattr(document, "point", None) for key, document in documents.items()}
    return {
        key: distance_km(*middle, float(point.lat), float(point.lon))
        for key, point in points.items()
        if point
    }


def _choice(name: AmbiguousName, best: str, chosen: QueryDict, query: Query) -> NameChoice:
    documents = _documents([namesake.public_id for namesake in name.namesakes], query.state)
    bearers = {}
    for public_id, document in documents.items():
        changed = chosen.copy()
        _put(changed, name.field, best, public_id)
        texts = query.parameters | {name.field: str(changed[name.field])}
        found = parse(texts, query.subject, at=query.state)
        bearers[public_id] = Bearer(document, found.count(), without(changed))
    shown = bearers.pop(best)
    return NameChoice(name.name, shown, sorted(bearers.values(), key=lambda bearer: -bearer.count.number))


def _documents(ids: list[str], state: State) -> dict[str, d.Document]:
    return {key: d.decode(body) for key, body in sorted(bodies(ids, state).items())}


def _put(params: QueryDict, field: str, name: str, public_id: str) -> None:
    """Exchange one of a parameter's values, which commas part."""
    values = [value.strip() for value in ",".join(params.getlist(field)).split(",")]
    params[field] = ",".join(public_id if value == name else value for value in values)
    params.pop("cursor", None)


def _details(document: d.Document) -> Iterator[str]:
    match document:
        case d.LocationDocument():
            yield codes.lower(document.type, "location_type")
            yield from (area.name for area in document.within)
        case d.ActorDocument():
            yield codes.lower(document.kind, "actor_kind")
            yield country_name(document.country)
            yield dates.period(document.active)
        case d.SourceDocument():
            yield codes.lower(document.kind, "source_kind")
            yield country_name(document.country)
        case d.EpisodeDocument():
            yield codes.lower(document.kind, "episode_kind")
            yield dates.when(document.occurred)
        case d.IncidentDocument() | d.CoverageDocument() | d.Tombstone():
            yield document.id
