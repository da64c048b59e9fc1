"""The page's one question for each column, as a view of a mapping: what is it?

Whatever the answers cannot express (``unasked``) stays in the mapping as it is when an answer changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Mapping as Mapped
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from incidents.codebook import CivilianHarm, Extent

from .draft import with_kind
from .facts import facts_of, for_actors, for_all, plain_actor, plain_report, same_row, with_actors
from .mapping import (
    SINGLE_FIELDS,
    ActorColumns,
    CountColumns,
    Mapping,
    Pick,
    ReportColumns,
    field_at,
    pick,
    with_field,
)
from .meanings import ACTORS, CODED, COUNTRY, COUNTS, DETAIL, KIND, TITLES

_ENDS = ("low", "best", "high")
_OF_REPORT = ("source", "title", "url", "published")
_UNTOLD = {"extent": Extent.SINGLE.value, "civilian_harm": CivilianHarm.UNCLEAR.value}
"""What the page says of all rows unless somebody says something else."""


class ColumnQuestion(msgspec.Struct, frozen=True):
    """What is the column? An empty ``meaning``: it is not used."""

    column: str
    meaning: str


def questions_of(mapping: Mapping, heading: Iterable[str]) -> list[ColumnQuestion]:
    """The question about each column of the file, with its present answer."""
    meanings = meanings_of(mapping)
    return [ColumnQuestion(column, meanings.get(column, "")) for column in heading if column]


def meanings_of(mapping: Mapping) -> dict[str, str]:
    """The meaning of each column that the mapping uses, whether or not the file has it."""
    return _Shown(mapping).meanings


def missing_columns(mapping: Mapping, heading: Sequence[str]) -> list[tuple[str, str]]:
    """Columns that have a meaning and that the file does not have, with that meaning."""
    return [(column, meaning) for column, meaning in meanings_of(mapping).items() if column not in heading]


class _Extra(NamedTuple):
    """Something that the mapping says beyond the answers; ``row`` is its place, where it is a row of a list."""

    key: str
    value: Any
    row: tuple[str, int] | None = None


def unasked(mapping: Mapping) -> dict[str, str]:
    """What the mapping says beyond the answers: each thing under a key of its own, as it stands in the mapping."""
    extras = _extras(mapping, _Shown(mapping))
    return {extra.key: msgspec.json.encode(extra.value).decode() for extra in extras}


def answered(mapping: Mapping, meanings: Mapped[str, str], given_up: Collection[str] = ()) -> Mapping:
    """The mapping with these meanings of the columns, without what is given up of ``unasked``.

    A column that has no meaning here is used no longer.
    """
    shown = _Shown(mapping)
    columns = {meaning: column for column, meaning in meanings.items() if meaning}
    gone = {extra.row for extra in _extras(mapping, shown) if extra.row and extra.key in given_up}
    changed = replace(
        _with_fields(mapping, shown, columns, given_up),
        counts=_counts(mapping, shown, columns, gone),
        reports=_reports(mapping, shown, columns, gone),
    )
    changed = with_actors(changed, _actors(mapping, shown, meanings, gone), *for_actors(mapping))
    if "dates.formats" in given_up:
        changed = replace(changed, dates=replace(changed.dates, formats=[]))
    if "external_ids" in given_up:
        changed = replace(changed, external_ids={})
    if "tags_separator" in given_up:
        changed = replace(changed, tags_separator=for_actors(mapping)[1])
    return changed


class _Shown:
    """The part of a mapping that the answers express; rows of lists by their numbers.

    Each column has one meaning, the first that fits: fields that stand once, then actors, counts and the first report.
    """

    def __init__(self, mapping: Mapping) -> None:
        self.facts = facts_of(mapping)
        self.meanings: dict[str, str] = {}
        self.actors: list[int] = []
        self.counts: dict[str, int] = {}
        """By prefix."""
        for key in SINGLE_FIELDS:
            field = field_at(mapping, key)
            # What has words or a default of its own leaves its column to another field.
            if field.column and (key in (*CODED, COUNTRY) or not (field.values or field.default)):
                self._take({key: field.column})
        for number, actor in enumerate(mapping.actors):
            meaning = _meaning_of(actor, *for_actors(mapping))
            if meaning and self._take({meaning: pick(actor.name).column}):
                self.actors.append(number)
        # Totals first: whether a part belongs to one depends on there being one.
        for number in sorted(range(len(mapping.counts)), key=lambda n: mapping.counts[n].status != "unknown"):
            self._take_count(number, mapping.counts[number])
        parts = _columns_of(mapping.reports[0]) if plain_report(mapping) else None
        self.report = parts is not None and self._take(parts)

    def column(self, meaning: str) -> str:
        return next((column for column, shown in self.meanings.items() if shown == meaning), "")

    def _take(self, columns: Mapped[str, str]) -> bool:
        """Let the columns have these meanings, if the page offers them and all are free."""
        used = self.meanings.values()
        free = len({*columns.values()}) == len(columns) and all(
            column and column not in self.meanings
            and meaning in TITLES and (meaning not in used or meaning in ACTORS)
            for meaning, column in columns.items()
        )  # fmt: skip
        if free:
            self.meanings |= {column: meaning for meaning, column in columns.items()}
        return free

    def _take_count(self, number: int, count: CountColumns) -> None:
        for prefix, outcome, status in COUNTS:
            total = any(meaning.startswith(f"{outcome}.") for meaning in self.meanings.values())
            ends = {end: pick(getattr(count, end)).column for end in _ENDS}
            plain = _count(ends, outcome, status, part_of_total=prefix != outcome and total)
            columns = {f"{prefix}.{end}": column for end, column in ends.items() if column}
            if prefix not in self.counts and same_row(count, plain) and self._take(columns):
                self.counts[prefix] = number
                return


def _extras(mapping: Mapping, shown: _Shown) -> list[_Extra]:
    fields = ((key, field_at(mapping, key)) for key in SINGLE_FIELDS)
    extras = [_Extra(key, field) for key, field in fields if field != _as_asked(mapping, shown, key)]
    rows: dict[str, tuple[list[Any], Collection[int]]] = {
        "actors": (mapping.actors, shown.actors),
        "counts": (mapping.counts, shown.counts.values()),
        "reports": (mapping.reports, range(shown.report)),
    }
    for group, (all_rows, asked) in rows.items():
        others = [
            number for number, row in enumerate(all_rows)
            if number not in asked and not (group == "actors" and pick(row.name) == Pick())
        ]  # fmt: skip
        extras += [_Extra(f"{group}-{n}", all_rows[row], (group, row)) for n, row in enumerate(others)]
    if mapping.dates.formats:
        extras.append(_Extra("dates.formats", mapping.dates.formats))
    if mapping.external_ids:
        extras.append(_Extra("external_ids", mapping.external_ids))
    if mapping.tags_separator != shown.facts["separator"]:
        extras.append(_Extra("tags_separator", mapping.tags_separator))
    return extras


# Fields that stand once ---------------------------------------------------------------------------


def _as_asked(mapping: Mapping, shown: _Shown, key: str) -> Pick:
    """The field as the answers alone would make it."""
    field = field_at(mapping, key)
    column = field.column if shown.meanings.get(field.column) == key else ""
    event, _slash, sub = shown.facts["kind"].partition("/")
    if key == DETAIL:
        kind = field_at(mapping, KIND)
        if field.column and field.column == kind.column == shown.column(KIND):
            default = sub if field.default and not any(kind.values.values()) else ""
            used = any(field.values.values()) or field.constant or default
            return Pick(field.column, field.constant, field.values, default) if used else Pick()
        if kind.column:
            return Pick(column, field.constant if column else "", field.values)
        return Pick(column, "" if column else sub, field.values, sub if column else "")
    if key in CODED or key == COUNTRY:
        answers = {KIND: event, COUNTRY: shown.facts["country"], "extent": shown.facts["extent"]}
        answers |= {"dates.precision": shown.facts["precision"]}
        value = answers.get(key, _UNTOLD.get(key, ""))
        values = field.values if key in CODED else {}
        return Pick(column, values=values, default=value) if column else Pick("", value, values)
    return Pick(column)


def _with_fields(
    mapping: Mapping, shown: _Shown, columns: Mapped[str, str], given_up: Collection[str]
) -> Mapping:
    changed = mapping
    for key in SINGLE_FIELDS:
        if key in given_up:
            changed = with_field(changed, key, _as_asked(mapping, shown, key))
        field, column = field_at(changed, key), columns.get(key, "")
        if key == DETAIL or column == shown.column(key) or (column and column == field.column):
            continue
        if key in CODED or key == COUNTRY:
            value = for_all(field) or _UNTOLD.get(key, "")
            values = field.values if key in CODED else {}
            field = Pick(column, values=values, default=value) if column else Pick("", value, values)
            changed = with_field(changed, key, field)
        else:
            changed = with_field(changed, key, column)
    # The sub-event type stands in a column of its own, or in that of the event type.
    old_kind, kind, sub = field_at(mapping, KIND), field_at(changed, KIND), field_at(changed, DETAIL)
    own_column, before = columns.get(DETAIL, ""), shown.column(DETAIL)
    if own_column == before and kind.column == old_kind.column:
        return changed
    hidden = sub.column if sub.column not in (before, old_kind.column) else ""
    return with_kind(changed, kind, own_column or hidden, for_all(sub))


# Rows of lists ------------------------------------------------------------------------------------


def _meaning_of(actor: ActorColumns, standing: str, separator: str) -> str:
    if not same_row(actor, plain_actor(actor, standing, separator)):
        return ""
    part = pick(actor.role).constant, pick(actor.side).constant
    return next((meaning for meaning, asked in ACTORS.items() if asked == part), "")


def _actors(
    mapping: Mapping, shown: _Shown, meanings: Mapped[str, str], gone: Collection[tuple[str, int]]
) -> list[ActorColumns]:
    standing, separator = for_actors(mapping)
    wanted = {column: meaning for column, meaning in meanings.items() if meaning in ACTORS}
    actors: list[ActorColumns] = []
    for number, actor in enumerate(mapping.actors):
        if number not in shown.actors:
            actors += [] if ("actors", number) in gone else [actor]
        elif meaning := wanted.pop(pick(actor.name).column, ""):
            role, side = ACTORS[meaning]
            actors.append(replace(actor, role=Pick(constant=role.value), side=Pick(constant=side.value)))
    for column, meaning in wanted.items():
        role, side = ACTORS[meaning]
        actors.append(
            ActorColumns(
                name=column,
                role=Pick(constant=role.value),
                side=Pick(constant=side.value),
                standing=Pick(constant=standing),
                separator=separator,
            )
        )
    return actors


def _count(ends: Mapped[str, Any], outcome: str, status: str, *, part_of_total: bool) -> CountColumns:
    return CountColumns(**ends, outcome=outcome, status=status, part_of_total=part_of_total)


def _counts(
    mapping: Mapping, shown: _Shown, columns: Mapped[str, str], gone: Collection[tuple[str, int]]
) -> list[CountColumns]:
    asked: dict[str, CountColumns] = {}
    for prefix, outcome, status in COUNTS:
        ends = {end: columns.get(f"{prefix}.{end}", "") for end in _ENDS}
        total = any(columns.get(f"{outcome}.{end}") for end in _ENDS)
        if any(ends.values()):
            asked[prefix] = _count(ends, outcome, status, part_of_total=prefix != outcome and total)
    prefixes = {number: prefix for prefix, number in shown.counts.items()}
    counts: list[CountColumns] = []
    for number, count in enumerate(mapping.counts):
        if number not in prefixes:
            counts += [] if ("counts", number) in gone else [count]
        elif plain := asked.pop(prefixes[number], None):
            counts.append(count if same_row(count, plain) else plain)
    return [*counts, *asked.values()]


def _columns_of(report: ReportColumns) -> dict[str, str]:
    columns = {f"report.{name}": pick(getattr(report, name)).column for name in _OF_REPORT}
    return {meaning: column for meaning, column in columns.items() if column}


def _reports(
    mapping: Mapping, shown: _Shown, columns: Mapped[str, str], gone: Collection[tuple[str, int]]
) -> list[ReportColumns]:
    """The first report as it is answered, and those that are not asked about."""
    first = mapping.reports[0] if shown.report else ReportColumns(source="")
    others = [
        report for number, report in enumerate(mapping.reports)
        if number >= shown.report and ("reports", number) not in gone
    ]  # fmt: skip
    parts = {meaning: column for meaning, column in columns.items() if meaning.startswith("report.")}
    if parts != _columns_of(first):
        source, column = for_all(pick(first.source)), parts.get("report.source", "")
        first = ReportColumns(
            source=Pick(column, default=source) if column else Pick(constant=source),
            **{name: parts.get(f"report.{name}", "") for name in _OF_REPORT if name != "source"},
        )
    return [report for report in (first, *others) if not same_row(report, ReportColumns(source=""))]
