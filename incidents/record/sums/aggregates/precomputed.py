"""Choice of the kept sums that can answer a request, and what they leave to be counted one by one.

Filters by area or by day find a few incidents that the kept sums hold under another area or another month: those that
name several places, those that began before the first day, and those of a month that is asked for in part. They are
counted from the index and added.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from ....codebook import GradeAbout, LocationType
from ...filters.known_ids import refuse_unknown_origins
from ...filters.names import resolve_names
from ...models import Entry
from ...models.monthly_sums import FOUND_BY, SUMMARIES
from ...models.summary import Summary
from ...projection import terms
from ...states import ALIAS
from ...subjects import Subject
from ..summaries import states
from .parameters import AREAS, AggregateRequest

PLACES = frozenset({*AREAS, "location"})
KNOWN = frozenset({"event_type", "sub_event_type", "extent", "grade", "from", "to", *PLACES, *FOUND_BY})
"""Filters that the kept sums can follow."""
EARLIEST, LATEST = date(1, 2, 1), date(9999, 11, 30)
"""Days that have a month before and after them in the calendar."""
ELSEWHERE = frozenset({"as_of", "release", *KNOWN})


@dataclass(frozen=True)
class PrecomputedSums:
    """A summary, the state it stands for, the condition on its rows, and the entries to be counted besides."""

    summary: Summary
    since: int
    conditions: list[str] = field(default_factory=list)
    parameters: list[Any] = field(default_factory=list)
    besides: list[Q] = field(default_factory=list)


def find_precomputed(request: AggregateRequest) -> PrecomputedSums | None:
    """``None`` where all has to be counted from the index: for other filters, and for states long before the sums."""
    if request.overlap or request.each_place or not ELSEWHERE.issuperset(_filters(request)):
        return None
    if any(day and not EARLIEST <= day <= LATEST for day in request.days):
        return None
    able = [summary for summary in SUMMARIES if _answers(summary, request)]
    if not able:
        return None
    summary = min(able, key=lambda summary: _cuts_a_month(summary, request))
    since = states([summary.table], using=ALIAS)[summary.table]
    # Back to an earlier state each edition between is looked at; to count that state itself, each edition before it.
    if not 0 < since <= 2 * request.query.state.sequence:
        return None
    return _with_conditions(summary, since, request)


def _filters(request: AggregateRequest) -> set[str]:
    own = {"by", "measures", "spread", "each_place", "empty"}
    return set(request.query.parameters) - own


def _answers(summary: Summary, request: AggregateRequest) -> bool:
    filters = _filters(request) & KNOWN
    needed = {dimension for dimension in request.by if dimension != request.unit} | (
        filters - {"from", "to", "location", *FOUND_BY}
    )
    if not PLACES.isdisjoint(filters):
        needed.add("several")
    if "location" in filters:
        needed.add("admin1")
    if not filters.isdisjoint(FOUND_BY):
        needed.add("term")
    if not needed <= summary.keys.keys():
        return False
    match request.unit:
        case "week" | "day":
            return not _is_monthly(summary)
        case "year" | "month":
            return _is_monthly(summary)
    return True


def _cuts_a_month(summary: Summary, request: AggregateRequest) -> bool:
    """Whether the days asked for begin or end within a month, of which part has to be counted one by one."""
    first, last = request.days
    cut = (first and first != _month_from(first)) or (last and last != _month_until(last))
    return _is_monthly(summary) and bool(cut)


def _is_monthly(summary: Summary) -> bool:
    return summary.table.startswith("record_monthly")


def _month_from(day: date) -> date:
    """The first day, from this on, that a month begins on."""
    return day if day.day == 1 else (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _month_until(day: date) -> date:
    """The last day, up to this, that a month ends on."""
    return day if (day + timedelta(days=1)).day == 1 else day.replace(day=1) - timedelta(days=1)


def _with_conditions(summary: Summary, since: int, request: AggregateRequest) -> PrecomputedSums | None:
    sums = PrecomputedSums(summary, since)
    codes = {name: request.values.get(name) for name in ("event_type", "sub_event_type", "extent", "country")}
    places = [name for name in ("admin1", "location") if name in request.values]
    terms_asked = [name for name in FOUND_BY if name in request.values]
    if len(places) > 1 or len(terms_asked) > 1:
        return None
    for name in places:
        codes["admin1"] = _divisions(name, request)
        if codes["admin1"] is None:
            return None
    for found_by in terms_asked:
        codes["term"] = _term(found_by, request)
        if codes["term"] is None:
            return None
    if "grade" in request.values:
        codes["grade"] = [value for about, value in request.values["grade"] if about == GradeAbout.OCCURRENCE]
        if len(codes["grade"] or ()) < len(request.values["grade"]):
            return None
    for column, values in codes.items():
        if values:
            sums.conditions.append(f"{column} = ANY(%s)")
            sums.parameters.append(list(values))
    if not PLACES.isdisjoint(request.values):
        sums.conditions.append("NOT several")
        sums.besides.append(Q(row__places__gt=1))
    _by_day(sums, request)
    return sums


def _term(name: str, request: AggregateRequest) -> list[str] | None:
    """The one term that is asked for; ``None`` for several, of which an incident may have more than one."""
    values = request.values[name]
    if len(values) > 1:
        return None
    if name in (Subject.ACTOR, Subject.SOURCE):
        values = resolve_names(name, Subject(name), values, request.query.state)
    if name == "origin":
        refuse_unknown_origins(values)
    folded = terms.origin(values[0]) if name == "origin" else f"{FOUND_BY[name]}{values[0]}"
    return [folded]


def _divisions(name: str, request: AggregateRequest) -> list[str] | None:
    """Ids of governorates; ``None`` where one is the id of something else, which the sums know nothing of."""
    state = request.query.state
    kind = LocationType.ADMIN1 if name == "admin1" else None
    ids = resolve_names(name, Subject.LOCATION, request.values[name], state, kind=kind)
    places = Entry.objects.using(ALIAS).of(Subject.LOCATION).at(state.sequence).filter(public_id__in=ids)
    divisions = places.filter(terms__contains=[terms.code("kind", LocationType.ADMIN1)])
    return ids if divisions.count() == len(set(ids)) else None


def _by_day(sums: PrecomputedSums, request: AggregateRequest) -> None:
    """Whole periods from the sums; what touches the days asked for and began outside of these, one by one."""
    first, last = request.days
    of_one_place = [Q(row__places__lte=1)] if sums.besides else []
    begin = None
    if first:
        begin = _month_from(first) if _is_monthly(sums.summary) else first
        sums.conditions.append("first >= %s")
        sums.parameters.append(begin)
        sums.besides.append(Q(_begun_before(begin, first), *of_one_place))
    if last:
        finish = _month_until(last) if _is_monthly(sums.summary) else last
        sums.conditions.append("first <= %s")
        sums.parameters.append(finish)
        # Days of one month alone all lie before the month that would have been the first of the sums.
        if finish < last and not (begin and begin > last):
            sums.besides.append(Q(*of_one_place, occurred_from__gt=finish))


def _begun_before(begin: date, first: date) -> Q:
    """What touches the days from the first on and began before the sums do."""
    if begin == first:
        return Q(occurred__contains=DateRange(first - timedelta(days=1), first + timedelta(days=1), "[)"))
    return Q(occurred__overlap=DateRange(first, begin, "[)"), occurred_from__lt=begin)


def columns(summary: Summary, request: AggregateRequest) -> Iterator[str]:
    """The keys that were asked for, as expressions over the summary's columns."""
    for dimension in request.by:
        if dimension != request.unit:
            yield dimension
        elif dimension in ("month", "day"):
            yield "CASE WHEN fit = 0 THEN first END"
        else:
            yield f"CASE WHEN fit <= 1 THEN date_trunc('{dimension}', first::timestamp)::date END"
