"""The page's questions about all rows: their answers as a mapping has them, and the mapping with other answers."""

from __future__ import annotations

from collections.abc import Mapping as Mapped
from typing import Any

import msgspec
from msgspec.structs import replace

from incidents.codebook import Extent, Standing

from .draft import with_kind
from .mapping import ActorColumns, Mapping, Pick, ReportColumns, field_at, pick, with_field
from .meanings import COUNTRY, DETAIL, KIND

_FIELDS = {"country": COUNTRY, "extent": "extent", "precision": "dates.precision"}
"""Questions that one field answers, with its key."""


def facts_of(mapping: Mapping) -> dict[str, str]:
    """The answers by the names of the questions."""
    standing, separator = for_actors(mapping)
    event, sub = (for_all(field_at(mapping, key)) for key in (KIND, DETAIL))
    return {
        **msgspec.structs.asdict(mapping.dataset),
        **msgspec.structs.asdict(mapping.table),
        "country": for_all(field_at(mapping, COUNTRY)),
        "kind": f"{event}/{sub}" if event and sub else event,
        "extent": for_all(field_at(mapping, "extent")) or Extent.SINGLE.value,
        "order": mapping.dates.order,
        "precision": for_all(field_at(mapping, "dates.precision")),
        "standing": standing,
        "separator": separator,
        "source": for_all(pick(mapping.reports[0].source)) if plain_report(mapping) else "",
    }


def with_facts(mapping: Mapping, answers: Mapped[str, str]) -> Mapping:
    """The mapping with these answers. What is answered as before stays as it is."""
    before = facts_of(mapping)
    changed = {name: answer for name, answer in answers.items() if answer != before[name]}
    facts = before | changed
    mapping = replace(
        mapping,
        dataset=_with_texts(mapping.dataset, changed),
        table=_with_texts(mapping.table, changed),
        dates=_with_texts(mapping.dates, {"order": facts["order"]}),
    )
    for name, key in _FIELDS.items():
        if name in changed:
            mapping = with_field(mapping, key, _with_value_for_all(field_at(mapping, key), changed[name]))
    if "kind" in changed:
        event, _slash, sub = changed["kind"].partition("/")
        kind, column = field_at(mapping, KIND), field_at(mapping, DETAIL).column
        own_column = column if column != kind.column else ""
        mapping = with_kind(mapping, _with_value_for_all(kind, event), own_column, sub)
    if "standing" in changed or "separator" in changed:
        mapping = _with_actor_facts(mapping, before, facts)
    if "source" in changed:
        reports = list(mapping.reports)
        if plain_report(mapping):
            reports[0] = replace(
                reports[0], source=_with_value_for_all(pick(reports[0].source), facts["source"])
            )
        else:
            reports.insert(0, ReportColumns(source=Pick(constant=facts["source"])))
        empty = ReportColumns(source="")
        mapping = replace(mapping, reports=[report for report in reports if not same_row(report, empty)])
    return mapping


def for_all(field: Pick) -> str:
    """What a field says of all rows, or of those whose cell does not tell."""
    return field.constant or field.default


def _with_value_for_all(field: Pick, value: str) -> Pick:
    return replace(field, default=value) if field.column else replace(field, constant=value, default="")


def _with_texts(part: Any, texts: Mapped[str, str]) -> Any:
    return replace(part, **{name: text for name, text in texts.items() if name in part.__struct_fields__})


# Actors and the report ----------------------------------------------------------------------------


def for_actors(mapping: Mapping) -> tuple[str, str]:
    """Standing and separator of the actors that the page asks for: those of the first."""
    if not mapping.actors:
        return Standing.ALLEGED.value, mapping.tags_separator or ";"
    first = mapping.actors[0]
    standing = pick(first.standing).constant or Standing.ALLEGED.value
    return standing, first.separator or mapping.tags_separator or ";"


def plain_actor(actor: ActorColumns, standing: str, separator: str) -> ActorColumns:
    """The actor as the page would write it, with its column, role and side."""
    return ActorColumns(
        name=pick(actor.name).column,
        role=Pick(constant=pick(actor.role).constant),
        side=Pick(constant=pick(actor.side).constant),
        standing=Pick(constant=standing),
        separator=separator,
    )


def with_actors(mapping: Mapping, actors: list[ActorColumns], standing: str, separator: str) -> Mapping:
    """The mapping with other actors; one without a column comes first where they have another standing or separator."""
    changed = replace(mapping, actors=[actor for actor in actors if pick(actor.name) != Pick()])
    if for_actors(changed) != (standing, separator):
        unnamed = ActorColumns(name="", standing=Pick(constant=standing), separator=separator)
        changed.actors.insert(0, unnamed)
    return changed


def _with_actor_facts(mapping: Mapping, before: Mapped[str, str], facts: Mapped[str, str]) -> Mapping:
    """Another standing or separator for the actors that have those of before, and for tags that are parted so."""
    old, new = [(answers["standing"], answers["separator"]) for answers in (before, facts)]
    actors = [
        replace(actor, standing=Pick(constant=new[0]), separator=new[1])
        if same_row(actor, plain_actor(actor, *old))
        else actor
        for actor in mapping.actors
    ]
    if mapping.tags_separator == old[1]:
        mapping = replace(mapping, tags_separator=new[1])
    return with_actors(mapping, actors, *new)


def plain_report(mapping: Mapping) -> bool:
    """Whether there is a first report and it says no more than the page asks."""
    if not mapping.reports:
        return False
    report = mapping.reports[0]
    source = pick(report.source)
    plain = ReportColumns(
        source=Pick(column=source.column, default=source.default) if source.column else source,
        title=pick(report.title).column,
        url=pick(report.url).column,
        published=pick(report.published).column,
    )
    return same_row(report, plain)


def same_row(row: msgspec.Struct, other: msgspec.Struct) -> bool:
    """Whether two rows say the same; a column's name and a pick of nothing but that column are the same."""

    def full(value: Any) -> Any:
        return Pick(column=value) if isinstance(value, str) else value

    return all(full(getattr(row, name)) == full(getattr(other, name)) for name in row.__struct_fields__)
