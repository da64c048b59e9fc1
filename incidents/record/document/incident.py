"""Structs of an incident, and sums over its figures."""

from collections.abc import Iterable
from typing import Annotated

from ...codebook import COUNTED_AS
from .claims import AnyClaim
from .notation import coded, day, identifier
from .parts import (
    DESK,
    Area,
    Belonging,
    Claimant,
    Code,
    Direction,
    EditionRef,
    Occurred,
    OtherNames,
    Part,
    Point,
    Ref,
    ReportRef,
    Text,
)


class Place(Part, frozen=True):
    """Where, with honest precision: the point is the centre of a circle of ``radius_km``."""

    location: Ref
    type: Annotated[str, coded("location_type")]
    role: Annotated[str, coded("place_role")]
    country: Annotated[str, identifier]
    within: list[Area]
    point: Point | None
    radius_km: int | None
    words: str | None
    aliases: list[str]


class Affiliation(Part, frozen=True):
    """What tied an actor or a source to an actor on the day of the incident."""

    kind: Annotated[str, coded("relation_kind")]
    actor: Ref
    certainty: Annotated[str, coded("certainty")]


class Participant(Part, frozen=True):
    """An actor, or (``actor`` null) a description such as "unidentified gunmen".

    ``position_reported`` says whether a claim is the actor's own; it is null where no report was read here, so that
    its silence says nothing.
    """

    actor: Ref | None
    description: str | None
    kind: Annotated[str, coded("actor_kind")] | None
    role: Annotated[str, coded("role")]
    side: Annotated[str, coded("side")]
    standing: Annotated[str, coded("standing")]
    certainty: Annotated[str, coded("certainty")]
    affiliations: list[Affiliation]
    aliases: list[str]
    claims: list[Annotated[str, identifier]]
    position_reported: bool | None


class Figure(Part, frozen=True):
    """A number of people, as ``by`` has it. Cells of one outcome are disjoint, so that they may be summed."""

    ADDED_LATER = frozenset({"by"})

    outcome: Annotated[str, coded("outcome")]
    status: Annotated[str, coded("casualty_status")]
    belongs_to: Belonging | None
    low: int | None
    best: int | None
    high: int | None
    claims: list[Annotated[str, identifier]]
    rationale: str
    by: str = DESK


class Grade(Part, frozen=True):
    about: Annotated[str, coded("grade_about")]
    grade: Annotated[str, coded("grade")]
    reason: str
    assessed_on: Annotated[str, day]


class Origin(Part, frozen=True):
    """One independent origin of what is claimed, with the claims that lead back to it."""

    claimant: Claimant
    party: bool
    aligned_with: list[Ref]
    claims: list[Annotated[str, identifier]]


class Independence(Part, frozen=True):
    """How many independent origins speak to a question, and how many of them are no party to the conflict."""

    about: Annotated[str, coded("grade_about")]
    count: int
    non_party: int
    origins: list[Origin]


class Related(Part, frozen=True):
    """A link to another incident; ``direction`` says which end this incident is."""

    kind: Annotated[str, coded("link_kind")]
    direction: Direction
    incident: Ref
    basis: str | None
    certainty: Annotated[str, coded("certainty")]


class Happening(Part, frozen=True):
    """One stage of one life in this incident."""

    outcome: Annotated[str, coded("outcome")]
    occurred: Occurred | None
    claims: list[Annotated[str, identifier]]


class NamedPerson(Part, frozen=True):
    """A person who may be named, and on what ground (codebook ``publication_basis``)."""

    id: Annotated[str, identifier]
    name: str
    age_band: Annotated[str, coded("age_band")] | None
    sex: Annotated[str, coded("sex")] | None
    occupation: str | None
    basis: Annotated[str, coded("publication_basis")]
    happenings: list[Happening]


class Provenance(Part, frozen=True):
    """The dataset a record was taken from, with its version, licence and how its makers want to be cited.

    Null for our own coding. ``licence`` is a code of ours, but of no vocabulary that is public. ``violence_type`` is
    the type of organised violence as the dataset divides it, null where it does not. ``sources_named`` are whom the
    dataset names as its sources for the event: what they said has not been read here.
    """

    ADDED_LATER = frozenset({"violence_type", "sources_named"})

    dataset: str
    version: str
    title: str
    licence: Annotated[str, identifier]
    citation: str
    row: str
    violence_type: Annotated[str, coded("violence_type")] | None = None
    sources_named: list[Claimant] = []


class Voices(Part, frozen=True):
    """Whose the incident's own fields are: the desk's, or as a dataset coded them.

    ``event_type`` stands for the sub-event type as well, ``occurred`` for the days and the time of day, ``locations``
    for all places. Figures and reports say it themselves; of participants the standing tells it.
    """

    title: str = DESK
    summary: str = DESK
    extent: str = DESK
    event_type: str = DESK
    civilian_harm: str = DESK
    occurred: str = DESK
    locations: str = DESK


class Reviewed(Part, frozen=True):
    """When the desk last looked at what a dataset coded, and what came of it."""

    on: Annotated[str, day]
    result: Annotated[str, coded("review")]


class IncidentDocument(Part, frozen=True, kw_only=True):
    """An incident. ``reviewed`` is null while nobody here has looked at a dataset's coding, and for our own coding."""

    ADDED_LATER = frozenset({"reviewed", "by"})

    id: Annotated[str, identifier]
    format: Annotated[str, identifier]
    edition: EditionRef
    url: Annotated[str, identifier]
    origin: Provenance | None
    reviewed: Reviewed | None = None
    by: Voices = Voices()
    extent: Annotated[str, coded("extent")]
    title: Text
    summary: Text
    event_type: Annotated[str, coded("event_type")]
    sub_event_type: Annotated[str, coded("sub_event_type")]
    civilian_harm: Annotated[str, coded("civilian_harm")]
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
    other_names: list[OtherNames] = []


class Total(Part, frozen=True):
    """A sum over disjoint figures; an end is null where one of its parts is unknown."""

    low: int | None = None
    best: int | None = None
    high: int | None = None


def counted(figures: Iterable[Figure], outcome: str, status: str | None = None) -> list[Figure]:
    """The cells that the sum of one outcome counts, optionally of one status: those found dead are killed, too."""
    return [
        figure
        for figure in figures
        if COUNTED_AS[figure.outcome] == outcome and status in (None, figure.status)
    ]


def total(figures: Iterable[Figure], outcome: str, status: str | None = None) -> Total:
    """Sum the cells that ``counted`` finds.

    Unknown ends stay unknown, except that the low end counts what is known: "3 and an unknown number" is at
    least 3. With no cell at all everything is null, never zero.
    """
    cells = counted(figures, outcome, status)
    if not cells:
        return Total()
    lows = [cell.low for cell in cells if cell.low is not None]
    return Total(
        low=sum(lows) if lows else None,
        best=_sum([cell.best for cell in cells]),
        high=_sum([cell.high for cell in cells]),
    )


def _sum(values: list[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None
