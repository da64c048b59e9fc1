"""Projection of a document to its index row. A pure function of the text, so that the index can be rebuilt and checked.

``FIELDS`` are the columns that come from the text; the rest of an entry (id, subject, ``until``) from the log.
"""

from datetime import date, timedelta
from typing import Any, assert_never

import msgspec
from django.db.backends.postgresql.psycopg_any import DateRange

from ...codebook import Outcome
from ...geo import DEFAULT_RADIUS_KM
from .. import document as d
from ..areas import unwrapped
from . import rows
from .full_text import name_of, text_of
from .terms import terms_of

FIELDS = (
    "name",
    "occurred",
    "occurred_from",
    "killed_low",
    "killed_best",
    "killed_high",
    "killed_rank",
    "terms",
    "text",
)
ANY_NUMBER = 2**31 - 1
"""``EntryRow.killed_high`` of a figure that is open upwards: no number is above it, so that queries need no OR."""
PLACE_FIELDS = ("location", "role", "lat", "lon", "radius_km", "west", "south", "east", "north")


class PlaceRow(msgspec.Struct, frozen=True):
    """A circle on the map: a place of an incident, or the point of a location."""

    location: str
    role: str
    lat: float
    lon: float
    radius_km: int
    west: float
    south: float
    east: float
    north: float


class EntryRow(msgspec.Struct, frozen=True):
    """What the index holds of one document."""

    name: str
    occurred: DateRange | None
    occurred_from: date | None
    killed_low: int | None
    killed_best: int | None
    killed_high: int | None
    killed_rank: int
    terms: list[str]
    text: str
    places: list[PlaceRow]
    columns: tuple[Any, ...] | None
    """Values of ``rows.COLUMNS``; ``None`` for what is no incident."""


def row_of(document: d.Document) -> EntryRow | None:
    """The index row of a document; ``None`` for a tombstone, which no list shows."""
    if isinstance(document, d.Tombstone):
        return None
    killed = _killed(document)
    occurred = _occurred(document)
    return EntryRow(
        name=name_of(document),
        occurred=occurred,
        occurred_from=occurred.lower if occurred else None,
        killed_low=killed.low,
        killed_best=killed.best,
        killed_high=killed.high,
        killed_rank=-1 if killed.best is None else killed.best,
        terms=terms_of(document),
        text=text_of(document),
        places=_places(document),
        columns=rows.values_of(document),
    )


def _killed(document: d.Document) -> d.Total:
    """The assessed dead of all statuses as a range: what is known to exist, but not how many, is 0 to any number."""
    if not isinstance(document, d.IncidentDocument):
        return d.Total()
    if not d.counted(document.casualties, Outcome.KILLED):
        return d.Total()
    killed = d.total(document.casualties, Outcome.KILLED)
    return d.Total(
        low=killed.low or 0, best=killed.best, high=ANY_NUMBER if killed.high is None else killed.high
    )


def _occurred(document: d.Document) -> DateRange | None:
    if isinstance(document, d.CoverageDocument):
        return _days(document.since, document.until)
    if not isinstance(document, d.IncidentDocument | d.EpisodeDocument):
        return None
    return _days(document.occurred.earliest, document.occurred.latest)


def _days(first: str, last: str | None) -> DateRange:
    """From the first to the last day; without a last one, open."""
    after = date.fromisoformat(last) + timedelta(days=1) if last else None
    return DateRange(date.fromisoformat(first), after, "[)")


def _places(document: d.Document) -> list[PlaceRow]:
    match document:
        case d.IncidentDocument():
            places = [
                _place(place.location.id, place.role, place.type, place.point, place.radius_km)
                for place in document.locations
            ]
        case d.LocationDocument():
            places = [_place(document.id, "", document.type, document.point, document.radius_km)]
        case (
            d.EpisodeDocument()
            | d.ActorDocument()
            | d.SourceDocument()
            | d.CoverageDocument()
            | d.Tombstone()
        ):
            places = []
        case _:
            assert_never(document)
    return [place for place in places if place]


def _place(location: str, role: str, kind: str, point: d.Point | None, km: int | None) -> PlaceRow | None:
    if point is None:
        return None
    lat, lon = float(point.lat), float(point.lon)
    radius = DEFAULT_RADIUS_KM[kind] if km is None else km
    box = unwrapped(lat, lon, radius)
    return PlaceRow(location, role, lat, lon, radius, box.west, box.south, box.east, box.north)
