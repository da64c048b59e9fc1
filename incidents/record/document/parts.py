"""What documents of every kind are made of: references, names, dates, points."""

from decimal import Decimal

import msgspec

Text = dict[str, str]
"""A text by language tag, e.g. ``{"ar": "…", "en": "…"}``; keys sorted when compiled."""


class Part(msgspec.Struct, frozen=True):
    """Base of everything below; immutable."""


class EditionRef(Part, frozen=True):
    number: int
    kind: str


class Ref(Part, frozen=True):
    """A published subject, named as it was called when this document was compiled."""

    id: str
    name: str


class Area(Part, frozen=True):
    """A location that another lies in, and its level (codebook ``location_type``).

    The first editions of all did not say the level: there it is empty.
    """

    id: str
    name: str
    type: str = ""


class Occurred(Part, frozen=True):
    """When: an interval, and how to read it (codebook ``date_precision``)."""

    earliest: str
    latest: str
    precision: str
    time_of_day: str | None = None
    words: str | None = None


class Period(Part, frozen=True):
    """A period whose ends may be unknown."""

    start: str | None = None
    end: str | None = None


class Name(Part, frozen=True):
    text: str
    language: str | None
    script: str
    kind: str
    used_by: str | None = None


class Code(Part, frozen=True):
    """An identifier in somebody else's scheme; ``match`` says whether it is the same thing."""

    scheme: str
    value: str
    match: str


class Point(Part, frozen=True):
    lat: Decimal
    lon: Decimal


class Belonging(Part, frozen=True):
    """Whose people: an actor, or all of a side."""

    actor: Ref | None = None
    side: str | None = None


class Claimant(Part, frozen=True):
    """Who says so: a source, an actor or a description; ``withheld`` where naming could harm."""

    source: Ref | None = None
    actor: Ref | None = None
    description: str | None = None
    withheld: bool = False


class Passage(Part, frozen=True):
    """Characters ``start`` to ``end`` of the report's text with that SHA-256."""

    text_sha256: str
    start: int
    end: int


class ReportRef(Part, frozen=True):
    """A report that was read; ``source`` is null where naming it could harm."""

    id: str
    source: Ref | None
    title: str | None
    byline: str | None
    url: str | None
    archive_url: str | None
    published_on: str | None
    language: str | None


def degrees(value: Decimal | float | str) -> Decimal:
    """A coordinate in degrees as it is written: five decimals, about one metre."""
    return Decimal(value).quantize(Decimal("0.00001"))
