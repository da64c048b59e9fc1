"""SQL test of whether a place's circle of uncertainty reaches into a box, on the sphere.

It holds over the antimeridian and the poles too.

A box is bounded by two meridians and two parallels. From a point between the meridians the nearest point of the box
lies on its own meridian. From any other it lies on the nearer of the two: where a great circle from the point meets
that meridian at a right angle, or at the end that comes next to this; seen from beyond the pole, at one of the ends.
Distances are compared as the haversine has them, sin²(d / 2r), which rises with the distance.
"""

from math import cos, radians

from django.db.models import BooleanField, F

from ...geo import EARTH_RADIUS_KM, Box
from ..sql_patterns import SqlPattern

SPARE_KM = 0.001
"""Coordinates are known to a metre, and an edge belongs to its box."""
HALF_WAY_ROUND_KM = 3.14159 * EARTH_RADIUS_KM


class ReachesBox(SqlPattern):
    """Of a place, by its centre and radius: most centres lie inside, and are asked no more.

    Put together as text, with the numbers in it: as a tree of expressions it took longer to build than to answer.
    """

    output_field = BooleanField()
    conditional = True

    def __init__(self, box: Box) -> None:
        super().__init__(F("lat"), F("lon"), F("radius_km"))
        inside = f"({{0}} BETWEEN {box.south!r} AND {box.north!r} AND {_between(box)})"
        self.pattern = f"({inside} OR {_distance(box)} <= {_REACH})"


_REACH = f"power(sin(least({{2}} + {SPARE_KM}, {HALF_WAY_ROUND_KM}) / {2 * EARTH_RADIUS_KM}), 2)"


def _between(box: Box) -> str:
    """Between the meridians."""
    both = "OR" if box.crosses_antimeridian else "AND"
    return f"({{1}} >= {box.west!r} {both} {{1}} <= {box.east!r})"


def _distance(box: Box) -> str:
    edges = (
        f"least({_haversine(f'{{1}} - {_number(box.west)}')}, {_haversine(f'{{1}} - {_number(box.east)}')})"
    )
    across = f"(CASE WHEN {_between(box)} THEN 0.0 ELSE {edges} END)"
    at_right_angle = f"degrees(atan2(sin(radians({{0}})), cos(radians({{0}})) * (1 - 2 * {across})))"
    nearest = f"least(greatest({at_right_angle}, {box.south!r}), {box.north!r})"
    there = [(nearest, f"cos(radians({nearest}))")]
    there += [(_number(parallel), repr(cos(radians(parallel)))) for parallel in (box.south, box.north)]
    return f"least({', '.join(_to(latitude, parallel, across) for latitude, parallel in there)})"


def _to(latitude: str, parallel: str, across: str) -> str:
    """From a place to the point at that latitude of the meridian that lies ``across`` from it."""
    return f"{_haversine(f'{{0}} - {latitude}')} + cos(radians({{0}})) * {parallel} * {across}"


def _haversine(angle: str) -> str:
    return f"power(sin(radians({angle}) / 2), 2)"


def _number(value: float) -> str:
    """In brackets: a minus before a minus begins a comment."""
    return f"({value!r})"
