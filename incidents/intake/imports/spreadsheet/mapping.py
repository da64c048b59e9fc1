"""The mapping of a spreadsheet's columns: a file in TOML or JSON, written by people or by the page of the desk.

A field is the name of a column, or a table with ``column`` or ``constant``, ``values`` (their word to our code) and
``default`` (for an empty cell, or a word that ``values`` does not have).
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Mapped
from typing import Any

import msgspec
from msgspec.structs import replace

from incidents.codebook import Extent, Licence, Outcome, Role, Side, SourceKind, Standing
from incidents.folding import fold

from ..files.sources import Layout


class BadMapping(ValueError):
    """The mapping cannot be used. ``problems`` name the key, what is wrong and what would be right."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{key}: {message}" if key else message for key, message in problems))


class Pick(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where a value comes from. An empty ``column`` and ``constant``: it is not given."""

    column: str = ""
    constant: str = ""
    values: dict[str, str] = {}
    default: str = ""


Field = str | Pick
"""A column's name, or a ``Pick``."""


DATASET, DESK = "dataset", "desk"
"""Whose coding the rows are: the dataset's until the desk has reviewed it, or the desk's own, kept in a file."""


class DatasetFacts(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """The dataset that the spreadsheet is. ``voice`` is whose coding it is: ``dataset`` or ``desk``."""

    key: str
    title: str
    version: str = "1"
    licence: str = Licence.OWN.value
    citation: str = ""
    maker: str = ""
    maker_kind: str = SourceKind.OTHER.value
    language: str = "en"
    voice: str = DATASET


class FileFormat(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """How the file is read; what is left out is found out. ``heading`` is the line that names the columns.

    ``apostrophes``: words that begin as a formula does have an apostrophe in front, as exports of this site write them.
    """

    delimiter: str = ""
    encoding: str = ""
    sheet: str = ""
    heading: int = 0
    apostrophes: bool = False

    @property
    def layout(self) -> Layout:
        return Layout(self.delimiter, self.encoding, self.sheet, heading=self.heading)


class DateColumns(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """``order`` tells how 3/4/2021 is meant: ``day-first``, ``month-first``. ``formats`` as for Python's strptime."""

    first: Field
    last: Field = ""
    precision: Field = ""
    order: str = ""
    formats: list[str] = []


class PlaceColumns(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """``precision`` is the level down to which the place is known, a code of location types."""

    country: Field
    admin1: Field = ""
    admin2: Field = ""
    admin3: Field = ""
    name: Field = ""
    words: Field = ""
    lat: Field = ""
    lon: Field = ""
    precision: Field = ""
    radius_km: Field = ""


class ActorColumns(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """``described``: names are descriptions ("gunmen"), not actors to be entered.

    ``marked``: as in exports of this site, “(alleged)” or “(disputed)” behind a name is its standing, and a name of an
    earlier column only gets its side here.
    """

    name: Field
    role: Field = Pick(constant=Role.BELLIGERENT.value)
    side: Field = Pick(constant=Side.OTHER.value)
    standing: Field = Pick(constant=Standing.ALLEGED.value)
    kind: Field = Pick(constant="other")
    separator: str = ";"
    described: bool = False
    marked: bool = False


class CountColumns(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A number of people. ``part_of_total``: they are among those of the same outcome whose status is unknown."""

    low: Field = ""
    best: Field = ""
    high: Field = ""
    outcome: str = Outcome.KILLED.value
    status: str = "unknown"
    side: str = ""
    part_of_total: bool = False


class ReportColumns(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A report for each row. ``kind`` is that of a source that is new here."""

    source: Field
    kind: str = SourceKind.OTHER.value
    title: Field = ""
    url: Field = ""
    published: Field = ""


class Names(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Whom names mean that the desk does not know: the known name ("Manbij, Aleppo"), or the same one if it is new."""

    places: dict[str, str] = {}
    actors: dict[str, str] = {}
    sources: dict[str, str] = {}


class Mapping(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """All of it, in the shape of the file."""

    dataset: DatasetFacts
    id: Field
    event_type: Field
    dates: DateColumns
    place: PlaceColumns
    sub_event_type: Field = ""
    title: Field = ""
    summary: Field = ""
    extent: Field = Pick(constant=Extent.SINGLE.value)
    civilian_harm: Field = Pick(constant="unclear")
    tags: Field = ""
    tags_separator: str = ";"
    actors: list[ActorColumns] = []
    counts: list[CountColumns] = []
    reports: list[ReportColumns] = []
    external_ids: dict[str, Field] = {}
    """What others call the same event, by scheme such as ``ucdp-ged``."""
    taken_from: Field = ""
    """The dataset that a row was taken from: one that has any is set aside, as it is to be imported from there."""
    names: Names = msgspec.field(default_factory=Names)
    table: FileFormat = msgspec.field(default_factory=FileFormat)


def pick(field: Field) -> Pick:
    """The field in its long form."""
    return Pick(column=field) if isinstance(field, str) else field


def is_given(field: Field) -> bool:
    full = pick(field)
    return bool(full.column or full.constant or full.default)


def listed_code(word: str, values: Mapped[str, str]) -> str | None:
    """The code listed for a word: by its exact spelling, else without regard to case and accents."""
    if word in values or not values:
        return values.get(word)
    folded = fold(word)
    return next((code for listed, code in values.items() if fold(listed) == folded), None)


SINGLE_FIELDS = (
    "id", "event_type", "sub_event_type", "title", "summary", "extent", "civilian_harm", "tags",
    "taken_from", "dates.first", "dates.last", "dates.precision",
    *(f"place.{name}" for name in PlaceColumns.__struct_fields__),
)  # fmt: skip
"""Keys of the fields that stand once, in the order in which their mistakes are told."""

_ROW_FIELDS = {
    "actors": ("name", "role", "side", "standing", "kind"),
    "counts": ("low", "best", "high"),
    "reports": ("source", "title", "url", "published"),
}


def field_at(mapping: Mapping, key: str) -> Pick:
    """The field that stands once under a key such as ``place.lat``."""
    group, _dot, name = key.rpartition(".")
    return pick(getattr(getattr(mapping, group) if group else mapping, name))


def with_field(mapping: Mapping, key: str, field: Field) -> Mapping:
    """The mapping with another field under the key. One that says nothing is left out of the mapping's file."""
    field = "" if pick(field) == Pick() else field
    group, _dot, name = key.rpartition(".")
    if not group:
        return replace(mapping, **{name: field})
    return replace(mapping, **{group: replace(getattr(mapping, group), **{name: field})})


def fields_of(mapping: Mapping) -> Iterator[tuple[str, Pick]]:
    """Every field with its key; those of lists have the number of their row in it, as in ``counts[0].best``."""
    for key in SINGLE_FIELDS:
        yield key, field_at(mapping, key)
    for scheme, field in mapping.external_ids.items():
        yield f"external_ids.{scheme}", pick(field)
    for group, names in _ROW_FIELDS.items():
        for number, row in enumerate(getattr(mapping, group)):
            for name in names:
                yield f"{group}[{number}].{name}", pick(getattr(row, name))


def read_mapping(body: bytes, name: str) -> Mapping:
    """A mapping from the text of a file. Raises ``BadMapping`` for what it cannot be."""
    try:
        raw: Any = msgspec.toml.decode(body) if name.lower().endswith(".toml") else msgspec.json.decode(body)
    except (ValueError, RecursionError) as error:  # TOML with a number of thousands of digits is a plain one
        kind = "TOML" if name.lower().endswith(".toml") else "JSON"
        raise BadMapping([("", f"{name} is not {kind}: {error}.")]) from error
    return mapping_from(raw)


def mapping_from(raw: Any) -> Mapping:
    """Raises ``BadMapping``: msgspec says what is wrong and where, as in ``$.dates.first``."""
    try:
        return msgspec.convert(raw, Mapping)
    except msgspec.ValidationError as error:
        message, _at, where = str(error).partition(" - at ")
        key = where.strip("`").removeprefix("$").removeprefix(".")
        raise BadMapping([(key, f"{message}. See docs/importing.md for the keys that there are.")]) from error


def as_json(mapping: Mapping) -> bytes:
    """As JSON, for people: what ``read_mapping`` reads."""
    return msgspec.json.format(msgspec.json.encode(mapping), indent=2) + b"\n"
