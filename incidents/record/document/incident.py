"""The public shape of an incident, and the sums over its figures."""

from .claims import AnyClaim
from .parts import Area, Belonging, Claimant, Code, EditionRef, Occurred, Part, Point, Ref, ReportRef, Text


class Place(Part, frozen=True):
    """Where, with honest precision: the point is the centre of a circle of ``radius_km``."""

    location: Ref
    type: str
    role: str
    country: str
    within: list[Area]
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
    """The dataset a record was taken from, with its version, licence and how its makers want to be cited.

    Null for our own coding.
    """

    dataset: str
    version: str
    title: str
    licence: str
    citation: str
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
