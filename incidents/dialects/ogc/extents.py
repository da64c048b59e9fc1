"""Extent of a collection in space and time: where clients zoom to when they open it."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date
from functools import reduce
from typing import Any

from django.db.models import Max, Min, Q, QuerySet

from ...codebook import EditionKind, Extent, Purpose
from ...record.models import Edition, EntryPlace, Row
from ...record.reading import ALIAS, State, Subject
from .parameters import CRS84

GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"


@dataclass(frozen=True)
class CollectionExtent:
    """West, south, east, north, first day and last; each empty where nothing has one."""

    west: float | None = None
    south: float | None = None
    east: float | None = None
    north: float | None = None
    first: date | None = None
    last: date | None = None

    def union(self, other: CollectionExtent) -> CollectionExtent:
        return CollectionExtent(
            _best(min, self.west, other.west),
            _best(min, self.south, other.south),
            _best(max, self.east, other.east),
            _best(max, self.north, other.north),
            _best(min, self.first, other.first),
            _best(max, self.last, other.last),
        )

    def touches(self, around: CollectionExtent) -> bool:
        """Whether it reaches as far as the other on any side."""
        sides = zip(astuple(self), astuple(around), strict=True)
        return any(mine is not None and mine == other for mine, other in sides)

    def as_json(self) -> dict[str, Any]:
        """A part that nothing has is left out."""
        extent: dict[str, Any] = {}
        if self.west is not None:
            extent["spatial"] = {"bbox": [[self.west, self.south, self.east, self.north]], "crs": CRS84}
        if self.first and self.last:
            interval = [f"{self.first.isoformat()}T00:00:00Z", f"{self.last.isoformat()}T23:59:59Z"]
            extent["temporal"] = {"interval": [interval], "trs": GREGORIAN}
        return extent


_last: dict[Subject, tuple[State, CollectionExtent]] = {}


def extent_of(subject: Subject, state: State) -> CollectionExtent:
    """Of what is in force, in the newest state or one that was the newest a moment ago.

    What was issued since only widens what is known, and what was replaced leaves it as it is, unless it lay at an
    edge. Then all is measured afresh; so it is when something was withheld, whose traces are gone.
    """
    earlier = _last.get(subject)
    if earlier and earlier[0] == state:
        return earlier[1]
    extent = _updated(subject, *earlier, state) if earlier else None
    extent = extent or _measured(subject, _in_force(state.sequence, after=0))
    _last[subject] = state, extent
    return extent


def _updated(subject: Subject, old: State, extent: CollectionExtent, new: State) -> CollectionExtent | None:
    """``None`` where that cannot be told from what changed."""
    if not _follows(old, new):
        return None
    closed = {"until__gt": old.sequence, "until__lte": new.sequence, "edition__lte": old.sequence}
    if _measured(subject, closed).touches(extent):
        return None
    return extent.union(_measured(subject, _in_force(new.sequence, after=old.sequence)))


def _follows(old: State, new: State) -> bool:
    """Whether the new state is of this very log, which its digest says, and nothing was withheld on the way."""
    log = Edition.objects.using(ALIAS)
    since = log.filter(sequence__gt=old.sequence, sequence__lte=new.sequence)
    return (
        old.sequence < new.sequence
        and log.filter(sequence=old.sequence, digest=old.digest).exists()
        and not since.filter(Q(kind=EditionKind.WITHHELD) | Q(purpose=Purpose.PROTECTIVE)).exists()
    )


def _in_force(sequence: int, *, after: int) -> dict[str, int]:
    return {"edition__gt": after, "edition__lte": sequence, "until__gt": sequence}


def _measured(subject: Subject, entries: dict[str, int]) -> CollectionExtent:
    """Of the entries that the conditions are true of."""
    which = {"entry__subject": subject.value, **{f"entry__{name}": value for name, value in entries.items()}}
    if subject is Subject.LOCATION:
        return _around(EntryPlace.objects.using(ALIAS).filter(**which))
    rows = Row.objects.using(ALIAS).filter(**which)
    days = rows.aggregate(first=Min("date_from"), last=Max("date_to"))
    return _around(rows.filter(extent=Extent.SINGLE)).union(CollectionExtent(**days))


def _around(points: QuerySet[Any]) -> CollectionExtent:
    return CollectionExtent(
        **points.aggregate(west=Min("lon"), south=Min("lat"), east=Max("lon"), north=Max("lat"))
    )


def _best(choose: Any, *values: Any) -> Any:
    numbers = [value for value in values if value is not None]
    return reduce(choose, numbers) if numbers else None
