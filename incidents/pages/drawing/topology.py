"""Areas that share borders, as TopoJSON: each border is stored, and simplified, once.

Simplifying polygons one by one would tear neighbours apart. Format: https://github.com/topojson/topojson-specification
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from incidents.outlines import DEGREES

Point = tuple[int, int]
Line = tuple[Point, ...]


@dataclass(frozen=True)
class OutlinedArea:
    properties: dict[str, Any]
    polygons: list[list[Line]]
    """Closed rings of points in units, the outer one first."""


@dataclass
class ArcBook:
    """Arcs by number, each in one direction only."""

    arcs: list[Line] = field(default_factory=list)
    numbers: dict[Line, int] = field(default_factory=dict)

    def number(self, line: Line) -> int:
        """The arc's number, or its complement (``~n``) where the line runs against the arc."""
        if line in self.numbers:
            return self.numbers[line]
        if line[::-1] in self.numbers:
            return ~self.numbers[line[::-1]]
        self.numbers[line] = len(self.arcs)
        self.arcs.append(line)
        return self.numbers[line]


def topology(areas: Iterable[OutlinedArea], *, tolerance: float) -> dict[str, Any]:
    """A TopoJSON object; borders lose what is smaller than ``tolerance`` units."""
    areas = list(areas)
    junctions = _junctions(areas)
    book = ArcBook()
    geometries = [_geometry(area, junctions, book) for area in areas]
    return {
        "type": "Topology",
        "transform": {"scale": [DEGREES, DEGREES], "translate": [0, 0]},
        "objects": {"areas": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [_deltas(simplified(arc, tolerance)) for arc in book.arcs],
    }


def simplified(line: Line, tolerance: float) -> Line:
    """Douglas and Peucker's line: no dropped point was further than ``tolerance`` from what is left.

    A closed line keeps its furthest point, so that it does not collapse.
    """
    if len(line) < 3:
        return line
    kept = {0, len(line) - 1}
    pending = [(0, len(line) - 1)]
    if line[0] == line[-1]:
        middle = max(range(len(line)), key=lambda n: _distance(line[n], line[0], line[0]))
        kept.add(middle)
        pending = [(0, middle), (middle, len(line) - 1)]
    while pending:
        first, last = pending.pop()
        furthest, distance = _furthest(line, first, last)
        if distance > tolerance:
            kept.add(furthest)
            pending += [(first, furthest), (furthest, last)]
    return tuple(line[n] for n in sorted(kept))


def _furthest(line: Line, first: int, last: int) -> tuple[int, float]:
    between = range(first + 1, last)
    if not between:
        return first, 0.0
    furthest = max(between, key=lambda n: _distance(line[n], line[first], line[last]))
    return furthest, _distance(line[furthest], line[first], line[last])


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to a straight piece, in units."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = 0.0
    if length:
        along = max(0.0, min(1.0, ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length))
    x, y = start[0] + along * dx - point[0], start[1] + along * dy - point[1]
    return float((x * x + y * y) ** 0.5)


def _rings(areas: Iterable[OutlinedArea]) -> Iterator[Line]:
    for area in areas:
        for polygon in area.polygons:
            yield from polygon


def _junctions(areas: list[OutlinedArea]) -> set[Point]:
    """Points where borders meet: they have other than two neighbours in all rings together."""
    neighbours: defaultdict[Point, set[Point]] = defaultdict(set)
    for ring in _rings(areas):
        for point, following in itertools.pairwise(ring):
            neighbours[point].add(following)
            neighbours[following].add(point)
    return {point for point, others in neighbours.items() if len(others) != 2}


def _geometry(area: OutlinedArea, junctions: set[Point], book: ArcBook) -> dict[str, Any]:
    polygons = [
        [[book.number(arc) for arc in _cut(ring, junctions)] for ring in polygon] for polygon in area.polygons
    ]
    return {"type": "MultiPolygon", "properties": area.properties, "arcs": polygons}


def _cut(ring: Line, junctions: set[Point]) -> Iterator[Line]:
    """The ring in pieces from junction to junction; whole, from its smallest point, where it has none."""
    corners = [n for n, point in enumerate(ring[:-1]) if point in junctions]
    start = corners[0] if corners else min(range(len(ring) - 1), key=lambda n: ring[n])
    turned = ring[start:-1] + ring[: start + 1]
    cuts = sorted((n - start) % (len(ring) - 1) for n in corners)
    bounds = [*(cuts or [0]), len(turned) - 1]
    for first, last in itertools.pairwise(bounds):
        yield turned[first : last + 1]


def _deltas(line: Line) -> list[list[int]]:
    """The first point, then steps: what makes the file small."""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(line)]
    return [list(line[0]), *(list(step) for step in steps)]
