"""Reading the standard's parameters, and saying them in the record's own grammar."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property, reduce
from operator import or_

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from ...codebook import Extent
from ...geo import Box
from ...record.entry_set import EntrySet
from ...record.models import EntryPlace, Row
from ...record.probes import capped
from ...record.reading import ALIAS, BadParameters, Problem, Query, Subject, parse
from .layers import Layer

DEFAULT_LIMIT, MOST = 100, 10_000
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CRS84H = "http://www.opengis.net/def/crs/OGC/0/CRS84h"
OPEN = ("", "..")
"""An end of an interval that is not bounded."""

_NUMBER = re.compile(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?\s*")
_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[Tt ](?:(?P<time>\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?)(?P<zone>[Zz]|[-+ ]\d{2}:?\d{2})?)?)?"
)


class _Wrong(ValueError):
    """What is wrong with one parameter, for its reader."""


@dataclass(frozen=True)
class Asked:
    """A page of features as it was asked for."""

    query: Query
    limit: int
    box: Box | None

    @cached_property
    def few(self) -> list[int] | None:
        """The entries with a point in the box, or ``None`` where they are many (see record/probes.py)."""
        if self.box is None:
            return None
        return _points(self.query.subject, self.box)

    @property
    def is_crowded(self) -> bool:
        """Whether a box was asked for that holds too many to be listed, or to be counted in passing."""
        return self.box is not None and self.few is None

    def entries(self) -> EntrySet:
        """All that is asked for, in no order. Few are listed; many are met soon by walking along the order."""
        found = self.query.apply()
        if self.few is not None:
            return found.filter(edition__in=self.few)
        return found.filter(_inside(self.box, "row__"), row__extent=Extent.SINGLE) if self.box else found


def asked(parameters: QueryDict, layer: Layer) -> Asked:
    """Raises ``BadParameters`` that names every parameter that is wrong."""
    problems: list[Problem] = []
    native = {name: parameters.getlist(name) for name in parameters if name in layer.filters}
    limit, box, days = DEFAULT_LIMIT, None, {}
    for name, text in _standard(parameters, problems):
        try:
            match name:
                case "limit":
                    limit = _limit(text)
                case "bbox":
                    box = _box(text)
                case "datetime":
                    days = _days(text)
                case "bbox-crs" | "crs":
                    _check_crs(text, with_height=name == "bbox-crs")
        except _Wrong as wrong:
            problems.append(Problem(name, str(wrong)))
    if box is not None:
        native["bbox"] = [_written(box)]
    if layer.dated:
        native |= {name: [day] for name, day in days.items()}
    if parameters.get("cursor"):
        native["cursor"] = parameters.getlist("cursor")
    return Asked(_without_box(_parsed(native, layer, problems)), limit, box)


def check_crs(parameters: QueryDict) -> None:
    """Raises ``BadParameters`` where another reference system is asked for than the one there is."""
    try:
        for text in parameters.getlist("crs"):
            _check_crs(text, with_height=False)
    except _Wrong as wrong:
        raise BadParameters([Problem("crs", str(wrong))]) from None


def _standard(parameters: QueryDict, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """Each once, but for ``datetime`` as GDAL repeats it."""
    for name in ("limit", "bbox", "datetime", "bbox-crs", "crs"):
        given = parameters.getlist(name)
        if name == "datetime" and len(given) == 2:
            given = _both_halves(*given)
        if len(given) > 1:
            problems.append(Problem(name, _("is given more than once")))
        elif given:
            yield name, given[0]


def _both_halves(*intervals: str) -> list[str]:
    """``since/..`` and ``../until``, which GDAL writes apart, as one interval; any other two stay two."""
    since = [one.split("/")[0] for one in intervals if one.endswith(("/..", "/"))]
    until = [one.split("/")[-1] for one in intervals if one.startswith(("../", "/"))]
    return [f"{since[0]}/{until[0]}"] if len(since) == len(until) == 1 else list(intervals)


def _parsed(native: Mapping[str, list[str]], layer: Layer, problems: list[Problem]) -> Query:
    """The query; what the record finds wrong is told together with what was found wrong before."""
    spoken = QueryDict(mutable=True)
    for name, values in native.items():
        spoken.setlist(name, values)
    try:
        query = parse(spoken, layer.subject)
    except BadParameters as bad:
        raise BadParameters(problems + bad.problems) from None
    if problems:
        raise BadParameters(problems)
    return query


def _limit(text: str) -> int:
    """What is too much is not refused: the page is simply no longer than the longest."""
    if not re.fullmatch(r"[0-9]{1,18}", text) or int(text) == 0:
        raise _Wrong(_("is not a whole number from 1 to %(most)s") % {"most": MOST})
    return min(int(text), MOST)


def _check_crs(text: str, *, with_height: bool) -> None:
    known = {CRS84, CRS84H} if with_height else {CRS84}
    if text.replace("https://", "http://", 1) not in known:
        raise _Wrong(_("can only be %(known)s") % {"known": CRS84})


def _box(text: str) -> Box:
    """Four or six numbers; heights are passed over, since nothing here has one."""
    parts = text.split(",")
    if len(parts) not in (4, 6) or not all(_NUMBER.fullmatch(part) for part in parts):
        raise _Wrong(_("is four numbers west,south,east,north, or six with heights"))
    numbers = [float(part) for part in parts]
    west, south, east, north = numbers if len(numbers) == 4 else (*numbers[:2], *numbers[3:5])
    if not all(math.isfinite(one) for one in numbers) or max(map(abs, (west, east))) > 540:
        raise _Wrong(_("is not on the earth"))
    if south > north:
        raise _Wrong(_("has its south above its north"))
    if south > 90 or north < -90:
        raise _Wrong(_("is not on the earth"))
    west, east = _around(west, east)
    return Box(west, max(south, -90.0), east, min(north, 90.0))


def _around(west: float, east: float) -> tuple[float, float]:
    """Within 180 degrees. Clients that let one pan around the globe count on beyond it."""
    if east - west >= 360:
        return -180.0, 180.0
    return _turned(west), _turned(east)


def _turned(degrees: float) -> float:
    return degrees if -180 <= degrees <= 180 else (degrees + 180) % 360 - 180


def _written(box: Box) -> str:
    """For the record's grammar, which knows no exponents. Points have five decimals, so that six lose none."""
    return ",".join(f"{edge:.6f}" for edge in (box.west, box.south, box.east, box.north))


def _without_box(query: Query) -> Query:
    """The record's box finds circles that touch it; here the point itself must lie inside, as the standard has it.

    It stays among the parameters, so that a cursor belongs to it; and, ``certain``, also among the conditions: then
    the whole circle must lie inside.
    """
    if query.given.get("certain"):
        return query
    return replace(query, given={name: value for name, value in query.given.items() if name != "bbox"})


def _points(subject: Subject, box: Box) -> list[int] | None:
    if subject is Subject.LOCATION:
        # There are some thousands of them at most.
        places = EntryPlace.objects.using(ALIAS).filter(_inside(box), entry__subject=subject.value)
        return list(places.values_list("entry_id", flat=True))
    points = Row.objects.using(ALIAS).filter(_inside(box), extent=Extent.SINGLE)
    return capped(points.order_by().values_list("entry_id", flat=True))


def _inside(box: Box, path: str = "") -> Q:
    spans = (Q(**{f"{path}lon__range": span}) for span in box.spans())
    return Q(**{f"{path}lat__range": (box.south, box.north)}) & reduce(or_, spans)


def _days(text: str) -> dict[str, str]:
    """``from`` and ``to`` of the record's grammar: days in UTC, since incidents are known by the day.

    An end may be open: ``..`` or nothing.
    """
    ends = text.split("/")
    if len(ends) > 2 or not text:
        raise _Wrong(_moments())
    first, last = (_day(end, single=len(ends) == 1) for end in (ends[0], ends[-1]))
    if first and last and first > last:
        raise _Wrong(_("ends before it begins"))
    days = {"from": first, "to": last}
    return {name: day.isoformat() for name, day in days.items() if day}


def _day(text: str, *, single: bool) -> date | None:
    if text in OPEN and not single:
        return None
    match = _MOMENT.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        return _in_utc(match)
    except (ValueError, OverflowError):
        raise _Wrong(_moments()) from None


def _in_utc(match: re.Match[str]) -> date:
    """The day of an instant; GDAL leaves out the time but not its T, and QGIS the zone."""
    if match["time"] is None:
        return date.fromisoformat(match["day"])
    # A plus sign in an address is read as a space unless it was escaped.
    zone = (match["zone"] or "Z").upper().replace(" ", "+")
    clock = match["time"] if ":" in match["time"] else f"{match['time']}:00"
    return datetime.fromisoformat(f"{match['day']}T{clock}{zone}").astimezone(UTC).date()


def _moments() -> str:
    return _("is an instant or an interval such as 2021-04-20T00:00:00Z or 2021-04-01/.. (RFC 3339)")
