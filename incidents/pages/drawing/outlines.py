"""The outlines file as lines on the earth, read once."""

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from django.conf import settings

from .topology import DEGREES

LonLat = tuple[float, float]
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
