"""Rows of a gazetteer before they are on the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from incidents.codebook import LocationType, Script
from incidents.folding import fold
from incidents.geo import distance_km
from incidents.scripts import script_of

Progress = Callable[[str], None]
Degrees = tuple[Decimal, Decimal]
"""Latitude and longitude (WGS 84)."""


class UnreadableGazetteer(ValueError):
    """A file is none that can be loaded; the message says what it is and what to take instead."""


@dataclass(frozen=True)
class PlaceName:
    text: str
    language: str
    script: str


@dataclass(frozen=True)
class GazetteerPlace:
    """A row to be loaded. ``key`` is the country's code, the division's ("SY.01"), the number in GeoNames or a P-code.

    What a source does not say is empty, and leaves the place as it is.
    """

    key: str
    type: LocationType
    name: str
    country: str
    parent: str | None
    point: Degrees | None = None
    radius_km: int | None = None
    is_estimate: bool = False
    """The point is worked out of towns, and takes the place of no other."""
    geonames_id: int | None = None
    population: int | None = None
    names: tuple[PlaceName, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    pcode: str = ""


def place_name(text: str, language: str = "") -> PlaceName:
    return PlaceName(text, language, script_of(text) or Script.OTHER)


def once_each(names: Iterable[PlaceName], main: str = "") -> tuple[PlaceName, ...]:
    """The names without those that folding finds by an earlier one of the same language; the main name has none."""
    kept: dict[tuple[str, str], PlaceName] = {}
    for name in names:
        if (folded := fold(name.text)) and len(name.text) <= LONGEST_NAME:
            kept.setdefault((folded, name.language), name)
    kept.pop((fold(main), ""), None)
    return tuple(kept.values())


LONGEST_NAME = 200
"""Characters, as the desk holds them."""


def point_of(lat: float | str, lon: float | str) -> Degrees:
    places = Decimal("0.00001")
    return Decimal(lat).quantize(places), Decimal(lon).quantize(places)


def middle_of(points: Sequence[tuple[float, float]]) -> tuple[Degrees, int]:
    """The middle of an area of which only points are known, and how far the farthest of them is, in km."""
    lats, lons = [lat for lat, _lon in points], [lon for _lat, lon in points]
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    return point_of(lat, lon), max(5, ceil(max(distance_km(lat, lon, *point) for point in points)))
