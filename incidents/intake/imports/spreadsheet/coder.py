"""The importer of any spreadsheet: rows coded as a mapping says (see ``mapping``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec.structs import replace

from incidents.codebook import (
    DIVISIONS,
    SUB_EVENTS,
    ActorKind,
    CivilianHarm,
    EventType,
    Extent,
    LocationType,
    Role,
    Side,
    Standing,
    SubEventType,
)
from incidents.countries import countries, name_of
from incidents.folding import fold

from ..engine.coded import (
    SAME,
    About,
    CodedParticipant,
    CodedPlace,
    CodedRow,
    NamedActor,
    NamedPlace,
    NamedReport,
    NamedSource,
    Rejected,
    Verbatim,
)
from ..words.cells import key_text
from ..words.countries import code_of
from ..words.descriptions import is_description
from ..words.numbers import NO_POINT, point_at
from ..words.placeholders import is_unknown, names_nobody, says_nothing
from .checks import check
from .figures import figures_of
from .mapping import DESK, Mapping, is_given, pick
from .names import actor_named, place_named, source_named
from .values import RowValues

_WIDEST: dict[str, SubEventType] = {
    EventType.BATTLE: SubEventType.ARMED_CLASH,
    EventType.EXPLOSION: SubEventType.EXPLOSION_UNCLEAR,
    EventType.CIVILIANS: SubEventType.ATTACK,
    EventType.DETENTION: SubEventType.ARREST,
    EventType.STRATEGIC: SubEventType.OTHER,
    EventType.UNCLEAR: SubEventType.OTHER,
}
"""The kind that says least, for rows that give none. Of a demonstration none says little enough."""

_LEVELS = (
    (LocationType.ADMIN1, "admin1"),
    (LocationType.ADMIN2, "admin2"),
    (LocationType.ADMIN3, "admin3"),
    (LocationType.LOCALITY, "name"),
)


class MappedSheet:
    """The importer of a spreadsheet. Raises ``BadMapping`` where the mapping does not fit its heading."""

    name = "csv"
    lacking: tuple[str, ...] = ()
    """A table without a column that the mapping names is refused as a whole."""

    def __init__(self, mapping: Mapping, heading: tuple[str, ...]) -> None:
        check(mapping, heading)
        facts = mapping.dataset
        self.mapping = mapping
        self.label = facts.title
        self.about = About(
            key=facts.key,
            version=facts.version,
            title=facts.title,
            licence=facts.licence,
            citation=facts.citation,
            maker=NamedSource(facts.maker or facts.title, facts.maker_kind),
            own=facts.voice == DESK,
        )

    def key(self, row: Verbatim) -> str:
        plan = pick(self.mapping.id)
        return plan.constant or key_text(row.get(plan.column)) or plan.default

    def nobody(self, row: Verbatim) -> Iterator[tuple[str, str]]:
        """Columns of actors with the words in them that name nobody, for the preview to tell."""
        for plan in self.mapping.actors:
            for name in _split(RowValues(row).text(plan.name), plan.separator):
                if (is_unknown(name) or is_description(name)) and not plan.described:
                    yield pick(plan.name).column, name

    def code(self, row: Verbatim) -> CodedRow:
        """Raises ``Rejected``."""
        mapping, values = self.mapping, RowValues(row, self.mapping.table.apostrophes)
        key = values.key(mapping.id)
        if not key:
            raise Rejected(f"{pick(mapping.id).column} is empty: each row needs an identifier of its own.")
        if taken_from := values.text(mapping.taken_from):
            raise Rejected(
                f"The row was taken from {taken_from}: import it from there, in that dataset's own voice."
            )
        event, sub = _codes(mapping, values)
        when = values.days(mapping.dates)
        spot = _place(mapping, values)
        claims, figures = figures_of(mapping.counts, values, self.about.maker)
        title = values.text(mapping.title)
        title = "" if names_nobody(title) else title
        if len(title) > 200:
            values.flag("title-cut")
        tags = (
            fold(tag).replace(" ", "-")[:60]
            for tag in values.text(mapping.tags).split(mapping.tags_separator)
        )
        return CodedRow(
            key=key,
            title=title[:200],
            summary=values.long(mapping.summary),
            event_type=event,
            sub_event_type=sub,
            earliest=when.earliest,
            latest=when.latest,
            precision=when.precision,
            extent=values.code("extent", mapping.extent, Extent) or Extent.SINGLE.value,
            civilian_harm=values.code("civilian_harm", mapping.civilian_harm, CivilianHarm)
            or CivilianHarm.UNCLEAR.value,
            language=mapping.dataset.language,
            tags=list(dict.fromkeys(tag for tag in tags if not names_nobody(tag))),
            codes=[(self.about.key, key, SAME), *_outside(mapping, values)],
            places=[spot],
            parts=_parts(mapping, values),
            reports=list(dict.fromkeys(_tellings(mapping, values, self.label, key))),
            claims=claims,
            figures=figures,
            flags=values.flags,
        )


def _outside(mapping: Mapping, values: RowValues) -> Iterator[tuple[str, str, str]]:
    """What others call the same event, where the row tells it."""
    for scheme, field in mapping.external_ids.items():
        if identifier := values.key(field):
            yield scheme, identifier, SAME


def _codes(mapping: Mapping, values: RowValues) -> tuple[str, str]:
    event = values.code("event_type", mapping.event_type, EventType)
    if not event:
        raise Rejected(f"{pick(mapping.event_type).column} is empty: give event_type.default.")
    # One column for both: a word that stands for a type need not tell a kind of it, too.
    shared = pick(mapping.sub_event_type).column == pick(mapping.event_type).column
    sub = values.code("sub_event_type", mapping.sub_event_type, SubEventType, open_ended=shared)
    if not sub:
        if event not in _WIDEST:
            raise Rejected(f"A {event} needs a sub_event_type.")
        values.flag("sub-event-not-given")
        sub = _WIDEST[event].value
    if sub not in SUB_EVENTS[EventType(event)]:
        fitting = ", ".join(SUB_EVENTS[EventType(event)])
        raise Rejected(f"“{sub}” is no sub_event_type of “{event}”; there are: {fitting}.")
    return event, sub


# Where --------------------------------------------------------------------------------------------


def _levels(known_down_to: str) -> Iterator[tuple[LocationType, str]]:
    """Each level with the field of its name; of a place known down to a site, the narrowest is the site's."""
    *divisions, (level, name) = _LEVELS
    yield from divisions
    yield (LocationType.SITE if known_down_to == LocationType.SITE else level), name


def _place(mapping: Mapping, values: RowValues) -> CodedPlace[NamedPlace]:
    """The scene."""
    plan = mapping.place
    country = _country(values.text(plan.country))
    lat, lon = point_at(values.degrees(plan.lat), values.degrees(plan.lon))
    if (lat, lon) == NO_POINT and is_given(plan.lat):
        values.flag("point-not-given")
    chain = [country]
    known_down_to = values.code("place.precision", plan.precision, LocationType)
    for level, name in _levels(known_down_to):
        words = values.text(getattr(plan, name))[:200]
        if words and names_nobody(words):
            values.flag("place-not-given")
        elif words:
            point = (None, None) if level in DIVISIONS else (lat, lon)
            named = _within(words, level.value, chain[-1], *point)
            chain.append(place_named(mapping.names, named, country))
    where = chain[-1]
    if known_down_to:
        levels = list(LocationType.values)
        deepest = levels.index(known_down_to)
        where = [place for place in chain if levels.index(place.type) <= deepest][-1]
    radius = values.people(plan.radius_km)
    if radius is not None and radius > 2000:
        raise Rejected(f"{pick(plan.radius_km).column} is {radius} km, which is wider than any place.")
    words = values.text(plan.words)[:200]
    return CodedPlace(where, radius_km=radius, words=words, lat=lat, lon=lon)


@lru_cache(maxsize=1000)
def _country(name: str) -> NamedPlace:
    if name == "NA":
        raise Rejected(
            "The country is “NA”, which is Namibia's code and also written for what is missing. Write its name."
        )
    code = code_of(name) or (name.upper() if name.upper() in countries() else None)
    if code is None:
        raise Rejected(
            f"No country is known by the name “{name}”; give an English name or a code such as SY."
        )
    return NamedPlace(name_of(code), LocationType.COUNTRY.value, code)


@lru_cache(maxsize=100_000)
def _within(name: str, level: str, above: NamedPlace, lat: float | None, lon: float | None) -> NamedPlace:
    return NamedPlace(name, level, above.country, above, lat, lon)


# Who and what else --------------------------------------------------------------------------------


def _parts(mapping: Mapping, values: RowValues) -> list[CodedParticipant[NamedActor]]:
    parts: dict[tuple[str, str], CodedParticipant[NamedActor]] = {}
    for number, plan in enumerate(mapping.actors):
        key = f"actors[{number}]"
        role = values.code(f"{key}.role", plan.role, Role) or Role.BELLIGERENT.value
        side = values.code(f"{key}.side", plan.side, Side) or Side.OTHER.value
        standing = values.code(f"{key}.standing", plan.standing, Standing) or Standing.ALLEGED.value
        if standing == Standing.ASSESSED and mapping.dataset.voice != DESK:
            standing = Standing.CODED.value  # the dataset assessed it, and nobody here
        kind = values.code(f"{key}.kind", plan.kind, ActorKind) or ActorKind.OTHER.value
        for words in _split(values.text(plan.name), plan.separator):
            if says_nothing(words):
                values.flag("actor-not-given")
                continue
            name, marked = _marked(words) if plan.marked else (words, "")
            nobody = is_unknown(name) or is_description(name)
            if nobody and not plan.described:
                values.flag("actor-unknown" if is_unknown(name) else "actor-described")
            who = None if plan.described or nobody else actor_named(mapping.names, _actor(name, kind))
            described = "" if who else name
            earlier = next((key for key in parts if plan.marked and key[0] == fold(name)), None)
            if earlier is not None:
                parts[earlier] = replace(parts[earlier], side=side)
                continue
            part = CodedParticipant(
                who, description=described, role=role, side=side, standing=marked or standing
            )
            parts.setdefault((fold(name), role), part)
    return list(parts.values())


@lru_cache(maxsize=20_000)
def _actor(name: str, kind: str) -> NamedActor:
    return NamedActor(name, kind)


_MARKED = re.compile(rf"(.+) \((?P<standing>{Standing.ALLEGED.value}|{Standing.DISPUTED.value})\)")


def _marked(words: str) -> tuple[str, str]:
    """The name, and the standing that is written behind it; empty where none is."""
    match = _MARKED.fullmatch(words)
    return (match[1], match["standing"]) if match else (words, "")


def _split(text: str, separator: str) -> Iterator[str]:
    for part in text.split(separator) if separator else [text]:
        if name := " ".join(part.split())[:200]:
            yield name


def _tellings(mapping: Mapping, values: RowValues, label: str, key: str) -> Iterator[NamedReport]:
    for plan in mapping.reports:
        source = values.text(plan.source)[:200]
        if source and names_nobody(source):
            values.flag("source-not-given")
        elif source:
            url = values.value(plan.url)
            if url and (len(url) > 2000 or not url.startswith(("http://", "https://"))):
                values.flag("address-not-taken")
                url = ""
            title = (values.text(plan.title) or f"Named in {label} for {key}")[:300]
            who = source_named(mapping.names, NamedSource(source, plan.kind))
            yield NamedReport(who, title, values.day(mapping.dates, plan.published), url)
