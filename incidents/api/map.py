"""The map: incidents in cells, and one by one where they are few."""

from __future__ import annotations

from typing import ClassVar

import msgspec
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy
from rest_framework.request import Request

from ..record.filters.values import Field
from ..record.sums.aggregates.answers import people
from ..record.sums.cells.maps import CellCount, IncidentPoint, Map, build_map
from ..record.sums.cells.parameters import MapRequest, fields, parse_map
from .changes import state_entry
from .shapes import KilledRange, MapAnswer, MapCell, MapPoint, MapTotal, People
from .views import RecordView

COST = 3


class MapCells(RecordView):
    """One answer holds all cells of the map, or of the window that is in sight."""

    described_as = "map"
    summary = gettext_lazy("Count in the cells of a map")
    answer_shape = MapAnswer
    fields: ClassVar[dict[str, Field]] = fields()

    def cost(self, request: Request) -> int:
        return COST

    def get(self, request: Request) -> HttpResponseBase:
        """Raises ``BadParameters`` before anything is counted, and where there is too much to be counted exactly."""
        wanted = self._read(request)
        return self.answer(
            request, lambda: msgspec.json.encode(shape_of(build_map(wanted))), may_be_missing=True
        )

    def _read(self, request: Request) -> MapRequest:
        wanted = parse_map(request.query_params)
        self.reads(wanted.query)
        return wanted


def shape_of(found: Map) -> MapAnswer:
    return MapAnswer(
        record=state_entry(found.request.query.state),
        zoom=found.request.zoom,
        total=MapTotal(incidents=found.total["incidents"], killed=killed_of(found.total)),
        apart=found.apart,
        without_point=found.without_point,
        cells=[_cell(one) for one in found.cells],
        points=None if found.points is None else [_point(one) for one in found.points],
    )


def killed_of(sums: dict[str, int]) -> People:
    return msgspec.convert(people(sums, "killed"), People)


def _cell(one: CellCount) -> MapCell:
    box = one.cell.box
    return MapCell(
        x=one.cell.x,
        y=one.cell.y,
        box=[round(edge, 5) for edge in (box.west, box.south, box.east, box.north)],
        lat=one.lat,
        lon=one.lon,
        incidents=one.sums["incidents"],
        killed=killed_of(one.sums),
    )


def _point(one: IncidentPoint) -> MapPoint:
    low, best, high = one.killed
    return MapPoint(
        id=one.id,
        title=one.title,
        lat=one.lat,
        lon=one.lon,
        radius_km=one.radius_km,
        earliest=one.date_from.isoformat(),
        latest=one.date_to.isoformat(),
        killed=KilledRange(low=low, best=best, high=high),
    )
