"""Sums by cell of the map, kept as ``sums.summaries`` keeps them: by kind of event, in cells of three sizes.

A map of one zoom reads the coarsest table that is as fine as its own cells, and adds up at most 64 of its rows for one.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..grid import EDGE, FINEST
from .measures import SQL, columns_of
from .monthly_sums import FLAT
from .summary import Summary

_COUNT = 2**FINEST
# least() and greatest() pass over nulls, so what has no point must be told apart first.
X = f"CASE WHEN flat.lon IS NOT NULL THEN least({_COUNT - 1}, floor((flat.lon + 180) / 360 * {_COUNT}))::int END"
Y = f"""CASE WHEN flat.lat IS NOT NULL THEN greatest(0, least({_COUNT - 1}, floor((1 -
    asinh(tan(radians(greatest(-{EDGE}, least({EDGE}, flat.lat))))) / pi()) / 2 * {_COUNT})))::int END"""
"""Column and row of the finest level, of an incident's main place; null where it has no point."""

KEYS = ("extent", "event_type")
"""Codes that the sums are parted by; a map may be filtered by these, and by country."""
AREA = {"several": "flat.places > 1", "country": "flat.country"}
"""The main place's country, and whether other places are named: a filter may find the incident by one of these."""
SUMMED = (*columns_of("incidents"), *columns_of("killed"), "lats", "lons")
_MEASURES = {column: SQL[column] for column in SUMMED if column in SQL} | {
    # Whole numbers, so that what is taken off later leaves nothing behind: five decimals, as in the documents.
    "lats": "coalesce(round(flat.lat * 100000), 0)::bigint",
    "lons": "coalesce(round(flat.lon * 100000), 0)::bigint",
}
MEASURES: dict[str, str] = {column: _MEASURES[column] for column in SUMMED}


def _summary(table: str, level: int) -> Summary:
    finer = FINEST - level
    cell = {"x": f"({X} >> {finer})", "y": f"({Y} >> {finer})"}
    return Summary(table, FLAT, cell | {key: f"flat.{key}" for key in KEYS} | AREA, MEASURES)


COARSEST = 8

TABLES: dict[int, Summary] = {
    COARSEST: _summary("record_coarse_cell", 8),
    11: _summary("record_middle_cell", 11),
    14: _summary("record_fine_cell", 14),
}
"""By level. Zooms to 6 read the first, to 9 the second, to 12 the third."""

SUMMARIES = tuple(TABLES.values())


class CellSums(models.Model):
    x = models.IntegerField(null=True, help_text=_("Column of the cell; empty where there is no point."))
    y = models.IntegerField(null=True, help_text=_("Row of the cell, from the north."))
    extent = models.TextField()
    event_type = models.TextField()
    several = models.BooleanField(help_text=_("Whether more than one place is named."))
    country = models.TextField(null=True, help_text=_("Of the main place."))
    incidents = models.BigIntegerField()
    killed_low = models.BigIntegerField()
    killed_best = models.BigIntegerField()
    killed_high = models.BigIntegerField()
    killed_figures = models.BigIntegerField()
    killed_bests = models.BigIntegerField()
    killed_highs = models.BigIntegerField()
    lats = models.BigIntegerField(help_text=_("Sum of latitudes, in hundred-thousandths of a degree."))
    lons = models.BigIntegerField(help_text=_("Sum of longitudes, likewise."))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.x}/{self.y} {self.extent}: {self.incidents}"


def _once(name: str) -> list[models.BaseConstraint]:
    return [models.UniqueConstraint(fields=["x", "y", *KEYS, *AREA], name=name, nulls_distinct=False)]


class CoarseCell(CellSums):
    class Meta:
        app_label = "record"
        db_table = "record_coarse_cell"
        verbose_name = _("sum in a coarse cell")
        verbose_name_plural = _("sums in coarse cells")
        constraints: ClassVar = _once("coarse_cell_once")


class MiddleCell(CellSums):
    class Meta:
        app_label = "record"
        db_table = "record_middle_cell"
        verbose_name = _("sum in a middle cell")
        verbose_name_plural = _("sums in middle cells")
        constraints: ClassVar = _once("middle_cell_once")


class FineCell(CellSums):
    class Meta:
        app_label = "record"
        db_table = "record_fine_cell"
        verbose_name = _("sum in a fine cell")
        verbose_name_plural = _("sums in fine cells")
        constraints: ClassVar = _once("fine_cell_once")
