"""Whether a mapping fits its table and the codebook, said before a row is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches

from incidents.codebook import (
    ActorKind,
    CasualtyStatus,
    CivilianHarm,
    Coded,
    DatePrecision,
    EventType,
    Extent,
    Licence,
    LocationType,
    Outcome,
    Role,
    Side,
    SourceKind,
    Standing,
    SubEventType,
)
from incidents.folding import fold

from ..acled.coder import KEY as ACLED
from ..ged.coder import KEY as GED
from .mapping import BadMapping, Mapping, fields_of, given, pick

CODED: dict[str, type[Coded]] = {
    "event_type": EventType,
    "sub_event_type": SubEventType,
    "extent": Extent,
    "civilian_harm": CivilianHarm,
    "dates.precision": DatePrecision,
    "place.precision": LocationType,
    "actors.role": Role,
    "actors.side": Side,
    "actors.standing": Standing,
    "actors.kind": ActorKind,
}
"""Fields that hold a code, without the number of the row they stand in."""

_MUST = {"id", "event_type", "dates.first", "place.country"}
_ANY_DAY = datetime(2021, 4, 13, tzinfo=UTC)
_ORDERS = ("", "day-first", "month-first")
_OF_ACLED = {"event_id_cnty", "inter1", "geo_precision"}
"""Columns that only ACLED's tables have together."""


def codes_for(key: str) -> type[Coded] | None:
    """The vocabulary of a field, whose key may have the number of a row in it."""
    return CODED.get(_without_number(key))


def check(mapping: Mapping, heading: Sequence[str]) -> None:
    """Raises ``BadMapping`` with everything that is wrong."""
    problems = [*_dataset(mapping, heading), *_fields(mapping, heading), *_rows(mapping)]
    if problems:
        raise BadMapping(problems)


def _without_number(key: str) -> str:
    name, bracket, rest = key.partition("[")
    return name + rest.partition("]")[2] if bracket else key


def _dataset(mapping: Mapping, heading: Sequence[str]) -> Iterator[tuple[str, str]]:
    facts = mapping.dataset
    if not facts.key or fold(facts.key).replace(" ", "-") != facts.key or len(facts.key) > 40:
        yield (
            "dataset.key",
            "Give a short name of letters without accents, digits and hyphens, such as city-list.",
        )
    if facts.key in (ACLED, GED):
        yield "dataset.key", f"{facts.key} has an importer of its own. Use it, or give another key."
    for name, longest in (("title", 200), ("version", 40), ("maker", 200)):
        value = getattr(facts, name)
        if not value.strip() and name != "maker":
            yield f"dataset.{name}", "Say what it is: it is empty."
        if len(value) > longest:
            yield f"dataset.{name}", f"Say it in {longest} characters."
    yield from _code("dataset.licence", facts.licence, Licence)
    yield from _code("dataset.maker_kind", facts.maker_kind, SourceKind)
    if {fold(one).replace(" ", "_") for one in heading} >= _OF_ACLED and facts.licence != Licence.RESTRICTED:
        yield (
            "dataset.licence",
            "The table is ACLED's, which may not be published. Use import_acled, or “restricted”.",
        )


def _fields(mapping: Mapping, heading: Sequence[str]) -> Iterator[tuple[str, str]]:
    for key, field in fields_of(mapping):
        one = pick(field)
        if key in _MUST and not given(field):
            yield key, "Say which column it is, or give a constant."
        if one.column and one.constant:
            yield key, "Give a column or a constant, not both."
        if one.column and one.column not in heading:
            yield key, _no_column(one.column, heading)
        if codes := codes_for(key):
            for name, code in [("constant", one.constant), ("default", one.default)]:
                if code:
                    yield from _code(f"{key}.{name}", code, codes)
            for word, code in one.values.items():
                yield from _code(f"{key}.values.{word}", code, codes)
    if bool(given(mapping.place.lat)) != bool(given(mapping.place.lon)):
        yield "place", "Give both lat and lon, or neither."


def _no_column(name: str, heading: Sequence[str]) -> str:
    by_fold = {fold(column): column for column in heading if column}
    near = get_close_matches(fold(name), by_fold, 1)
    meant = f"Is it “{by_fold[near[0]]}”?" if near else f"There are: {', '.join(filter(None, heading[:20]))}."
    return f"There is no column “{name}”. {meant}"


def _code(key: str, code: str, codes: type[Coded]) -> Iterator[tuple[str, str]]:
    if code not in codes.values:
        near = get_close_matches(code, codes.values, 1)
        meant = f"Is it “{near[0]}”?" if near else f"There are: {', '.join(codes.values)}."
        yield key, f"“{code}” is no code for it. {meant}"


def _reads_days(form: str) -> bool:
    """Whether a day that is written in this form can be read by it. Some forms make ``strptime`` itself fail."""
    try:
        datetime.strptime(_ANY_DAY.strftime(form), form)  # noqa: DTZ007  # a day has no zone
    except (ValueError, re.error):
        return False
    return True


def _rows(mapping: Mapping) -> Iterator[tuple[str, str]]:
    if mapping.dates.order not in _ORDERS:
        yield "dates.order", "It is day-first or month-first."
    for form in mapping.dates.formats:
        if not _reads_days(form):
            yield (
                "dates.formats",
                f"“{form}” is no form of days as Python's strptime has them, such as %d.%m.%Y.",
            )
    seen: set[tuple[str, str, str]] = set()
    totals = {one.outcome for one in mapping.counts if one.status == CasualtyStatus.UNKNOWN and not one.side}
    for number, one in enumerate(mapping.counts):
        key = f"counts[{number}]"
        yield from _code(f"{key}.outcome", one.outcome, Outcome)
        if one.outcome == Outcome.DIED_LATER:
            yield f"{key}.outcome", "Whoever died later is among the killed."
        yield from _code(f"{key}.status", one.status, CasualtyStatus)
        if one.side:
            yield from _code(f"{key}.side", one.side, Side)
        if not (given(one.low) or given(one.best) or given(one.high)):
            yield key, "Give low, best or high."
        cell = one.outcome, one.status, one.side
        if cell in seen:
            yield key, "The same people are counted before: another outcome, status or side is needed."
        seen.add(cell)
        if one.part_of_total and (one.outcome not in totals or (one.status == "unknown" and not one.side)):
            yield (
                f"{key}.part_of_total",
                f"There is no other number of {one.outcome} with status unknown and no side.",
            )
    for number, report in enumerate(mapping.reports):
        yield from _code(f"reports[{number}].kind", report.kind, SourceKind)
        if not given(report.source):
            yield f"reports[{number}].source", "Say which column it is, or give a constant."
    for number, actor in enumerate(mapping.actors):
        if not given(actor.name):
            yield f"actors[{number}].name", "Say which column it is, or give a constant."
