"""Maps: how many incidents there are in each cell of a grid, and what is known of the dead.

An incident is counted once, at its main place: its first scene or, without one, the first place it names. Series and
aggregates are no points on a map and are counted apart. The sums are exact or refused, never a sample.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from ....codebook import Extent
from ....geo import DEFAULT_RADIUS_KM
from ...grid import Cell, cell_of
from ...models.cell_sums import SUMMED
from .counting import count_cells, matching_entries
from .parameters import MapRequest

MOST_POINTS = 500
"""Single incidents up to which each is told by itself."""

_POINT = (
    "public_id", "title", "lat", "lon", "radius_km", "location_type", "date_from", "date_to", "killed_low",
    "killed_best", "killed_high",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CellCount:
    """Single incidents in a cell: the sums by column, and the mean of their points."""

    cell: Cell
    sums: dict[str, int]

    @property
    def lat(self) -> float:
        return round(self.sums["lats"] / self.sums["incidents"] / 100_000, 5)

    @property
    def lon(self) -> float:
        return round(self.sums["lons"] / self.sums["incidents"] / 100_000, 5)


@dataclass(frozen=True, slots=True)
class IncidentPoint:
    """One incident at its main place, with the radius within which it happened."""

    id: str
    title: str
    lat: float
    lon: float
    radius_km: int
    date_from: date
    date_to: date
    killed: tuple[int | None, int | None, int | None]


@dataclass(frozen=True)
class Map:
    """``apart`` are series and aggregates; ``without_point`` the single incidents that no map can show.

    With a window the first are those whose centre lies in it, and the second is ``None``: they lie in no window.
    """

    request: MapRequest
    cells: list[CellCount]
    total: dict[str, int]
    apart: dict[str, int]
    without_point: int | None
    points: list[IncidentPoint] | None


def build_map(request: MapRequest, *, from_index: bool = False) -> Map:
    """The map. For ``from_index`` and what is raised see ``counting.count_cells``."""
    rows = count_cells(request, from_index=from_index)
    single = [row for row in rows if row[2] == Extent.SINGLE]
    cells = [
        CellCount(Cell(request.level, x, y), sums)
        for x, y, _extent, sums in single
        if x is not None and y is not None
    ]
    total = {column: sum(cell.sums[column] for cell in cells) for column in SUMMED}
    return Map(
        request=request,
        cells=cells,
        total=total,
        apart={
            extent: sum(row[3]["incidents"] for row in rows if row[2] == extent)
            for extent in Extent.values
            if extent != Extent.SINGLE
        },
        without_point=None
        if request.window
        else sum(row[3]["incidents"] for row in single if row[0] is None),
        points=_points(request) if total["incidents"] <= MOST_POINTS else None,
    )


def _points(request: MapRequest) -> list[IncidentPoint]:
    rows = (
        matching_entries(request)
        .filter(row__extent=Extent.SINGLE, row__lat__isnull=False)
        .order_by("public_id")
    )
    points = map(_point, rows.values_list(*(f"row__{column}" for column in _POINT)))
    return [point for point in points if _is_in(request, point)]


def _point(row: tuple[Any, ...]) -> IncidentPoint:
    public_id, title, lat, lon, radius, kind, first, last, *killed = row
    return IncidentPoint(
        id=public_id,
        title=title,
        lat=lat,
        lon=lon,
        radius_km=DEFAULT_RADIUS_KM[kind] if radius is None else radius,
        date_from=first,
        date_to=last,
        killed=(killed[0], killed[1], killed[2]),
    )


def _is_in(request: MapRequest, point: IncidentPoint) -> bool:
    if request.window is None:
        return True
    cell = cell_of(point.lat, point.lon, request.level)
    in_columns = any(first <= cell.x <= last for first, last in request.window.columns)
    return in_columns and request.window.rows[0] <= cell.y <= request.window.rows[1]
