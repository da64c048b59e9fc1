"""Cutting lines and rings to the part of the earth that a map shows. Degrees; x is longitude."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

LonLat = tuple[float, float]


class Bounds(NamedTuple):
    west: float
    south: float
    east: float
    north: float

    def meets(self, line: Sequence[LonLat]) -> bool:
        """Whether the box around the line meets these bounds."""
        lons, lats = [lon for lon, _lat in line], [lat for _lon, lat in line]
        return (
            min(lons) <= self.east
            and max(lons) >= self.west
            and min(lats) <= self.north
            and max(lats) >= self.south
        )


def clipped_ring(ring: Sequence[LonLat], bounds: Bounds) -> list[LonLat]:
    """The ring cut along the four sides in turn (Sutherland and Hodgman, 1974)."""
    points = list(ring)
    for axis, limit, sign in (
        (0, bounds.west, 1),
        (0, bounds.east, -1),
        (1, bounds.south, 1),
        (1, bounds.north, -1),
    ):
        points = _cut(points, axis, limit, sign)
    return points


def visible_runs(line: Sequence[LonLat], bounds: Bounds) -> Iterator[list[LonLat]]:
    """The stretches of a line that may be in view, whole pieces each."""
    run: list[LonLat] = []
    for start, end in itertools.pairwise(line):
        if bounds.meets((start, end)):
            run = [*run, end] if run else [start, end]
        elif run:
            yield run
            run = []
    if run:
        yield run


def _cut(points: list[LonLat], axis: int, limit: float, sign: int) -> list[LonLat]:
    inside: Callable[[LonLat], bool] = lambda point: sign * (point[axis] - limit) >= 0  # noqa: E731
    kept: list[LonLat] = []
    for n, point in enumerate(points):
        before = points[n - 1]
        if inside(point) != inside(before):
            kept.append(_crossing(before, point, axis, limit))
        if inside(point):
            kept.append(point)
    return kept


def _crossing(start: LonLat, end: LonLat, axis: int, limit: float) -> LonLat:
    share = (limit - start[axis]) / (end[axis] - start[axis])
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])
