"""Places in a circle or a box. A place is a circle itself: its uncertainty counts."""

from functools import reduce
from operator import or_

from django.db.models import BooleanField, Exists, F, FloatField, OuterRef, Q, Value
from django.db.models.lookups import LessThanOrEqual

from ..geo import EARTH_RADIUS_KM, Box, box_around
from .areas import BoxOf, turns
from .models import EntryPlace
from .probes import capped
from .states import ALIAS
from .values import Circle
from .written import Written


class Touches(Written):
    """What the GiST index on boxes answers."""

    pattern = "({0} && {1})"
    output_field = BooleanField()
    conditional = True


class DistanceKm(Written):
    """Great-circle distance of a place's centre from a point (haversine, as in ``geo.distance_km``)."""

    pattern = (
        f"(2 * {EARTH_RADIUS_KM} * asin(least(1.0, sqrt(power(sin(radians({{0}} - {{1}}) / 2), 2)"
        " + cos(radians({2})) * cos(radians({3})) * power(sin(radians({4} - {5}) / 2), 2)))))"
    )
    output_field = FloatField()

    def __init__(self, lat: float, lon: float) -> None:
        here, there = _degrees(lat), _degrees(lon)
        super().__init__(F("lat"), here, here, F("lat"), F("lon"), there)


def place_condition(shape: Circle | Box, *, certain: bool) -> Q:
    """Entries with a place that touches the shape or, ``certain``, whose whole circle lies in it.

    Few places are found by the GiST index. With many, a page is filled sooner by walking along the order and
    looking at each row's places with plain comparisons, which no index tempts PostgreSQL to begin with.
    """
    box = box_around(shape.lat, shape.lon, shape.km) if isinstance(shape, Circle) else shape
    seen, exact = turns(box), _exact(shape, certain)
    places = EntryPlace.objects.using(ALIAS).filter(*exact)
    few = capped(places.filter(_by_index(seen)).order_by().values_list("entry_id", flat=True))
    if few is not None:
        return Q(edition__in=few)
    return Q(Exists(places.filter(_by_comparison(seen), entry=OuterRef("pk"))))


def _exact(shape: Circle | Box, certain: bool) -> list[Q]:
    """What the box does not settle: the corners outside of a circle, and whether a place lies inside."""
    if isinstance(shape, Circle):
        away = DistanceKm(shape.lat, shape.lon)
        reach = away + F("radius_km") if certain else away - F("radius_km")
        return [Q(LessThanOrEqual(reach, Value(shape.km)))]
    return [reduce(or_, (_inside(box) for box in turns(shape)))] if certain else []


def _by_index(boxes: list[Box]) -> Q:
    area = BoxOf("west", "south", "east", "north")
    return reduce(or_, (Q(Touches(area, _constant(box))) for box in boxes))


def _by_comparison(boxes: list[Box]) -> Q:
    touching = (Q(west__lte=b.east, east__gte=b.west, south__lte=b.north, north__gte=b.south) for b in boxes)
    return reduce(or_, touching)


def _inside(box: Box) -> Q:
    return Q(west__gte=box.west, east__lte=box.east, south__gte=box.south, north__lte=box.north)


def _constant(box: Box) -> BoxOf:
    return BoxOf(*(_degrees(edge) for edge in (box.west, box.south, box.east, box.north)))


def _degrees(value: float) -> Value:
    return Value(value, FloatField())
