"""Conditions on places in a circle or a box. A place is a circle itself: its uncertainty counts."""

from functools import reduce
from operator import or_

from django.db.models import BooleanField, Exists, F, FloatField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.lookups import IsNull, LessThanOrEqual

from ...geo import EARTH_RADIUS_KM, Box, box_around
from ..areas import BoxOf, box_on_each_turn
from ..grid import window_around
from ..models import EntryPlace
from ..models.cell_sums import COARSEST, CoarseCell
from ..sql_patterns import SqlPattern
from ..states import ALIAS
from .probes import capped, in_sequences
from .reaching import ReachesBox
from .values import Circle

FEW = 2_000
"""Places up to which a shape is answered by a list of them."""

ALONE = 1_000_000
"""Places up to which it is shorter to list them than to look at all that there are, where all are wanted."""

ALL_LONGITUDES = 360

Shape = Circle | Box
PlaceSet = QuerySet[EntryPlace]
PlaceSequences = QuerySet[EntryPlace, int]


class BoxOverlaps(SqlPattern):
    """What the GiST index on boxes answers."""

    pattern = "({0} && {1})"
    output_field = BooleanField()
    conditional = True


class DistanceKm(SqlPattern):
    """Great-circle distance of a place's centre from a point (haversine, as in ``geo.distance_km``)."""

    pattern = (
        f"(2 * {EARTH_RADIUS_KM} * asin(least(1.0, sqrt(power(sin(radians({{0}} - {{1}}) / 2), 2)"
        " + cos(radians({2})) * cos(radians({3})) * power(sin(radians({4} - {5}) / 2), 2)))))"
    )
    output_field = FloatField()

    def __init__(self, lat: float, lon: float) -> None:
        here, there = _degrees(lat), _degrees(lon)
        super().__init__(F("lat"), here, here, F("lat"), F("lon"), there)


class InSubqueryArray(SqlPattern):
    """In a list that is made first, whatever PostgreSQL believes of its length: it cannot be begun from elsewhere."""

    pattern = "({0} = ANY(ARRAY{1}))"
    arity = 2
    output_field = BooleanField()
    conditional = True


class DistanceToPoint(SqlPattern):
    """Distance in degrees from a box to a point: an order that the GiST index itself can follow."""

    pattern = "({0} <-> point({1}, {2}))"
    arity = 3
    output_field = FloatField()


def place_condition(shape: Shape, *, certain: bool, alone: bool = False) -> Q:
    """Entries with a place that touches the shape or, ``certain``, whose whole circle lies in it.

    Few places are listed by the GiST index. With many, PostgreSQL chooses whether to begin with them, unless nothing
    else is asked for (``alone``).
    """
    few = capped(_nearest_first(shape), FEW)
    here = Q(Exists(_places_of_entry(shape, certain)))
    if few is None:
        listed = alone and estimated_incidents(shape) <= ALONE
        return listed_by_index(shape, certain=certain) if listed else here
    return in_sequences(few) & here


def touches_many_places(shape: Shape) -> bool:
    """Whether so many places touch it that to list them costs more than to look at some entries."""
    return capped(_nearest_first(shape), FEW) is None


def estimated_incidents(shape: Shape) -> int:
    """About how many incidents touch it: from the sums kept for maps, to a cell, and as of when they were kept."""
    window = window_around(_box(shape), COARSEST)
    columns = reduce(or_, (Q(x__range=edges) for edges in window.columns))
    cells = CoarseCell.objects.using(ALIAS).filter(columns, y__range=window.rows)
    return int(cells.aggregate(number=Sum("incidents"))["number"] or 0)


def tested_for_each_entry(shape: Shape, *, certain: bool) -> Q:
    """The same condition in a form of which no join can be made: for walking along an order."""
    return Q(IsNull(Subquery(_places_of_entry(shape, certain).values("pk")[:1]), False))


def listed_by_index(shape: Shape, *, certain: bool) -> Q:
    """The same condition in a form that makes PostgreSQL list them all first, by the GiST index."""
    area = BoxOf("west", "south", "east", "north")
    touching = (Q(BoxOverlaps(area, _constant(box))) for box in box_on_each_turn(_box(shape)))
    places = EntryPlace.objects.using(ALIAS).filter(reduce(or_, touching), *_exact(shape, certain))
    return Q(InSubqueryArray(F("edition_id"), Subquery(places.values("entry_id"))))


def _places_of_entry(shape: Shape, certain: bool) -> PlaceSet:
    """With plain comparisons, which no index tempts PostgreSQL to begin with."""
    touching = (
        Q(west__lte=box.east, east__gte=box.west, south__lte=box.north, north__gte=box.south)
        for box in box_on_each_turn(_box(shape))
    )
    return EntryPlace.objects.using(ALIAS).filter(
        reduce(or_, touching), *_exact(shape, certain), entry=OuterRef("pk")
    )


def _box(shape: Shape) -> Box:
    return box_around(shape.lat, shape.lon, shape.km) if isinstance(shape, Circle) else shape


def _nearest_first(shape: Shape) -> PlaceSequences:
    """Entries of places that touch the box around it. In this order the index is read no further than is asked; in
    none, all that it holds in the box would be."""
    area = BoxOf("west", "south", "east", "north")
    each = []
    for box in box_on_each_turn(_box(shape)):
        middle = _degrees((box.west + box.east) / 2), _degrees((box.south + box.north) / 2)
        near = EntryPlace.objects.using(ALIAS).filter(BoxOverlaps(area, _constant(box)))
        each.append(
            near.order_by(DistanceToPoint(area, *middle)).values_list("entry_id", flat=True)[: FEW + 1]
        )
    return each[0].union(*each[1:], all=True) if len(each) > 1 else each[0]


def _exact(shape: Shape, certain: bool) -> list[Q]:
    """What the boxes around do not settle: the corners outside of a circle, and whether a place lies inside."""
    if isinstance(shape, Circle):
        away = DistanceKm(shape.lat, shape.lon)
        reach = away + F("radius_km") if certain else away - F("radius_km")
        return [Q(LessThanOrEqual(reach, Value(shape.km)))]
    if not certain:
        return [Q(ReachesBox(shape))]
    # The box around a circle touches its four sides, so that it lies inside exactly where the circle does.
    within = Q(south__gte=shape.south, north__lte=shape.north)
    if shape.east - shape.west < ALL_LONGITUDES:
        turns = box_on_each_turn(shape)
        within &= reduce(or_, (Q(west__gte=box.west, east__lte=box.east) for box in turns))
    return [within]


def _constant(box: Box) -> BoxOf:
    return BoxOf(*(_degrees(edge) for edge in (box.west, box.south, box.east, box.north)))


def _degrees(value: float) -> Value:
    return Value(value, FloatField())
