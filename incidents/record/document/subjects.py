"""Structs of episodes, actors, locations and sources, and the tombstone of what is no longer in force."""

from typing import Annotated

from .notation import coded, identifier
from .parts import (
    Area,
    Code,
    Direction,
    EditionRef,
    Name,
    Occurred,
    OtherNames,
    Part,
    Period,
    Point,
    Ref,
    ReportRef,
    Text,
)


class EpisodeDocument(Part, frozen=True):
    id: Annotated[str, identifier]
    format: Annotated[str, identifier]
    edition: EditionRef
    url: Annotated[str, identifier]
    kind: Annotated[str, coded("episode_kind")]
    title: Text
    summary: Text
    occurred: Occurred
    actors: list[Ref]
    locations: list[Ref]
    reports: list[ReportRef]
    external_ids: list[Code]
    other_names: list[OtherNames] = []


class Relation(Part, frozen=True):
    """A tie between two actors, seen from the document's own actor (``direction``: to or from)."""

    kind: Annotated[str, coded("relation_kind")]
    direction: Direction
    actor: Ref
    period: Period
    certainty: Annotated[str, coded("certainty")]
    note: str | None


class ActorDocument(Part, frozen=True):
    id: Annotated[str, identifier]
    format: Annotated[str, identifier]
    edition: EditionRef
    url: Annotated[str, identifier]
    name: str
    kind: Annotated[str, coded("actor_kind")]
    country: Annotated[str, identifier] | None
    active: Period
    description: Text
    names: list[Name]
    relations: list[Relation]
    external_ids: list[Code]


class LocationDocument(Part, frozen=True):
    id: Annotated[str, identifier]
    format: Annotated[str, identifier]
    edition: EditionRef
    url: Annotated[str, identifier]
    name: str
    type: Annotated[str, coded("location_type")]
    country: Annotated[str, identifier]
    within: list[Area]
    point: Point | None
    radius_km: int | None
    names: list[Name]
    external_ids: list[Code]
    other_names: list[OtherNames] = []


class SourceAffiliationPart(Part, frozen=True):
    kind: Annotated[str, coded("affiliation_kind")]
    actor: Ref
    period: Period
    certainty: Annotated[str, coded("certainty")]
    according_to: str | None


class SourceDocument(Part, frozen=True):
    id: Annotated[str, identifier]
    format: Annotated[str, identifier]
    edition: EditionRef
    url: Annotated[str, identifier]
    name: str
    kind: Annotated[str, coded("source_kind")]
    country: Annotated[str, identifier] | None
    languages: list[Annotated[str, identifier]]
    website: str | None
    names: list[Name]
    affiliations: list[SourceAffiliationPart]


class Tombstone(Part, frozen=True):
    """What stands in place of a document that is no longer in force: retracted, merged or withheld."""

    id: Annotated[str, identifier]
    format: Annotated[str, identifier]
    edition: EditionRef
    url: Annotated[str, identifier]
    status: Annotated[str, coded("edition_kind")]
    into: Annotated[str, identifier] | None
