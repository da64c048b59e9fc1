"""Structs of a statement of coverage, which tells an empty cell from a blind spot."""

from typing import Annotated

from .notation import coded, day, identifier
from .parts import Area, EditionRef, OtherNames, Part, Ref, Text


class CoveredArea(Part, frozen=True):
    """An area that is monitored whole, with everything that lies in it."""

    location: Ref
    type: Annotated[str, coded("location_type")]
    country: Annotated[str, identifier]
    within: list[Area]


class CoverageDocument(Part, frozen=True):
    """Where, when and of what everything is recorded that the monitored sources tell.

    ``until`` is null while it goes on. ``coded_until`` is the last day up to which that work is done: after it, and
    everywhere while it is null, the absence of incidents says nothing. No ``event_types`` means all of them.
    """

    id: Annotated[str, identifier]
    format: Annotated[str, identifier]
    edition: EditionRef
    url: Annotated[str, identifier]
    name: str
    description: Text
    areas: list[CoveredArea]
    since: Annotated[str, day]
    until: Annotated[str, day] | None
    coded_until: Annotated[str, day] | None
    event_types: list[Annotated[str, coded("event_type")]]
    languages: list[Annotated[str, identifier]]
    sources: list[Ref]
    backlog: Text
    other_names: list[OtherNames] = []
