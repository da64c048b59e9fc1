"""Grid of nested Web Mercator cells that maps are counted in: each holds four of the next finer level.

Level ``n`` parts the world into ``2**n`` columns from 180° west and as many rows from the north, as map tiles do; a
cell of 64 pixels at zoom ``z`` is one of level ``z + 2``. Web Mercator ends at 85.05° north and south (EPSG:3857); what
lies beyond is counted in the outermost row.
"""

from dataclasses import dataclass
from math import asinh, atan, degrees, floor, pi, radians, sinh, tan

from ..geo import Box

FINEST = 14
"""Cells of about 2.4 km at the equator: finer than most places in reports are known."""
PIXELS_LEVEL = 2
"""Levels finer than a tile of 256 pixels, for cells of 64."""
EDGE = 85.0511287798066
"""Where Web Mercator ends: the latitude at which the world is a square."""


@dataclass(frozen=True, slots=True)
class Cell:
    level: int
    x: int
    y: int

    @property
    def box(self) -> Box:
        """Its edges in degrees."""
        count = 2**self.level
        west, east = (360 * x / count - 180 for x in (self.x, self.x + 1))
        north, south = (_latitude(y / count) for y in (self.y, self.y + 1))
        return Box(west, south, east, north)


@dataclass(frozen=True, slots=True)
class Window:
    """All cells of a level that a box touches: ranges of columns (two across the antimeridian) and of rows."""

    level: int
    columns: tuple[tuple[int, int], ...]
    rows: tuple[int, int]

    @property
    def cells(self) -> int:
        wide = sum(last - first + 1 for first, last in self.columns)
        return wide * (self.rows[1] - self.rows[0] + 1)

    def at(self, level: int) -> "Window":
        """The same window in cells of a finer level."""
        finer = level - self.level
        return Window(
            level,
            tuple((first << finer, ((last + 1) << finer) - 1) for first, last in self.columns),
            (self.rows[0] << finer, ((self.rows[1] + 1) << finer) - 1),
        )

    @property
    def boxes(self) -> list[Box]:
        """Its edges in degrees, one box for each range of columns; the outermost rows reach to the poles."""
        top, bottom = self.rows
        boxes = []
        for first, last in self.columns:
            upper, lower = Cell(self.level, first, top).box, Cell(self.level, last, bottom).box
            north = 90.0 if top == 0 else upper.north
            south = -90.0 if bottom == 2**self.level - 1 else lower.south
            boxes.append(Box(upper.west, south, lower.east, north))
        return boxes


def level_of(zoom: int) -> int:
    return zoom + PIXELS_LEVEL


def cell_of(lat: float, lon: float, level: int) -> Cell:
    """The cell that a point lies in; on an edge, the one to the east or south. As ``models.cell_sums`` says in SQL."""
    count = 2**FINEST
    x = min(count - 1, floor((lon + 180) / 360 * count))
    clamped = max(-EDGE, min(EDGE, lat))
    y = max(0, min(count - 1, floor((1 - asinh(tan(radians(clamped))) / pi) / 2 * count)))
    return Cell(level, x >> (FINEST - level), y >> (FINEST - level))


def window_around(box: Box, level: int) -> Window:
    """The cells that a box touches, at least one."""
    north_west, south_east = cell_of(box.north, box.west, level), cell_of(box.south, box.east, level)
    if box.crosses_antimeridian:
        columns: tuple[tuple[int, int], ...] = ((north_west.x, 2**level - 1), (0, south_east.x))
        if south_east.x >= north_west.x:
            columns = ((0, 2**level - 1),)
    else:
        columns = ((north_west.x, south_east.x),)
    return Window(level, columns, (north_west.y, south_east.y))


def _latitude(share: float) -> float:
    """Of a share of the square world's height, from the north."""
    return degrees(atan(sinh(pi * (1 - 2 * share))))
