"""The public shape of episodes, actors, locations, sources, and of what is no longer in force."""

from .parts import Area, Code, EditionRef, Name, Occurred, Part, Period, Point, Ref, ReportRef, Text


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
    within: list[Area]
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
