"""New references: the places, actors and sources that rows name and the desk does not know, before they are entered.

Each is told with the known ones nearest to it. Where one of these may well be meant, it is in doubt: a person decides
whether it is that one or a new one. Nothing is entered by an import that is not in this list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec
from django.utils.translation import gettext as _
from msgspec.structs import replace

from incidents.codebook import DIVISIONS, LocationType
from incidents.folding import fold
from incidents.likeness import SpellingIndex, spelled_alike
from incidents.models import Actor, ActorName, ImportRun, Location, Source

from ..files.sources import SourceRow
from .agreement import swapped_is_nearer
from .coded import CodedRow, NamedActor, NamedPlace, NamedSource
from .coding import CodingResult
from .known_places import KnownPlace
from .references import References

Kind = Literal["location", "actor", "source"]

ALMOST_THERE_KM = 25
"""A known place of the name this near to the row's point is probably meant, and the point rough."""
MOST_COMPARED = 2_000
"""Names of a kind that are compared in one import; those after are listed without neighbours."""
MOST_LINES = 5


class KnownNeighbour(msgspec.Struct, frozen=True):
    """A known place, actor or source that may be meant. ``km`` is the distance to the row's point."""

    name: str
    within: str = ""
    km: int | None = None

    @property
    def decision(self) -> str:
        """How a mapping says that this one is meant: by its name, and the widest division that it lies in."""
        return ", ".join(filter(None, (self.name, self.within.rpartition(", ")[2])))

    def __str__(self) -> str:
        distance = _("%(km)s km away") % {"km": self.km} if self.km is not None else ""
        about = ", ".join(filter(None, (self.within, distance)))
        return f"{self.name} ({about})" if about else self.name


class NewReference(msgspec.Struct):
    """A subject that an import would enter, and whom it may be instead. ``lines`` are the first that name it."""

    kind: Kind
    name: str
    level: str = ""
    country: str = ""
    within: str = ""
    neighbours: list[KnownNeighbour] = []
    doubt: str = ""
    """Why somebody has to decide; empty where nothing speaks against a new one."""
    confirmed: bool = False
    lines: list[int] = []

    @property
    def is_open(self) -> bool:
        """Whether a person has to decide, and has not yet."""
        return bool(self.doubt) and not self.confirmed

    @property
    def what(self) -> str:
        """The level of a place, or the kind of subject, in words."""
        words = {"actor": _("actor"), "source": _("source")}
        return words.get(self.kind) or str(LocationType(self.level).label).lower()

    @property
    def flag(self) -> str:
        if self.kind == "location":
            return "new-division" if self.level in DIVISIONS else "new-place"
        return f"new-{self.kind}"


def listed_of(run: ImportRun) -> list[NewReference]:
    """The list as it was kept on a run."""
    return msgspec.convert(run.new_references, list[NewReference])


def with_made(listed: list[NewReference], made: Mapping[str, Sequence[int]]) -> list[NewReference]:
    """The list with whatever else a run entered: its maker, and what it did before it was killed."""
    names = {(reference.kind, reference.name) for reference in listed}
    rest = []
    places = Location.objects.filter(pk__in=made.get("location", [])).order_by("pk")
    for name, level, country, within in places.values_list("name", "type", "country", "parent__name"):
        rest.append(NewReference("location", name, level, country, within or ""))
    kinds: tuple[tuple[Kind, type[Actor | Source]], ...] = (("actor", Actor), ("source", Source))
    for kind, model in kinds:
        rows = model.objects.filter(pk__in=made.get(kind, [])).order_by("pk")
        rest += [NewReference(kind, name) for name in rows.values_list("name", flat=True)]
    return [*listed, *(reference for reference in rest if (reference.kind, reference.name) not in names)]


Identity = tuple[str, str, str, str, str]


class NewReferences:
    """What the rows of one import name that is not known, listed once each in the order of the file."""

    def __init__(self) -> None:
        self.listed: dict[Identity, NewReference] = {}
        self._actors: SpellingIndex[str] | None = None
        self._sources: SpellingIndex[str] | None = None

    def of(self, references: References, row: CodedRow, line: int) -> list[NewReference]:
        """What this row names that is not known. No queries but those that load what is known, once."""
        named = [
            *(
                self._place(references, place)
                for spot in row.places
                for place in _unknown(references, spot.where)
            ),
            *(self._actor(references, part.who) for part in row.parts if part.who),
            *(self._source(references, report.source) for report in row.reports),
            *(self._source(references, claim.claimant) for claim in row.claims),
        ]
        new = {id(reference): reference for reference in named if reference}
        for reference in new.values():
            if len(reference.lines) < MOST_LINES and line not in reference.lines:
                reference.lines.append(line)
        return list(new.values())

    def decided(
        self, references: References, read: SourceRow, result: CodingResult, *, asks: bool
    ) -> CodingResult:
        """The row, with flags for what it names that is new; set aside where somebody has to decide that first."""
        row = result.row
        if row is None or not (new := self.of(references, row, read.line)):
            return result
        doubts = [reference.doubt for reference in new if reference.is_open]
        if doubts and asks:
            remedy = _("Say under [names] of the mapping which one is meant, or that it is new.")
            return CodingResult(None, result.key, " ".join([*doubts, remedy]))
        flags = dict.fromkeys([*row.flags, *(reference.flag for reference in new)])
        return CodingResult(replace(row, flags=list(flags), notes=[*row.notes, *doubts]), result.key)

    def _listed(self, reference: NewReference) -> tuple[NewReference, bool]:
        """The same one of an earlier row, and whether this is the first row that names it."""
        identity = (
            reference.kind, fold(reference.name), reference.level, reference.country, fold(reference.within),
        )  # fmt: skip
        known = self.listed.setdefault(identity, reference)
        known.confirmed = known.confirmed or reference.confirmed
        return known, known is reference

    def _compares(self, kind: Kind) -> bool:
        return sum(reference.kind == kind for reference in self.listed.values()) <= MOST_COMPARED

    # Actors and sources ---------------------------------------------------------------------------

    def _actor(self, references: References, actor: NamedActor) -> NewReference | None:
        if references.knows_actor(actor):
            return None
        reference, first = self._listed(
            NewReference("actor", actor.name, country=actor.country, confirmed=actor.confirmed)
        )
        if first and self._compares("actor"):
            if self._actors is None:
                self._actors = _actor_names()
            self._compare(reference, self._actors)
        return reference

    def _source(self, references: References, source: NamedSource) -> NewReference | None:
        if references.known_source(source.name) is not None:
            return None
        reference, first = self._listed(NewReference("source", source.name, confirmed=source.confirmed))
        if first and self._compares("source"):
            if self._sources is None:
                self._sources = _source_names()
            self._compare(reference, self._sources)
        return reference

    def _compare(self, reference: NewReference, index: SpellingIndex[str]) -> None:
        likest = [pair for pair in index.most_like(reference.name) if pair[1] != reference.name]
        reference.neighbours = [KnownNeighbour(name) for _spelling, name in likest]
        alike = next((name for spelling, name in likest if spelled_alike(reference.name, spelling)), None)
        if alike is not None:
            reference.doubt = _("“%(name)s” may be %(alike)s.") % {"name": reference.name, "alike": alike}
        index.add(reference.name, [reference.name])

    # Places ---------------------------------------------------------------------------------------

    def _place(self, references: References, place: NamedPlace) -> NewReference:
        within = place.parent.name if place.parent else ""
        reference, first = self._listed(
            NewReference("location", place.name, place.type, place.country, within, confirmed=place.confirmed)
        )
        if first and self._compares("location") and place.type != LocationType.COUNTRY:
            known = references.known_places(place.country)
            bearing, like = known.bearing(place), known.most_like(place)
            nearest = known.nearest(place)
            candidates = dict.fromkeys([*bearing, *like, *([nearest] if nearest else [])])
            reference.neighbours = [
                KnownNeighbour(
                    candidate.name, known.way_up(candidate.parent), _whole(candidate.km_from(place))
                )
                for candidate in candidates
            ]
            alike = [*bearing, *(other for other in like if spelled_alike(place.name, other.name))]
            reference.doubt = _doubt(references, place, alike)
        return reference


def _unknown(references: References, place: NamedPlace | None) -> Iterator[NamedPlace]:
    """The place and those that it lies in, as far as they are not known; the widest first."""
    if place is not None:
        yield from _unknown(references, place.parent)
        if references.find_place(place) is None:
            yield place


def _doubt(references: References, place: NamedPlace, alike: list[KnownPlace]) -> str:
    """Why the place may be one that is known, as a sentence; empty where nothing says so."""
    known = references.known_places(place.country)
    if place.type in DIVISIONS and known.are_complete(place.type):
        level = LocationType(place.type).label
        return _("“%(name)s” is no known %(level)s.") % {"name": place.name, "level": str(level).lower()}
    parent = references.find_place(place.parent) if place.parent else None
    for other in dict.fromkeys(alike):
        words = {"name": place.name, "other": other.name, "within": known.way_up(other.parent)}
        km = other.km_from(place)
        if other.point and swapped_is_nearer(place, other.point, ALMOST_THERE_KM):
            return _("Latitude and longitude swapped? %(other)s lies there, the other way round.") % words
        if km is not None and km <= ALMOST_THERE_KM:
            return _("“%(name)s” may be %(other)s, %(km)s km from the point.") % {**words, "km": round(km)}
        if km is None and known.lies_in_named_division(other, parent):
            return _("“%(name)s” may be %(other)s.") % words
        if km is None and place.lat is None and other.parent:
            return _("%(other)s is known in %(within)s and not in the division of the row.") % words
    return ""


def _whole(km: float | None) -> int | None:
    return None if km is None else round(km)


def _actor_names() -> SpellingIndex[str]:
    index: SpellingIndex[str] = SpellingIndex()
    for name in Actor.objects.values_list("name", flat=True):
        index.add(name, [name])
    for name, alias in ActorName.objects.filter(restricted=False).values_list("actor__name", "name"):
        index.add(name, [alias])
    return index


def _source_names() -> SpellingIndex[str]:
    """A confidential source is found by its name, but never shown to whoever writes something like it."""
    index: SpellingIndex[str] = SpellingIndex()
    for name, aliases in Source.objects.filter(confidential=False).values_list("name", "aliases"):
        index.add(name, [name, *aliases])
    return index
