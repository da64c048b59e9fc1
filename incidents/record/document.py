"""The shape of what is public: one typed struct per kind of document, and its canonical text.

Canonical text: UTF-8 JSON, keys in the order they are declared here, every key present, no insignificant white
space, coordinates as numbers with exactly five decimals (about one metre) and no other fractions. The text is
stored once, hashed, and served byte for byte; see docs/record.md for the test vector.

Ranges: a figure is ``low <= best <= high``; ``null`` is unknown and ``0`` is none. Dates are ISO 8601 days.
"""

from decimal import Decimal
from typing import Any

import msgspec

INCIDENT_FORMAT = "attest.incident/1"
EPISODE_FORMAT = "attest.episode/1"
ACTOR_FORMAT = "attest.actor/1"
LOCATION_FORMAT = "attest.location/1"
SOURCE_FORMAT = "attest.source/1"
TOMBSTONE_FORMAT = "attest.tombstone/1"

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


class Place(Part, frozen=True):
    """Where, with honest precision: the point is the centre of a circle of ``radius_km``."""

    location: Ref
    type: str
    role: str
    country: str
    within: list[Ref]
    point: Point | None
    radius_km: int | None
    words: str | None
    aliases: list[str]


class Affiliation(Part, frozen=True):
    """What tied an actor or a source to an actor on the day of the incident."""

    kind: str
    actor: Ref
    certainty: str


class Participant(Part, frozen=True):
    """An actor, or (``actor`` null) a description such as "unidentified gunmen"."""

    actor: Ref | None
    description: str | None
    kind: str | None
    role: str
    side: str
    standing: str
    certainty: str
    affiliations: list[Affiliation]
    aliases: list[str]
    claims: list[str]
    position_reported: bool


class Belonging(Part, frozen=True):
    """Whose people: an actor, or all of a side."""

    actor: Ref | None = None
    side: str | None = None


class Figure(Part, frozen=True):
    """An assessed number of people. Cells of one outcome are disjoint, so that they may be summed."""

    outcome: str
    status: str
    belongs_to: Belonging | None
    low: int | None
    best: int | None
    high: int | None
    claims: list[str]
    rationale: str


class Grade(Part, frozen=True):
    about: str
    grade: str
    reason: str
    assessed_on: str


class Claimant(Part, frozen=True):
    """Who says so: a source, an actor or a description; ``withheld`` where naming could harm."""

    source: Ref | None = None
    actor: Ref | None = None
    description: str | None = None
    withheld: bool = False


class Origin(Part, frozen=True):
    """One independent origin of what is claimed, with the claims that lead back to it."""

    claimant: Claimant
    party: bool
    aligned_with: list[Ref]
    claims: list[str]


class Independence(Part, frozen=True):
    """How many independent origins speak to a question, and how many of them are no party to the conflict."""

    about: str
    count: int
    non_party: int
    origins: list[Origin]


class Passage(Part, frozen=True):
    """Characters ``start`` to ``end`` of the report's text with that SHA-256."""

    text_sha256: str
    start: int
    end: int


class Claim(Part, frozen=True, tag_field="kind", tag="statement"):
    """What every claim carries, whatever it is about. Lists of claims hold the kinds below."""

    id: str
    claimant: Claimant
    basis: str
    derived_from: str | None
    stance: str
    about: str | None
    supersedes: str | None
    made_on: str | None
    as_of: str | None
    report: str | None
    passages: list[Passage]
    wording: str
    certainty: str


class CasualtyClaim(Claim, frozen=True, tag="casualty"):
    outcome: str
    minimum: int | None
    best: int | None
    maximum: int | None
    quantifier: str | None
    status: str
    belongs_to: Belonging | None
    age_band: str | None
    sex: str | None
    occupation: str | None
    within: str | None
    same_persons_as: str | None
    place: Ref | None
    covers: Period | None


class ResponsibilityClaim(Claim, frozen=True, tag="responsibility"):
    actors: list[Ref]
    description: str | None
    jointly: str
    responsible_for: str


class WeaponClaim(Claim, frozen=True, tag="weapon"):
    weapon: str
    delivery: str | None
    used_by: Ref | None
    detail: str | None


class PlaceClaim(Claim, frozen=True, tag="place"):
    place: Ref | None
    words: str | None


class TimeClaim(Claim, frozen=True, tag="time"):
    phase: str
    occurred: Occurred
    clock: str | None


class TargetClaim(Claim, frozen=True, tag="target"):
    target: str
    intended: str
    actor: Ref | None
    place: Ref | None
    detail: str | None


class TerritoryClaim(Claim, frozen=True, tag="territory"):
    change: str
    actor: Ref | None
    place: Ref | None


class StatementClaim(Claim, frozen=True, tag="statement"):
    act: str
    addressee: Ref | None
    text: str


AnyClaim = (
    CasualtyClaim
    | ResponsibilityClaim
    | WeaponClaim
    | PlaceClaim
    | TimeClaim
    | TargetClaim
    | TerritoryClaim
    | StatementClaim
)


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


class Related(Part, frozen=True):
    """A link to another incident; ``direction`` says which end this incident is."""

    kind: str
    direction: str
    incident: Ref
    basis: str | None
    certainty: str


class Happening(Part, frozen=True):
    """One stage of one life in this incident."""

    outcome: str
    occurred: Occurred | None
    claims: list[str]


class NamedPerson(Part, frozen=True):
    """A person who may be named, and on what ground (codebook ``publication_basis``)."""

    id: str
    name: str
    age_band: str | None
    sex: str | None
    occupation: str | None
    basis: str
    happenings: list[Happening]


class Provenance(Part, frozen=True):
    """The dataset a record was taken from, with its version and licence; null for our own coding."""

    dataset: str
    version: str
    licence: str
    row: str


class IncidentDocument(Part, frozen=True):
    id: str
    format: str
    edition: EditionRef
    url: str
    origin: Provenance | None
    extent: str
    title: Text
    summary: Text
    event_type: str
    sub_event_type: str
    civilian_harm: str
    occurred: Occurred
    locations: list[Place]
    participants: list[Participant]
    casualties: list[Figure]
    claims: list[AnyClaim]
    grades: list[Grade]
    independence: list[Independence]
    reports: list[ReportRef]
    episodes: list[Ref]
    related: list[Related]
    persons: list[NamedPerson]
    tags: list[str]
    external_ids: list[Code]


class EpisodeDocument(Part, frozen=True):
    id: str
    format: str
    edition: EditionRef
    url: str
    kind: str
    title: Text
    summary: Text
    occurred: Occurred
    actors: list[Ref]
    locations: list[Ref]
    reports: list[ReportRef]
    external_ids: list[Code]


class Relation(Part, frozen=True):
    """A tie between two actors, seen from the document's own actor (``direction``: to or from)."""

    kind: str
    direction: str
    actor: Ref
    period: Period
    certainty: str
    note: str | None


class ActorDocument(Part, frozen=True):
    id: str
    format: str
    edition: EditionRef
    url: str
    name: str
    kind: str
    country: str | None
    active: Period
    description: Text
    names: list[Name]
    relations: list[Relation]
    external_ids: list[Code]


class LocationDocument(Part, frozen=True):
    id: str
    format: str
    edition: EditionRef
    url: str
    name: str
    type: str
    country: str
    within: list[Ref]
    point: Point | None
    radius_km: int | None
    names: list[Name]
    external_ids: list[Code]


class SourceAffiliationPart(Part, frozen=True):
    kind: str
    actor: Ref
    period: Period
    certainty: str
    according_to: str | None


class SourceDocument(Part, frozen=True):
    id: str
    format: str
    edition: EditionRef
    url: str
    name: str
    kind: str
    country: str | None
    languages: list[str]
    website: str | None
    names: list[Name]
    affiliations: list[SourceAffiliationPart]


class Tombstone(Part, frozen=True):
    """What stands in place of a document that is no longer in force: retracted, merged or withheld."""

    id: str
    format: str
    edition: EditionRef
    url: str
    status: str
    into: str | None


Document = IncidentDocument | EpisodeDocument | ActorDocument | LocationDocument | SourceDocument | Tombstone

SHAPES: dict[str, type[Part]] = {
    INCIDENT_FORMAT: IncidentDocument,
    EPISODE_FORMAT: EpisodeDocument,
    ACTOR_FORMAT: ActorDocument,
    LOCATION_FORMAT: LocationDocument,
    SOURCE_FORMAT: SourceDocument,
    TOMBSTONE_FORMAT: Tombstone,
}


class _Head(msgspec.Struct):
    format: str


_encoder = msgspec.json.Encoder(decimal_format="number")
_decoders: dict[str, msgspec.json.Decoder[Any]] = {
    name: msgspec.json.Decoder(shape) for name, shape in SHAPES.items()
}
_head_decoder = msgspec.json.Decoder(_Head)


def encode(document: Document) -> str:
    """The canonical text of a document."""
    return _encoder.encode(document).decode()


def decode(text: str | bytes) -> Document:
    """The document in a canonical text, whatever its format.

    Raises ``msgspec.ValidationError`` for a text that is no document and ``KeyError`` for an unknown format.
    """
    decoder = _decoders[_head_decoder.decode(text).format]
    document: Document = decoder.decode(text)
    return document


def degrees(value: Decimal | float | str) -> Decimal:
    """A coordinate in degrees as it is written: five decimals, about one metre."""
    return Decimal(value).quantize(Decimal("0.00001"))


class Total(Part, frozen=True):
    """A sum over disjoint figures; an end is null where one of its parts is unknown."""

    low: int | None = None
    best: int | None = None
    high: int | None = None


def total(figures: list[Figure], outcome: str, status: str | None = None) -> Total:
    """Sum the cells of one outcome, optionally of one status.

    Unknown ends stay unknown, except that the low end counts what is known: "3 and an unknown number" is at
    least 3. With no cell at all everything is null, never zero.
    """
    cells = [f for f in figures if f.outcome == outcome and status in (None, f.status)]
    if not cells:
        return Total()
    lows = [f.low for f in cells if f.low is not None]
    return Total(
        low=sum(lows) if lows else None,
        best=_sum([f.best for f in cells]),
        high=_sum([f.high for f in cells]),
    )


def _sum(values: list[int | None]) -> int | None:
    known = [v for v in values if v is not None]
    return sum(known) if len(known) == len(values) else None
