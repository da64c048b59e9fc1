"""Outlines of countries and their first divisions (Natural Earth, public domain), read once from the file of the maps.

There are those of the countries of coverage and no others; bends of less than 1.2 km are left out.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, chain, pairwise
from math import cos, radians
from pathlib import Path
from typing import Any

from django.conf import settings

from .geo import distance_km

LonLat = tuple[float, float]
DEGREES = 0.001
"""One unit of the file in degrees, about a hundred metres: finer than any outline we draw."""
FILE = Path(settings.BASE_DIR) / "static" / "geo" / "outlines.json"


@dataclass(frozen=True)
class Division:
    """A first-level division, such as a governorate."""

    country: str
    code: str
    names: dict[str, str]
    label: LonLat
    rings: tuple[tuple[LonLat, ...], ...]


@dataclass(frozen=True)
class Outlines:
    divisions: tuple[Division, ...]
    national: tuple[tuple[LonLat, ...], ...]
    """Coasts and borders between countries, or with one the file does not have."""


@cache
def outlines() -> Outlines:
    """A tenth of a second the first time."""
    topology = json.loads(FILE.read_text())
    arcs = [_degrees(arc) for arc in topology["arcs"]]
    geometries = topology["objects"]["areas"]["geometries"]
    divisions = tuple(_division(geometry, arcs) for geometry in geometries)
    return Outlines(divisions, tuple(arcs[n] for n in sorted(_national(geometries))))


def _degrees(arc: list[list[int]]) -> tuple[LonLat, ...]:
    points = accumulate(arc, lambda a, b: [a[0] + b[0], a[1] + b[1]])
    return tuple((round(x * DEGREES, 3), round(y * DEGREES, 3)) for x, y in points)


def _division(geometry: dict[str, Any], arcs: list[tuple[LonLat, ...]]) -> Division:
    properties = geometry["properties"]
    rings = tuple(_ring(ring, arcs) for polygon in geometry["arcs"] for ring in polygon)
    return Division(
        properties["country"], properties["code"], properties["names"], tuple(properties["label"]), rings
    )


def _ring(numbers: list[int], arcs: list[tuple[LonLat, ...]]) -> tuple[LonLat, ...]:
    points: list[LonLat] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc[1:] if points else arc)
    return tuple(points)


def _national(geometries: list[dict[str, Any]]) -> set[int]:
    """Numbers of the arcs that do not lie between two divisions of one country."""
    beside: defaultdict[int, list[str]] = defaultdict(list)
    for geometry in geometries:
        for polygon in geometry["arcs"]:
            for ring in polygon:
                for number in ring:
                    beside[max(number, ~number)].append(geometry["properties"]["country"])
    return {number for number, countries in beside.items() if len(countries) < 2 or len(set(countries)) > 1}


# Points and countries -----------------------------------------------------------------------------


@cache
def outlined_countries() -> frozenset[str]:
    """Codes of the countries that have an outline."""
    return frozenset(division.country for division in outlines().divisions)


@lru_cache(maxsize=50_000)
def country_at(lat: float, lon: float) -> str | None:
    """The country of the file in which the point lies."""
    boxes = ((division, box) for division, box in _boxes() if box.holds(lat, lon))
    return next((division.country for division, _box in boxes if _is_within(division, lat, lon)), None)


@lru_cache(maxsize=50_000)
def km_outside(country: str, lat: float, lon: float) -> float:
    """Kilometres from the point to a country that has an outline; 0 within it."""
    if country_at(lat, lon) == country:
        return 0.0
    rings = (division.rings for division in outlines().divisions if division.country == country)
    return _km_to_lines(chain.from_iterable(rings), lat, lon)


@lru_cache(maxsize=50_000)
def km_from_borders(lat: float, lon: float) -> float:
    """Kilometres from the point to the nearest border or coast of the countries that have an outline."""
    return _km_to_lines(outlines().national, lat, lon)


@dataclass(frozen=True)
class _Bounds:
    west: float
    south: float
    east: float
    north: float

    def holds(self, lat: float, lon: float) -> bool:
        return self.south <= lat <= self.north and self.west <= lon <= self.east


@cache
def _boxes() -> tuple[tuple[Division, _Bounds], ...]:
    def bounds(division: Division) -> _Bounds:
        points = [point for ring in division.rings for point in ring]
        lons, lats = [lon for lon, _lat in points], [lat for _lon, lat in points]
        return _Bounds(min(lons), min(lats), max(lons), max(lats))

    return tuple((division, bounds(division)) for division in outlines().divisions)


def _is_within(division: Division, lat: float, lon: float) -> bool:
    """By the rule of even and odd crossings, which holes obey, too."""
    crossings = 0
    for ring in division.rings:
        for (lon1, lat1), (lon2, lat2) in pairwise(ring):
            if (lat1 > lat) != (lat2 > lat) and lon < lon1 + (lat - lat1) * (lon2 - lon1) / (lat2 - lat1):
                crossings += 1
    return crossings % 2 == 1


def _km_to_lines(lines: Iterable[tuple[LonLat, ...]], lat: float, lon: float) -> float:
    return min(_km_to_line(start, end, lat, lon) for line in lines for start, end in pairwise(line))


def _km_to_line(start: LonLat, end: LonLat, lat: float, lon: float) -> float:
    """On a plane about the point, which is exact enough for the length of a piece of an outline."""
    (x1, y1), (x2, y2) = start, end
    scale = cos(radians(lat))
    dx, dy = (x2 - x1) * scale, y2 - y1
    length = dx * dx + dy * dy
    along = ((lon - x1) * scale * dx + (lat - y1) * dy) / length if length else 0.0
    share = min(1.0, max(0.0, along))
    return distance_km(lat, lon, y1 + share * (y2 - y1), x1 + share * (x2 - x1))
