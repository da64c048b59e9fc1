"""The public shape of a statement of coverage: what tells an empty cell from a blind spot."""

from .parts import Area, EditionRef, Part, Ref, Text


class CoveredArea(Part, frozen=True):
    """An area that is monitored whole, with everything that lies in it."""

    location: Ref
    type: str
    country: str
    within: list[Area]


class CoverageDocument(Part, frozen=True):
    """Where, when and of what everything is recorded that the monitored sources tell.

    ``until`` is null while it goes on. ``coded_until`` is the last day up to which that work is done: after it, and
    everywhere while it is null, the absence of incidents says nothing. No ``event_types`` means all of them.
    """

    id: str
    format: str
    edition: EditionRef
    url: str
    name: str
    description: Text
    areas: list[CoveredArea]
    since: str
    until: str | None
    coded_until: str | None
    event_types: list[str]
    languages: list[str]
    sources: list[Ref]
    backlog: Text
