"""Bounding boxes in PostgreSQL: the circle of a place as a box that core PostgreSQL can index, without PostGIS."""

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from ..geo import Box, box_around
from .sql_patterns import SqlPattern


class PostgresBoxField(models.Field[Box, Box]):
    """PostgreSQL's ``box``; it only ever stands in expressions, no column has it."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "box"


class BoxOf(SqlPattern):
    """The box between two corners given as west, south, east, north."""

    pattern = "box(point({0}, {1}), point({2}, {3}))"
    arity = 4
    output_field = PostgresBoxField()


def unwrapped(lat: float, lon: float, km: float) -> Box:
    """The box around a circle with west <= east: beyond 180 degrees it counts on instead of starting again."""
    box = box_around(lat, lon, km)
    if not box.crosses_antimeridian:
        return box
    if lon >= 0:
        return Box(box.west, box.south, box.east + 360, box.north)
    return Box(box.west - 360, box.south, box.east, box.north)


def box_on_each_turn(box: Box) -> list[Box]:
    """The box, unwrapped, as seen from each turn of the globe in which an unwrapped place may lie."""
    east = box.east + 360 if box.crosses_antimeridian else box.east
    shifted = [Box(box.west + turn, box.south, east + turn, box.north) for turn in (-360, 0, 360)]
    return [seen for seen in shifted if seen.east >= -360 and seen.west <= 360]
