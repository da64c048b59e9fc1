"""Structs that documents of every kind are made of: references, names, dates, points."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

import msgspec

from .notation import coded, day, identifier

Text = dict[str, str]
"""A text by language tag, e.g. ``{"ar": "…", "en": "…"}``; keys sorted when compiled."""

DESK = "desk"
"""``by`` of what this desk judged, wrote or read itself. Anything else names a dataset: ``ucdp-ged 19.1``."""

Direction = Literal["to", "from"]
"""Which end of a tie or link the document's own subject is: it leads to the other, or comes from it."""


class Part(msgspec.Struct, frozen=True):
    """Base of everything below; immutable."""

    ADDED_LATER: ClassVar[frozenset[str]] = frozenset()
    """Keys that the texts of the first editions of all lack; they are read as the default says."""


class EditionRef(Part, frozen=True):
    number: int
    kind: Annotated[str, coded("edition_kind")]


class Ref(Part, frozen=True):
    """A published subject, named as it was called when this document was compiled."""

    id: Annotated[str, identifier]
    name: str


class Area(Part, frozen=True):
    """A location that another lies in, and its level (codebook ``location_type``).

    The first editions of all did not say the level: there it is empty.
    """

    ADDED_LATER = frozenset({"type"})

    id: Annotated[str, identifier]
    name: str
    type: Annotated[str, coded("location_type", or_empty=True)] = ""


class Occurred(Part, frozen=True):
    """When: an interval, and how to read it (codebook ``date_precision``)."""

    earliest: Annotated[str, day]
    latest: Annotated[str, day]
    precision: Annotated[str, coded("date_precision")]
    time_of_day: Annotated[str, coded("time_of_day")] | None = None
    words: str | None = None


class Period(Part, frozen=True):
    """A period whose ends may be unknown."""

    start: Annotated[str, day] | None = None
    end: Annotated[str, day] | None = None


class Name(Part, frozen=True):
    text: str
    language: Annotated[str, identifier] | None
    script: Annotated[str, coded("script")]
    kind: Annotated[str, coded("name_kind")]
    used_by: str | None = None


class OtherNames(Part, frozen=True):
    """Other public names, in all scripts, of something that the document mentions by its main name; for searching."""

    id: Annotated[str, identifier]
    aliases: list[str]


class Code(Part, frozen=True):
    """An identifier in somebody else's scheme; ``match`` says whether it is the same thing, ``name`` its name there."""

    scheme: str
    value: str
    match: Annotated[str, coded("match")]
    name: str | None = None


class Point(Part, frozen=True):
    lat: Decimal
    lon: Decimal


class Belonging(Part, frozen=True):
    """Whose people: an actor, or all of a side."""

    actor: Ref | None = None
    side: Annotated[str, coded("side")] | None = None


class Claimant(Part, frozen=True):
    """Who says so: a source, an actor or a description; ``withheld`` where naming could harm."""

    source: Ref | None = None
    actor: Ref | None = None
    description: str | None = None
    withheld: bool = False


class Passage(Part, frozen=True):
    """Characters ``start`` to ``end`` of the report's text with that SHA-256."""

    text_sha256: Annotated[str, identifier]
    start: int
    end: int


class ReportRef(Part, frozen=True):
    """A report; ``source`` is null where naming it could harm.

    ``by`` says who read it: the desk, or a dataset that lists it, of which nobody here has read it.
    """

    ADDED_LATER = frozenset({"by"})

    id: Annotated[str, identifier]
    source: Ref | None
    title: str | None
    byline: str | None
    url: str | None
    archive_url: str | None
    published_on: Annotated[str, day] | None
    language: Annotated[str, identifier] | None
    by: str = DESK


def degrees(value: Decimal | float | str) -> Decimal:
    """A coordinate in degrees as it is written: five decimals, about one metre."""
    return Decimal(value).quantize(Decimal("0.00001"))
