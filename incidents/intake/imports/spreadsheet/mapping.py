"""What a spreadsheet's columns mean: a file in TOML or JSON that people write, or the page of the desk writes for them.

A field is the name of a column, or a table with ``column`` or ``constant``, ``values`` (their word to our code) and
``default`` (for an empty cell, or a word that ``values`` does not have).
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import msgspec

from incidents.codebook import Extent, Licence, Outcome, Role, Side, SourceKind, Standing


class BadMapping(ValueError):
    """The mapping cannot be used. ``problems`` name the key, what is wrong and what would be right."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{key}: {said}" if key else said for key, said in problems))


class Pick(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where a value comes from. An empty ``column`` and ``constant``: it is not given."""

    column: str = ""
    constant: str = ""
    values: dict[str, str] = {}
    default: str = ""


Field = str | Pick
"""A column's name, or a ``Pick``."""


class Facts(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """The dataset that the spreadsheet is."""

    key: str
    title: str
    version: str = "1"
    licence: str = Licence.OWN.value
    citation: str = ""
    maker: str = ""
    maker_kind: str = SourceKind.OTHER.value
    language: str = "en"


class Table(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """How the file is read; what is left out is found out."""

    delimiter: str = ""
    encoding: str = ""
    sheet: str = ""


class Dates(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """``order`` tells how 3/4/2021 is meant: ``day-first``, ``month-first``. ``formats`` as for Python's strptime."""

    first: Field
    last: Field = ""
    precision: Field = ""
    order: str = ""
    formats: list[str] = []


class Place(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
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


class ActorPart(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """``described``: names are descriptions ("gunmen"), not actors to be entered."""

    name: Field
    role: Field = Pick(constant=Role.BELLIGERENT.value)
    side: Field = Pick(constant=Side.OTHER.value)
    standing: Field = Pick(constant=Standing.ALLEGED.value)
    kind: Field = Pick(constant="other")
    separator: str = ";"
    described: bool = False


class Number(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A number of people. ``part_of_total``: they are among those of the same outcome whose status is unknown."""

    low: Field = ""
    best: Field = ""
    high: Field = ""
    outcome: str = Outcome.KILLED.value
    status: str = "unknown"
    side: str = ""
    part_of_total: bool = False


class Report(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    source: Field
    kind: str = SourceKind.OTHER.value
    title: Field = ""
    url: Field = ""
    published: Field = ""


class Mapping(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    dataset: Facts
    id: Field
    event_type: Field
    dates: Dates
    place: Place
    sub_event_type: Field = ""
    title: Field = ""
    summary: Field = ""
    extent: Field = Pick(constant=Extent.SINGLE.value)
    civilian_harm: Field = Pick(constant="unclear")
    tags: Field = ""
    tags_separator: str = ";"
    actors: list[ActorPart] = []
    counts: list[Number] = []
    reports: list[Report] = []
    table: Table = msgspec.field(default_factory=Table)


def pick(field: Field) -> Pick:
    return Pick(column=field) if isinstance(field, str) else field


def given(field: Field) -> bool:
    one = pick(field)
    return bool(one.column or one.constant or one.default)


def fields_of(mapping: Mapping) -> Iterator[tuple[str, Field]]:
    """Every field with its key, in the order of the file."""
    for name in mapping.__struct_fields__:
        value = getattr(mapping, name)
        if name in (
            "id",
            "event_type",
            "sub_event_type",
            "title",
            "summary",
            "extent",
            "civilian_harm",
            "tags",
        ):
            yield name, value
    yield from _in("dates", mapping.dates, ("first", "last", "precision"))
    yield from _in("place", mapping.place, mapping.place.__struct_fields__)
    for kind, rows, names in (
        ("actors", mapping.actors, ("name", "role", "side", "standing", "kind")),
        ("counts", mapping.counts, ("low", "best", "high")),
        ("reports", mapping.reports, ("source", "title", "url", "published")),
    ):
        for number, row in enumerate(rows):
            yield from _in(f"{kind}[{number}]", row, names)


def _in(key: str, struct: msgspec.Struct, names: tuple[str, ...]) -> Iterator[tuple[str, Field]]:
    for name in names:
        yield f"{key}.{name}", getattr(struct, name)


def read_mapping(body: bytes, name: str) -> Mapping:
    """A mapping from the text of a file. Raises ``BadMapping`` for what it cannot be."""
    try:
        raw: Any = msgspec.toml.decode(body) if name.lower().endswith(".toml") else msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        kind = "TOML" if name.lower().endswith(".toml") else "JSON"
        raise BadMapping([("", f"{name} is not {kind}: {error}.")]) from error
    return mapping_from(raw)


def mapping_from(raw: Any) -> Mapping:
    """Raises ``BadMapping``: msgspec says what is wrong and where, as in ``$.dates.first``."""
    try:
        return msgspec.convert(raw, Mapping)
    except msgspec.ValidationError as error:
        said, _at, where = str(error).partition(" - at ")
        key = where.strip("`").removeprefix("$").removeprefix(".")
        raise BadMapping([(key, f"{said}. See docs/importing.md for the keys that there are.")]) from error


def written(mapping: Mapping) -> bytes:
    """As JSON, for people: what ``read_mapping`` reads."""
    return msgspec.json.format(msgspec.json.encode(mapping), indent=2) + b"\n"


def edition_of(mapping: Mapping) -> int:
    """Changes with the mapping, so that rows are coded anew where it has changed."""
    return int.from_bytes(sha256(msgspec.json.encode(mapping, order="deterministic")).digest()[:4])
