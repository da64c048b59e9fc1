"""Boxes in the database: the circle of a place as a box that core PostgreSQL can index, without PostGIS."""

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Func

from ..geo import Box, box_around


class BoxField(models.Field[Box, Box]):
    """PostgreSQL's ``box``; it only ever stands in expressions, no column has it."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "box"


class BoxOf(Func):
    """``box(point(west, south), point(east, north))`` over four columns."""

    output_field = BoxField()

    def as_sql(self, compiler, connection, **extra):  # type: ignore[no-untyped-def]
        """Two points of two columns each, which Func's single list of arguments cannot write."""
        parts = [compiler.compile(expression) for expression in self.source_expressions]
        west, south, east, north = (sql for sql, _ in parts)
        params = [value for _, values in parts for value in values]
        return f"box(point({west}, {south}), point({east}, {north}))", params


def unwrapped(lat: float, lon: float, km: float) -> Box:
    """The box around a circle with west <= east: beyond 180 degrees it counts on instead of starting again."""
    box = box_around(lat, lon, km)
    if not box.crosses_antimeridian:
        return box
    if lon >= 0:
        return Box(box.west, box.south, box.east + 360, box.north)
    return Box(box.west - 360, box.south, box.east, box.north)


def turns(box: Box) -> list[Box]:
    """The box, unwrapped, as seen from each turn of the globe in which an unwrapped place may lie."""
    east = box.east + 360 if box.crosses_antimeridian else box.east
    shifted = [Box(box.west + turn, box.south, east + turn, box.north) for turn in (-360, 0, 360)]
    return [one for one in shifted if one.east >= -360 and one.west <= 360]
