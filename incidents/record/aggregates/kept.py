"""Which of the kept sums can answer, and what they leave to be counted one by one.

Filters by area or by day find a few incidents that the kept sums hold under another area or an earlier period: those
that name several places, and those that began before the first day. They are counted from the index and added.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from ...codebook import GradeAbout, LocationType
from .. import terms
from ..models import Entry
from ..names import resolved
from ..states import ALIAS
from ..subjects import Subject
from ..summaries import states
from ..summary import Summary
from .asking import AREAS, Asked
from .tables import SUMMARIES

KNOWN = frozenset({"event_type", "sub_event_type", "extent", "grade", "from", "to", *AREAS})
"""Filters that the kept sums can follow."""
ELSEWHERE = frozenset({"as_of", "release", *KNOWN})


@dataclass(frozen=True)
class Kept:
    """A summary, the state it stands for, the condition on its rows, and the entries to be counted besides."""

    summary: Summary
    since: int
    conditions: list[str] = field(default_factory=list)
    parameters: list[Any] = field(default_factory=list)
    besides: list[Q] = field(default_factory=list)


def kept(asked: Asked) -> Kept | None:
    """``None`` where all has to be counted from the index: for other filters, and for states before the sums."""
    if asked.overlap or asked.each_place or not ELSEWHERE.issuperset(_filters(asked)):
        return None
    summary = next((one for one in SUMMARIES if _answers(one, asked)), None)
    if summary is None:
        return None
    since = states([summary.table], using=ALIAS)[summary.table]
    if not 0 < since <= asked.query.state.sequence:
        return None
    return _with_conditions(summary, since, asked)


def _filters(asked: Asked) -> set[str]:
    own = {"by", "measures", "spread", "each_place", "empty"}
    return set(asked.query.parameters) - own


def _answers(summary: Summary, asked: Asked) -> bool:
    wanted = {one for one in asked.by if one != asked.unit} | (_filters(asked) & (KNOWN - {"from", "to"}))
    if any(name in asked.given for name in AREAS):
        wanted.add("several")
    return wanted <= summary.keys.keys() and _is_fine_enough(summary, asked)


def _is_fine_enough(summary: Summary, asked: Asked) -> bool:
    monthly = summary.table.startswith("record_monthly")
    if asked.unit in ("week", "day"):
        return not monthly
    if asked.unit in ("year", "month"):
        return monthly and _whole_months(*asked.days)
    return not monthly or _whole_months(*asked.days)


def _whole_months(first: date | None, last: date | None) -> bool:
    after = last + timedelta(days=1) if last and last < date.max else None
    return (first is None or first.day == 1) and (after is None or after.day == 1)


def _with_conditions(summary: Summary, since: int, asked: Asked) -> Kept | None:
    found = Kept(summary, since)
    codes = {name: asked.given.get(name) for name in ("event_type", "sub_event_type", "extent", "country")}
    if "admin1" in asked.given:
        codes["admin1"] = _divisions(asked)
        if codes["admin1"] is None:
            return None
    if "grade" in asked.given:
        codes["grade"] = [value for about, value in asked.given["grade"] if about == GradeAbout.OCCURRENCE]
        if len(codes["grade"] or ()) < len(asked.given["grade"]):
            return None
    for column, wanted in codes.items():
        if wanted:
            found.conditions.append(f"{column} = ANY(%s)")
            found.parameters.append(list(wanted))
    _by_area(found, asked)
    _by_day(found, asked)
    return found


def _divisions(asked: Asked) -> list[str] | None:
    """Ids of governorates; ``None`` where one is the id of something else, which the sums know nothing of."""
    state = asked.query.state
    ids = resolved("admin1", Subject.LOCATION, asked.given["admin1"], state, kind=LocationType.ADMIN1)
    places = Entry.objects.using(ALIAS).of(Subject.LOCATION).at(state.sequence).filter(public_id__in=ids)
    divisions = places.filter(terms__contains=[terms.code("kind", LocationType.ADMIN1)])
    return ids if divisions.count() == len(set(ids)) else None


def _by_area(found: Kept, asked: Asked) -> None:
    if any(name in asked.given for name in AREAS):
        found.conditions.append("NOT several")
        found.besides.append(Q(row__places__gt=1))


def _by_day(found: Kept, asked: Asked) -> None:
    first, last = asked.days
    if first:
        found.conditions.append("first >= %s")
        found.parameters.append(first)
    if last:
        found.conditions.append("first <= %s")
        found.parameters.append(last)
    if first and first > date.min:
        begun = Q(occurred__contains=DateRange(first - timedelta(days=1), first + timedelta(days=1), "[)"))
        found.besides.append(begun & Q(row__places__lte=1) if found.besides else begun)


def columns(summary: Summary, asked: Asked) -> Iterator[str]:
    """The keys that were asked for, as expressions over the summary's columns."""
    for one in asked.by:
        yield _period(one) if one == asked.unit else one


def _period(unit: str) -> str:
    match unit:
        case "month" | "day":
            return "CASE WHEN fit = 0 THEN first END"
        case _:
            return f"CASE WHEN fit <= 1 THEN date_trunc('{unit}', first::timestamp)::date END"
