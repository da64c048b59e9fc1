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
    for one, other in itertools.pairwise(line):
        if bounds.meets((one, other)):
            run = [*run, other] if run else [one, other]
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


def _crossing(one: LonLat, other: LonLat, axis: int, limit: float) -> LonLat:
    share = (limit - one[axis]) / (other[axis] - one[axis])
    return one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])
