"""Checks of a mapping against its table and the codebook, before a row is read."""

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
from ..words.days import ORDERS
from .mapping import DATASET, DESK, BadMapping, CountColumns, Mapping, fields_of, is_given, pick

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

_REQUIRED = {"id", "event_type", "dates.first", "place.country"}
_NOT_GIVEN = "Say which column it is, or give a constant."
_ANY_DAY = datetime(2021, 4, 13, tzinfo=UTC)
_OF_ACLED = {"event_id_cnty", "inter1", "geo_precision"}
"""Columns that only ACLED's tables have together."""


def codes_for(key: str) -> type[Coded] | None:
    """The vocabulary of a field, whose key may have the number of a row in it."""
    return CODED.get(re.sub(r"\[\d+\]", "", key))


def check(mapping: Mapping, heading: Sequence[str]) -> None:
    """Raises ``BadMapping`` with everything that is wrong."""
    problems = [*_check_dataset(mapping, heading), *_check_fields(mapping, heading), *_check_rows(mapping)]
    if problems:
        raise BadMapping(problems)


def _check_dataset(mapping: Mapping, heading: Sequence[str]) -> Iterator[tuple[str, str]]:
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
    yield from _check_code("dataset.licence", facts.licence, Licence)
    yield from _check_code("dataset.maker_kind", facts.maker_kind, SourceKind)
    if facts.voice not in (DATASET, DESK):
        yield "dataset.voice", f"“{facts.voice}” is neither {DATASET} nor {DESK}."
    if facts.voice == DESK and facts.licence not in (Licence.OWN, Licence.RESTRICTED):
        yield (
            "dataset.voice",
            f"Our own coding has the licence {Licence.OWN.value}; this one is somebody else's.",
        )
    columns = {fold(column).replace(" ", "_") for column in heading}
    if columns >= _OF_ACLED and facts.licence != Licence.RESTRICTED:
        yield (
            "dataset.licence",
            "The table is ACLED's, which may not be published. Use import_acled, or “restricted”.",
        )


def _check_fields(mapping: Mapping, heading: Sequence[str]) -> Iterator[tuple[str, str]]:
    for key, field in fields_of(mapping):
        if key in _REQUIRED and not is_given(field):
            yield key, _NOT_GIVEN
        if field.column and field.constant:
            yield key, "Give a column or a constant, not both."
        if field.column and field.column not in heading:
            yield key, _no_column(field.column, heading)
        if codes := codes_for(key):
            for name, code in [("constant", field.constant), ("default", field.default)]:
                if code:
                    yield from _check_code(f"{key}.{name}", code, codes)
            for word, code in field.values.items():
                yield from _check_code(f"{key}.values.{word}", code, codes)
    for scheme, outside in mapping.external_ids.items():
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", scheme) or scheme == mapping.dataset.key:
            message = (
                "Name whose identifiers they are, such as ucdp-ged, in small letters, digits and hyphens."
            )
            yield f"external_ids.{scheme}", f"{message} The rows' own identifier is “id”."
        if not pick(outside).column:
            yield f"external_ids.{scheme}", "Say which column it is: events have identifiers of their own."
    if is_given(mapping.place.lat) != is_given(mapping.place.lon):
        yield "place", "Give both lat and lon, or neither."


def _no_column(name: str, heading: Sequence[str]) -> str:
    by_fold = {fold(column): column for column in heading if column}
    near = get_close_matches(fold(name), by_fold, 1)
    meant = f"Is it “{by_fold[near[0]]}”?" if near else f"There are: {', '.join(filter(None, heading[:20]))}."
    return f"There is no column “{name}”. {meant}"


def _check_code(key: str, code: str, codes: type[Coded]) -> Iterator[tuple[str, str]]:
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


def _check_rows(mapping: Mapping) -> Iterator[tuple[str, str]]:
    if mapping.dates.order not in ORDERS:
        yield "dates.order", "It is day-first or month-first."
    for form in mapping.dates.formats:
        if not _reads_days(form):
            yield (
                "dates.formats",
                f"“{form}” is no form of days as Python's strptime has them, such as %d.%m.%Y.",
            )
    yield from _check_counts(mapping.counts)
    for number, report in enumerate(mapping.reports):
        yield from _check_code(f"reports[{number}].kind", report.kind, SourceKind)
        if not is_given(report.source):
            yield f"reports[{number}].source", _NOT_GIVEN
    for number, actor in enumerate(mapping.actors):
        if not is_given(actor.name):
            yield f"actors[{number}].name", _NOT_GIVEN


def _check_counts(counts: Sequence[CountColumns]) -> Iterator[tuple[str, str]]:
    seen: set[tuple[str, str, str]] = set()
    totals = {count.outcome for count in counts if count.status == CasualtyStatus.UNKNOWN and not count.side}
    for number, count in enumerate(counts):
        key = f"counts[{number}]"
        yield from _check_code(f"{key}.outcome", count.outcome, Outcome)
        if count.outcome == Outcome.DIED_LATER:
            yield f"{key}.outcome", "Whoever died later is among the killed."
        yield from _check_code(f"{key}.status", count.status, CasualtyStatus)
        if count.side:
            yield from _check_code(f"{key}.side", count.side, Side)
        if not (is_given(count.low) or is_given(count.best) or is_given(count.high)):
            yield key, "Give low, best or high."
        cell = count.outcome, count.status, count.side
        if cell in seen:
            yield key, "The same people are counted before: another outcome, status or side is needed."
        seen.add(cell)
        is_total = count.status == CasualtyStatus.UNKNOWN and not count.side
        if count.part_of_total and (count.outcome not in totals or is_total):
            yield (
                f"{key}.part_of_total",
                f"There is no other number of {count.outcome} with status unknown and no side.",
            )
