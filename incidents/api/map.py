"""Map endpoint: incidents counted in cells, and one by one where they are few."""

from __future__ import annotations

from typing import ClassVar

import msgspec
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy
from rest_framework.request import Request

from ..record.filters.values import Field
from ..record.sums.aggregates.answers import people
from ..record.sums.cells.maps import CellCount, IncidentPoint, Map, build_map
from ..record.sums.cells.parameters import fields, parse_map
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
        parameters = parse_map(request.query_params)
        self.reads(parameters.query)
        return self.answer(
            request, lambda: msgspec.json.encode(shape_of(build_map(parameters))), may_be_missing=True
        )


def shape_of(drawing: Map) -> MapAnswer:
    return MapAnswer(
        record=state_entry(drawing.request.query.state),
        zoom=drawing.request.zoom,
        total=MapTotal(incidents=drawing.total["incidents"], killed=killed_of(drawing.total)),
        apart=drawing.apart,
        without_point=drawing.without_point,
        cells=[_cell(counted) for counted in drawing.cells],
        points=None if drawing.points is None else [_point(point) for point in drawing.points],
    )


def killed_of(sums: dict[str, int]) -> People:
    return msgspec.convert(people(sums, "killed"), People)


def _cell(counted: CellCount) -> MapCell:
    box = counted.cell.box
    return MapCell(
        x=counted.cell.x,
        y=counted.cell.y,
        box=[round(edge, 5) for edge in (box.west, box.south, box.east, box.north)],
        lat=counted.lat,
        lon=counted.lon,
        incidents=counted.sums["incidents"],
        killed=killed_of(counted.sums),
    )


def _point(point: IncidentPoint) -> MapPoint:
    low, best, high = point.killed
    return MapPoint(
        id=point.id,
        title=point.title,
        lat=point.lat,
        lon=point.lon,
        radius_km=point.radius_km,
        earliest=point.date_from.isoformat(),
        latest=point.date_to.isoformat(),
        killed=KilledRange(low=low, best=best, high=high),
    )
