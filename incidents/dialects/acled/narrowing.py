"""Conditions on columns as conditions on the record's index, so that few documents need to be read.

A narrowing never leaves out a row that satisfies the condition. Where it also lets nothing else through it is
exact, and then neither is a document read to count them. A test holds both to the columns themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, reduce
from operator import and_, or_

from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual

from ...codebook import CivilianHarm, DatePrecision, LocationType
from ...folding import fold
from ...record import terms
from ...record.states import first_sequence_since
from ...record.wording import LONGEST_TEXT
from . import crosswalk
from .actors import UNNAMED
from .columns import BETWEEN, EQUAL, LAST_SECOND, LIKE, pieces
from .filters import Condition, Filter
from .regions import NOWHERE, Country, countries

_LOOKUPS = {EQUAL: "exact", ">": "gt", "<": "lt", ">=": "gte", "<=": "lte"}
_MARKS = ("alleged", "disputed")
NONE = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Narrowed:
    """``where`` to look, and whether all that is there is wanted."""

    where: Q
    exact: bool


ANYWHERE = Narrowed(Q(), exact=False)


def narrowed(filters: Iterable[Filter]) -> Narrowed:
    """All filters together. Reads the log where a moment has to be found in it."""
    all_of = [_alternatives([_narrow(condition) for condition in one]) for one in filters]
    return Narrowed(reduce(and_, (one.where for one in all_of), Q()), all(one.exact for one in all_of))


def _alternatives(one_of: list[Narrowed]) -> Narrowed:
    if any(not one.where for one in one_of):
        return ANYWHERE
    return Narrowed(reduce(or_, (one.where for one in one_of)), all(one.exact for one in one_of))


def _narrow(condition: Condition) -> Narrowed:
    narrow = _NARROWING.get(condition.column.name)
    return narrow(condition) if narrow else ANYWHERE


def _compared(field: str, condition: Condition, value: Callable[[str], object]) -> Narrowed:
    """A column of the index that holds the very value."""
    if condition.operator == LIKE:
        return ANYWHERE
    values = [value(text) for text in condition.texts]
    if condition.operator == BETWEEN:
        return Narrowed(Q(**{f"{field}__gte": values[0], f"{field}__lte": values[1]}), exact=True)
    lookup = f"{field}__{_LOOKUPS[condition.operator]}"
    return Narrowed(reduce(or_, (Q(**{lookup: one}) for one in values)), exact=True)


def _day(condition: Condition) -> Narrowed:
    return _compared("occurred_from", condition, date.fromisoformat)


def _year(condition: Condition) -> Narrowed:
    return _compared("occurred_from__year", condition, int)


def _degrees(field: str) -> Callable[[Condition], Narrowed]:
    return lambda condition: _compared(field, condition, float)


def _fatalities(condition: Condition) -> Narrowed:
    """The best figure, or without one the least above nothing; see ``event.fatalities``."""
    best, least = (_compared(f"row__killed_{end}", condition, int) for end in ("best", "low"))
    if not best.where:
        return ANYWHERE
    without = Q(row__killed_best=None, row__killed_low__gt=0) & least.where
    return Narrowed(best.where | without, exact=True)


def _moment(condition: Condition) -> Narrowed:
    """Times of issue rise with the sequence, and a second holds all its fractions."""
    if condition.operator == LIKE:
        return ANYWHERE
    seconds = [condition.column.read(text) for text in condition.texts]
    if condition.operator == BETWEEN:
        return Narrowed(_since(seconds[0]) & ~_since(seconds[1] + 1), exact=True)
    within = {
        EQUAL: lambda one: _since(one) & ~_since(one + 1),
        ">=": _since,
        ">": lambda one: _since(one + 1),
        "<": lambda one: ~_since(one),
        "<=": lambda one: ~_since(one + 1),
    }
    return Narrowed(reduce(or_, map(within[condition.operator], seconds)), exact=True)


def _since(second: int) -> Q:
    moment = datetime.fromtimestamp(min(second, LAST_SECOND), UTC)
    return Q(edition__gte=first_sequence_since(moment))


def _id(condition: Condition) -> Narrowed:
    """A whole id is asked for as such; a part of one is looked for in all."""
    if condition.operator not in (EQUAL, LIKE):
        return ANYWHERE
    if condition.operator == EQUAL:
        ids = [fold(text).upper().replace(" ", "-") for text in condition.texts]
        return Narrowed(Q(public_id__in=ids), exact=True)
    parts = [piece.upper().replace(" ", "-") for text in condition.texts for piece in pieces(text)[:1]]
    return Narrowed(reduce(or_, (Q(public_id__contains=part) for part in parts)), exact=False)


def _kind_of_event(column: Callable[[str, str], str]) -> Callable[[Condition], Narrowed]:
    """The pairs of codes that the column's words stand for."""

    def narrow(condition: Condition) -> Narrowed:
        pairs = [codes for codes in crosswalk.event_codes() if condition.test(column(*codes))]
        kinds = sorted({kind for kind, _sub in pairs})
        where = [_codes(kind, [sub for one, sub in pairs if one == kind]) for kind in kinds]
        return Narrowed(reduce(or_, where, NONE), exact=True)

    return narrow


def _codes(kind: str, subs: list[str]) -> Q:
    of_kind = Q(terms__contains=[terms.code("event_type", kind)])
    return of_kind & Q(terms__overlap=[terms.code("sub_event_type", sub) for sub in subs])


def _targeting(condition: Condition) -> Narrowed:
    targeted = Q(terms__contains=[terms.code("civilian_harm", CivilianHarm.TARGETED)])
    where = NONE
    if condition.test(crosswalk.CIVILIAN_TARGETING):
        where |= targeted
    if condition.test(""):
        where |= ~targeted
    return Narrowed(where, exact=True)


def _land(column: Callable[[Country], str | int | None]) -> Callable[[Condition], Narrowed]:
    """The countries for which the column satisfies the condition."""

    def narrow(condition: Condition) -> Narrowed:
        codes = [code for code, land in countries().items() if condition.test(column(land))]
        where = Q(row__country__in=codes) if codes else NONE
        if condition.test(column(NOWHERE)):
            where |= Q(row__country=None) | ~Q(row__country__in=list(countries()))
        return Narrowed(where, exact=True)

    return narrow


def _coded(
    field: str, codes: Iterable[str], number: Callable[[str], int | None]
) -> Callable[[Condition], Narrowed]:
    def narrow(condition: Condition) -> Narrowed:
        found = [code for code in codes if condition.test(number(code))]
        return Narrowed(Q(**{f"{field}__in": found}) if found else NONE, exact=True)

    return narrow


def _words(condition: Condition) -> Narrowed:
    """Names stand among the index's words of a document, folded as they are here."""
    if condition.operator not in (EQUAL, LIKE):
        return ANYWHERE
    sought = [_sought(text, condition.operator) for text in condition.texts]
    if not all(sought):
        return ANYWHERE
    among = reduce(or_, (reduce(and_, (Q(text__contains=word) for word in words)) for words in sought))
    # What comes after the longest text is not in the index.
    cut_off = Q(GreaterThanOrEqual(Length("text"), LONGEST_TEXT))
    return Narrowed(among | cut_off, exact=False)


def _sought(text: str, operator: str) -> list[str]:
    """Words that must be in the document; none where what the columns say of their own may be meant.

    Word by word: a column joins several names, and adds the mark of an allegation to them.
    """
    wanted = pieces(text) if operator == LIKE else [fold(text)]
    if any(piece in _our_own() for piece in wanted):
        return []
    words = {word for piece in wanted for word in piece.split(" ")}
    return sorted(word for word in words if not any(word in mark for mark in _MARKS))


@cache
def _our_own() -> str:
    """What stands in the columns where the document names nobody."""
    return "\n".join(fold(f"{who} ({land.name})") for land in countries().values() for who in UNNAMED)


_NARROWING: dict[str, Callable[[Condition], Narrowed]] = {
    "event_id_cnty": _id,
    "event_date": _day,
    "year": _year,
    "time_precision": _coded("row__date_precision", DatePrecision.values, crosswalk.time_precision),
    "disorder_type": _kind_of_event(crosswalk.disorder_type),
    "event_type": _kind_of_event(crosswalk.event_type),
    "sub_event_type": _kind_of_event(crosswalk.sub_event_type),
    **dict.fromkeys(("actor1", "assoc_actor_1", "actor2", "assoc_actor_2"), _words),
    "civilian_targeting": _targeting,
    "iso": _land(lambda land: land.iso),
    "region": _land(lambda land: land.region_name),
    "country": _land(lambda land: land.name),
    **dict.fromkeys(("admin1", "admin2", "admin3", "location", "source"), _words),
    "latitude": _degrees("row__lat"),
    "longitude": _degrees("row__lon"),
    "geo_precision": _coded("row__location_type", LocationType.values, crosswalk.geo_precision),
    "fatalities": _fatalities,
    "timestamp": _moment,
}
"""What no index knows is left out: kinds of actors, notes and tags."""
