"""What somebody chose on the page for spreadsheets, as a mapping.

The page asks one question for each column: what is it? A meaning is a word such as ``place.lat``; several columns may
name actors, every other meaning belongs to one column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from collections.abc import Mapping as Mapped
from typing import Any

import msgspec
from django.utils.translation import gettext_lazy as _

from incidents.codebook import Role, Side, Standing

from .mapping import (
    ActorPart,
    Dates,
    Facts,
    Field,
    Mapping,
    Number,
    Pick,
    Place,
    Report,
    Table,
    mapping_from,
    pick,
)

KIND = "event_type"
"""The meaning whose words stand for a type, or for a type and a sub-event type: ``battle/armed_clash``."""

MEANINGS: list[tuple[Any, list[tuple[str, Any]]]] = [
    (_("What"), [
        ("id", _("Identifier of the row")), ("title", _("Title")), ("summary", _("Summary")),
        (KIND, _("Kind of event")), ("sub_event_type", _("Kind in detail")), ("extent", _("Extent")),
        ("civilian_harm", _("Harm to civilians")), ("tags", _("Tags")),
    ]),
    (_("When"), [
        ("dates.first", _("Day, or first day")), ("dates.last", _("Last day")),
        ("dates.precision", _("Precision of the days")),
    ]),
    (_("Where"), [
        ("place.country", _("Country")), ("place.admin1", _("First division, such as a governorate")),
        ("place.admin2", _("Second division, such as a district")), ("place.admin3", _("Third division")),
        ("place.name", _("City, town or village")), ("place.words", _("The report's words for the place")),
        ("place.lat", _("Latitude")), ("place.lon", _("Longitude")),
        ("place.precision", _("Precision of the place")), ("place.radius_km", _("Radius in km")),
    ]),
    (_("Who"), [
        ("actor.a", _("Actor of side A")), ("actor.b", _("Actor of side B")),
        ("actor.attacker", _("Attacker")), ("actor.target", _("Target")), ("actor.other", _("Other actor")),
    ]),
    (_("How many"), [
        ("killed.low", _("Killed, at least")), ("killed.best", _("Killed")), ("killed.high", _("Killed, at most")),
        ("killed_civilian.best", _("Civilians among the killed")),
        ("killed_combatant.best", _("Combatants among the killed")),
        ("wounded.low", _("Wounded, at least")), ("wounded.best", _("Wounded")),
        ("wounded.high", _("Wounded, at most")),
        ("wounded_civilian.best", _("Civilians among the wounded")),
    ]),
    (_("Report"), [
        ("report.source", _("Source")), ("report.title", _("Title of the report")), ("report.url", _("Address")),
        ("report.published", _("Day of publication")),
    ]),
]  # fmt: skip

TITLES: dict[str, Any] = dict(line for _group, lines in MEANINGS for line in lines)

CODED = (KIND, "sub_event_type", "extent", "civilian_harm", "dates.precision", "place.precision")
"""Meanings whose words have to be translated into codes."""

ACTORS = {
    "actor.a": (Role.BELLIGERENT, Side.A),
    "actor.b": (Role.BELLIGERENT, Side.B),
    "actor.attacker": (Role.ATTACKER, Side.A),
    "actor.target": (Role.TARGET, Side.B),
    "actor.other": (Role.BELLIGERENT, Side.OTHER),
}
COUNTS = (
    ("killed", "killed", "unknown"),
    ("killed_civilian", "killed", "civilian"),
    ("killed_combatant", "killed", "combatant"),
    ("wounded", "wounded", "unknown"),
    ("wounded_civilian", "wounded", "civilian"),
)


class Besides(msgspec.Struct):
    """What a mapping from a file says and the page does not ask; it goes through as it is."""

    fields: dict[str, Pick] = {}
    """By the field's key. A column that is chosen for the field comes first."""
    actors: list[ActorPart] = []
    counts: list[Number] = []
    reports: list[Report] = []
    formats: list[str] = []
    tags_separator: str = ""

    def lines(self) -> list[tuple[str, str]]:
        """Each thing with a key of its own and as it stands in a mapping."""
        lists = (("actors", self.actors), ("counts", self.counts), ("reports", self.reports))
        rows: dict[str, Any] = {f"{kind}-{n}": row for kind, some in lists for n, row in enumerate(some)}
        rows |= {"dates.formats": self.formats} if self.formats else {}
        rows |= {"tags_separator": self.tags_separator} if self.tags_separator else {}
        return [(key, msgspec.json.encode(one).decode()) for key, one in {**self.fields, **rows}.items()]

    def without(self, gone: Collection[str]) -> Besides:
        """The rest, where some of ``lines`` are given up."""

        def left(kind: str, rows: list[Any]) -> list[Any]:
            return [row for number, row in enumerate(rows) if f"{kind}-{number}" not in gone]

        return Besides(
            fields={key: field for key, field in self.fields.items() if key not in gone},
            actors=left("actors", self.actors),
            counts=left("counts", self.counts),
            reports=left("reports", self.reports),
            formats=[] if "dates.formats" in gone else self.formats,
            tags_separator="" if "tags_separator" in gone else self.tags_separator,
        )


class Choices(msgspec.Struct):
    """Everything chosen so far. A mapping that was uploaded stands for all the rest until a choice is changed."""

    facts: dict[str, str] = {}
    meanings: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    besides: Besides = msgspec.field(default_factory=Besides)
    uploaded: dict[str, Any] | None = None


def chosen_twice(meanings: Mapped[str, str]) -> list[str]:
    """Meanings that several columns have, and only one may."""
    found = Counter(one for one in meanings.values() if one and not one.startswith("actor."))
    return [meaning for meaning, times in found.items() if times > 1]


def mapping_of(choices: Choices) -> Mapping:
    """Raises ``BadMapping`` for an uploaded mapping that is none."""
    if choices.uploaded is not None:
        return mapping_from(choices.uploaded)
    return _Chosen(choices).mapping()


def _got(mapping: Mapping, key: str) -> Field:
    within, _dot, name = key.rpartition(".")
    field: Field = getattr(getattr(mapping, within) if within else mapping, name)
    return field


def _stricter(key: str, chosen: Pick, field: Pick) -> Pick:
    """The words as they were chosen, and for everything else what the mapping had said of the column."""
    return msgspec.structs.replace(field, values=chosen.values if key in CODED else field.values)


def _put(mapping: Mapping, key: str, field: Pick) -> None:
    """Set a field by its key, such as ``place.lat``."""
    within, _dot, name = key.rpartition(".")
    struct: Any = getattr(mapping, within) if within else mapping
    setattr(struct, name, field)


class _Chosen:
    def __init__(self, choices: Choices) -> None:
        self.facts, self.values = choices.facts, choices.values
        self.columns = {meaning: column for column, meaning in choices.meanings.items() if meaning}
        self.meanings, self.besides = choices.meanings, choices.besides

    def mapping(self) -> Mapping:
        """What was chosen, and what goes through beside it."""
        made, besides = self._asked(), self.besides
        for key, field in besides.fields.items():
            chosen = self.columns.get(key)
            if chosen is None:
                _put(made, key, field)
            elif chosen == field.column:
                _put(made, key, _stricter(key, pick(_got(made, key)), field))
        made.actors += besides.actors
        made.counts += besides.counts
        made.reports += besides.reports
        made.dates.formats = besides.formats
        made.tags_separator = besides.tags_separator or made.tags_separator
        return made

    def _asked(self) -> Mapping:
        event, sub = self._kinds()
        return Mapping(
            dataset=Facts(**{"key": "", "title": ""} | self._facts(Facts)),
            id=self._column("id"),
            event_type=event,
            sub_event_type=sub,
            title=self._column("title"),
            summary=self._column("summary"),
            extent=self._coded("extent", self.facts.get("extent") or "single"),
            civilian_harm=self._coded("civilian_harm", "unclear"),
            tags=self._column("tags"),
            tags_separator=self._separator(),
            dates=Dates(
                first=self._column("dates.first"),
                last=self._column("dates.last"),
                precision=self._coded("dates.precision", self.facts.get("precision", "")),
                order=self.facts.get("order", ""),
            ),
            place=self._place(),
            actors=list(self._actors()),
            counts=list(self._counts()),
            reports=list(self._reports()),
            table=Table(**self._facts(Table)),
        )  # fmt: skip

    def _facts(self, struct: type[msgspec.Struct]) -> dict[str, str]:
        return {name: self.facts[name] for name in struct.__struct_fields__ if self.facts.get(name)}

    def _column(self, meaning: str) -> Field:
        return self.columns.get(meaning, "")

    def _coded(self, meaning: str, otherwise: str) -> Field:
        """The column with its table of words; without a column what holds for all rows."""
        column = self.columns.get(meaning)
        if column is None:
            return Pick(constant=otherwise)
        words = {word: code for word, code in self.values.get(meaning, {}).items() if code}
        return Pick(column=column, values=words, default=otherwise)

    def _kinds(self) -> tuple[Field, Field]:
        constant = self.facts.get("kind", "")
        event, _slash, sub = constant.partition("/")
        if KIND not in self.columns:
            return Pick(constant=event), self._coded("sub_event_type", sub)
        words = {word: code for word, code in self.values.get(KIND, {}).items() if code}
        events = {word: code.partition("/")[0] for word, code in words.items()}
        subs = {word: code.partition("/")[2] for word, code in words.items() if "/" in code}
        kind = Pick(column=self.columns[KIND], values=events, default=event)
        if "sub_event_type" in self.columns:
            return kind, self._coded("sub_event_type", "")
        # What holds for all rows tells the kind of those that have no word of their own.
        return kind, Pick(
            column=self.columns[KIND], values=subs, default="" if events else sub
        ) if subs or sub else ""

    def _place(self) -> Place:
        names = ("admin1", "admin2", "admin3", "name", "words", "lat", "lon", "radius_km")
        return Place(
            country=Pick(column=self.columns["place.country"], default=self.facts.get("country", ""))
            if "place.country" in self.columns
            else Pick(constant=self.facts.get("country", "")),
            precision=self._coded("place.precision", ""),
            **{name: self._column(f"place.{name}") for name in names},
        )

    def _separator(self) -> str:
        return self.facts.get("separator") or ";"

    def _actors(self) -> Iterator[ActorPart]:
        standing = Pick(constant=self.facts.get("standing") or Standing.ALLEGED.value)
        for column, meaning in self.meanings.items():
            if meaning in ACTORS:
                role, side = ACTORS[meaning]
                yield ActorPart(
                    name=column,
                    role=Pick(constant=role.value),
                    side=Pick(constant=side.value),
                    standing=standing,
                    separator=self._separator(),
                )

    def _counts(self) -> Iterator[Number]:
        for prefix, outcome, status in COUNTS:
            ends: Any = {end: self._column(f"{prefix}.{end}") for end in ("low", "best", "high")}
            if any(ends.values()):
                total = any(f"{outcome}.{end}" in self.columns for end in ends)
                yield Number(
                    **ends, outcome=outcome, status=status, part_of_total=prefix != outcome and total
                )

    def _reports(self) -> Iterator[Report]:
        if "report.source" in self.columns or self.facts.get("source"):
            source: Field = self._column("report.source")
            yield Report(
                source=Pick(column=str(source), default=self.facts.get("source", ""))
                if source
                else Pick(constant=self.facts.get("source", "")),
                title=self._column("report.title"),
                url=self._column("report.url"),
                published=self._column("report.published"),
            )
