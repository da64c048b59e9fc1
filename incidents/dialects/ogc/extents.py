"""How far a collection reaches in space and time: where clients zoom to when they open it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

from django.db.models import Max, Min, QuerySet

from ...codebook import EditionKind, Extent
from ...record.models import Edition, EntryPlace, Row
from ...record.reading import ALIAS, State, Subject
from .asked import CRS84

GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"


@dataclass(frozen=True)
class Reach:
    """West, south, east, north, first day and last; each empty where nothing has one."""

    west: float | None = None
    south: float | None = None
    east: float | None = None
    north: float | None = None
    first: date | None = None
    last: date | None = None

    def and_(self, other: Reach) -> Reach:
        return Reach(
            _of(min, self.west, other.west),
            _of(min, self.south, other.south),
            _of(max, self.east, other.east),
            _of(max, self.north, other.north),
            _of(min, self.first, other.first),
            _of(max, self.last, other.last),
        )

    def extent(self) -> dict[str, Any]:
        """As collections tell it; a part that nothing has is left out."""
        told: dict[str, Any] = {}
        if self.west is not None:
            told["spatial"] = {"bbox": [[self.west, self.south, self.east, self.north]], "crs": CRS84}
        if self.first and self.last:
            interval = [f"{self.first.isoformat()}T00:00:00Z", f"{self.last.isoformat()}T23:59:59Z"]
            told["temporal"] = {"interval": [interval], "trs": GREGORIAN}
        return told


_known: dict[Subject, tuple[State, Reach]] = {}


def reach(subject: Subject, state: State) -> Reach:
    """Of what is in force. New publications only add to what is known; anything else is measured afresh.

    So that what was withheld leaves no trace in the corner of a box. Fresh it is a second for three million.
    """
    known = _known.get(subject)
    if known and known[0] == state:
        return known[1]
    if known and _only_added(known[0], state):
        found = known[1].and_(_measured(subject, state, after=known[0].sequence))
    else:
        found = _measured(subject, state, after=0)
    _known[subject] = state, found
    return found


def _only_added(old: State, new: State) -> bool:
    """Whether the new state is the old one and first editions. Its digest says that it is of this very log."""
    log = Edition.objects.using(ALIAS)
    since = log.filter(sequence__gt=old.sequence, sequence__lte=new.sequence)
    return (
        old.sequence < new.sequence
        and log.filter(sequence=old.sequence, digest=old.digest).exists()
        and not since.exclude(kind=EditionKind.PUBLISHED).exists()
    )


def _measured(subject: Subject, state: State, *, after: int) -> Reach:
    in_force = {
        "entry__subject": subject.value,
        "entry__edition__gt": after,
        "entry__edition__lte": state.sequence,
        "entry__until__gt": state.sequence,
    }
    if subject is Subject.LOCATION:
        return _around(EntryPlace.objects.using(ALIAS).filter(**in_force))
    rows = Row.objects.using(ALIAS).filter(**in_force)
    days = rows.aggregate(first=Min("date_from"), last=Max("date_to"))
    return _around(rows.filter(extent=Extent.SINGLE)).and_(Reach(**days))


def _around(points: QuerySet[Any]) -> Reach:
    return Reach(**points.aggregate(west=Min("lon"), south=Min("lat"), east=Max("lon"), north=Max("lat")))


def _of(best: Any, *values: Any) -> Any:
    known = [one for one in values if one is not None]
    return reduce(best, known) if known else None
