"""A map as SVG: outlines, and each place as a circle of the size in which it lies.

The drawing needs no script and no outside host; static/js/map.js puts a movable map in its place.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians

from django.conf import settings
from django.utils.translation import get_language

from incidents.outlines import Division, LonLat, outlines

from .clipping import Bounds, clipped_ring, visible_runs
from .topology import simplified

WIDTH, HEIGHT = 1200, 760
"""Units of the drawing; on the page it is as wide as its column."""
KM_PER_DEGREE = 111.2
LEAST_SPAN_KM = 190
"""A map of one town still shows the governorate around it."""
SMALLEST_DOT = 9
MOST_LABELS = 30


@dataclass(frozen=True)
class MapCircle:
    """A place: somewhere within ``radius_km`` of the point."""

    lat: float
    lon: float
    radius_km: int
    label: str
    address: str = ""
    voice: str = ""
    """Whose coding it is, where it is not our own."""
    spread: bool = False
    """True where a series or a sum lies in the area: an area without a centre."""


@dataclass(frozen=True)
class DrawnCircle:
    circle: MapCircle
    x: int
    y: int
    r: int


@dataclass(frozen=True)
class Label:
    x: int
    y: int
    text: str


@dataclass(frozen=True)
class Ground:
    """What lies under the circles; the same for every map of these bounds."""

    land: str
    borders: str
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class MapDrawing:
    circles: list[DrawnCircle]
    ground: Ground
    scale_km: int
    scale_length: int
    bounds: str
    """West, south, east, north: where the movable map begins."""
    countries: str
    """Codes of the countries whose divisions are named."""
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class View:
    """A rectangle on the earth, drawn with true shapes at its middle."""

    west: float
    north: float
    units_per_degree: float
    squeeze: float

    def place(self, point: LonLat) -> tuple[int, int]:
        lon, lat = point
        return (
            round((lon - self.west) * self.squeeze * self.units_per_degree),
            round((self.north - lat) * self.units_per_degree),
        )

    @property
    def bounds(self) -> Bounds:
        """What is in view, in degrees, and a little more, so that cut edges stay outside."""
        east = self.west + WIDTH / self.units_per_degree / self.squeeze
        south = self.north - HEIGHT / self.units_per_degree
        margin = (self.north - south) * 0.02
        return Bounds(self.west - margin, south - margin, east + margin, self.north + margin)


def draw(circles: Sequence[MapCircle], *, whole: bool = False) -> MapDrawing:
    """A map that shows all the circles; with none, or if it is to be ``whole``, the countries of coverage."""
    view = _view(circles, whole=whole)
    km = WIDTH / view.units_per_degree * KM_PER_DEGREE
    scale = max(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000) if step <= max(km / 5, 1))
    return MapDrawing(
        [_drawn(circle, view) for circle in sorted(circles, key=lambda circle: -circle.radius_km)],
        _ground(view, get_language() or "en"),
        scale,
        round(scale / KM_PER_DEGREE * view.units_per_degree),
        ",".join(f"{edge:.3f}" for edge in view.bounds),
        " ".join(settings.COUNTRIES),
    )


def _view(circles: Sequence[MapCircle], *, whole: bool) -> View:
    boxes = [_box(circle.lat, circle.lon, circle.radius_km) for circle in circles]
    if whole or not boxes:
        boxes += [
            Bounds(lon, lat, lon, lat)
            for division in _covered()
            for ring in division.rings
            for lon, lat in ring
        ]
    return _around(boxes or [Bounds(0.0, 0.0, 0.0, 0.0)])


def _box(lat: float, lon: float, km: float) -> Bounds:
    dlat = km / KM_PER_DEGREE
    dlon = dlat / max(cos(radians(lat)), 0.1)
    return Bounds(lon - dlon, lat - dlat, lon + dlon, lat + dlat)


def _around(boxes: Iterable[Bounds]) -> View:
    boxes = list(boxes)
    west, east = min(box.west for box in boxes), max(box.east for box in boxes)
    south, north = min(box.south for box in boxes), max(box.north for box in boxes)
    squeeze = max(cos(radians((south + north) / 2)), 0.1)
    least = LEAST_SPAN_KM / KM_PER_DEGREE
    tall = max((north - south) * 1.15, least)
    wide = max((east - west) * squeeze * 1.15, least)
    units = min(WIDTH / wide, HEIGHT / tall)
    # Rounded, so that maps of nearly the same region share their ground.
    middle_lon, middle_lat = round((west + east) / 2, 1), round((south + north) / 2, 1)
    return View(
        round(middle_lon - WIDTH / units / squeeze / 2, 3),
        round(middle_lat + HEIGHT / units / 2, 3),
        round(units, 1),
        round(squeeze, 3),
    )


def _drawn(circle: MapCircle, view: View) -> DrawnCircle:
    x, y = view.place((circle.lon, circle.lat))
    r = round(circle.radius_km / KM_PER_DEGREE * view.units_per_degree)
    return DrawnCircle(circle, x, y, max(r, SMALLEST_DOT))


@lru_cache(maxsize=256)
def _ground(view: View, language: str) -> Ground:
    bounds = view.bounds
    rings = [ring for division in outlines().divisions for ring in division.rings if bounds.meets(ring)]
    runs = [run for line in outlines().national if bounds.meets(line) for run in visible_runs(line, bounds)]
    return Ground(
        "".join(_path(clipped_ring(ring, bounds), view, close=True) for ring in rings),
        "".join(_path(run, view) for run in runs),
        tuple(_labels(view, language)),
    )


def _path(points: Sequence[LonLat], view: View, *, close: bool = False) -> str:
    """Path data in steps of whole units, simplified to what can be seen."""
    placed = simplified(tuple(view.place(point) for point in points), 1.0)
    if len(placed) < 2:
        return ""
    steps = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in itertools.pairwise(placed)]
    return f"M{placed[0][0]} {placed[0][1]}l{' '.join(steps)}".replace(" -", "-") + ("z" if close else "")


def _covered() -> list[Division]:
    return [division for division in outlines().divisions if division.country in settings.COUNTRIES]


def _labels(view: View, language: str) -> Iterable[Label]:
    """Names of divisions, none over another and none over the edge."""
    taken: list[tuple[int, int, int]] = []
    for division in sorted(_covered(), key=_extent, reverse=True):
        text = division.names.get(language) or division.names.get("en") or ""
        x, y = view.place(division.label)
        half = len(text) * 6 + 8
        if half < x < WIDTH - half and 30 < y < HEIGHT - 20 and not _overlaps(x, y, half, taken):
            taken.append((x, y, half))
            yield Label(x, y, text)
        if len(taken) >= MOST_LABELS:
            return


def _extent(division: Division) -> float:
    points = [point for ring in division.rings for point in ring]
    width = max(lon for lon, _lat in points) - min(lon for lon, _lat in points)
    return width * (max(lat for _lon, lat in points) - min(lat for _lon, lat in points))


def _overlaps(x: int, y: int, half: int, taken: list[tuple[int, int, int]]) -> bool:
    return any(abs(x - other) < half + width and abs(y - line) < 34 for other, line, width in taken)
