"""A coded row: what an importer makes of a line of its dataset, before anything of it is on the desk.

Nothing here knows a database. What several rows name (an actor, a place, a source, a report) is a frozen value, so
that naming it twice is naming the same thing. A staged row is the same row with keys of tables in place of the names:
its structs are generic in what they name things by.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from incidents.codebook import (
    Basis,
    CasualtyStatus,
    Certainty,
    CivilianHarm,
    DatePrecision,
    Extent,
    MatchKind,
    Outcome,
    PlaceRole,
    Role,
    Side,
    SourceKind,
    Standing,
)

ActorT = TypeVar("ActorT")
PlaceT = TypeVar("PlaceT")
SourceT = TypeVar("SourceT")
ReportT = TypeVar("ReportT")

Verbatim = Mapping[str, Any]
"""A row as it was given: column name to text, or to what JSON holds."""


class Rejected(ValueError):
    """The row cannot become an incident; the message says why, for whoever ran the import."""


class NamedActor(msgspec.Struct, frozen=True):
    """An actor: found by a code, else by its exact folded name, else entered.

    ``confirmed``, here and below: somebody has said that one who is not known is new indeed.
    """

    name: str
    kind: str
    country: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    confirmed: bool = False


class NamedSource(msgspec.Struct, frozen=True):
    """A source: found by its name or an alias, else entered."""

    name: str
    kind: str = SourceKind.OTHER.value
    confirmed: bool = False


class NamedPlace(msgspec.Struct, frozen=True):
    """A place of the gazetteer: found by name and level within its country, and near its point; else entered."""

    name: str
    type: str
    country: str
    parent: NamedPlace | None = None
    lat: float | None = None
    lon: float | None = None
    confirmed: bool = False


class NamedReport(msgspec.Struct, frozen=True):
    """A report: found by source, day and title, else entered."""

    source: NamedSource
    title: str
    published_on: date | None = None
    url: str = ""


class CodedPlace(msgspec.Struct, Generic[PlaceT], frozen=True, array_like=True):
    """Where it happened. ``lat`` and ``lon`` are the row's own point; ``radius_km`` empty: as usual for the place."""

    where: PlaceT
    role: str = PlaceRole.SCENE.value
    radius_km: int | None = None
    words: str = ""
    lat: float | None = None
    lon: float | None = None


class CodedParticipant(msgspec.Struct, Generic[ActorT], frozen=True, array_like=True):
    """Who took part: an actor, or a description where there is none."""

    who: ActorT | None
    description: str = ""
    described_kind: str = ""
    role: str = Role.BELLIGERENT.value
    side: str = Side.OTHER.value
    standing: str = Standing.CODED.value
    certainty: str = Certainty.UNKNOWN.value


class CodedClaim(msgspec.Struct, Generic[SourceT], frozen=True, array_like=True):
    """A claim of casualties. ``slot`` names it within the row and makes its public id the same in every run.

    ``report`` is a position in the row's reports, ``within`` and ``derived_from`` are slots given before.
    """

    slot: str
    claimant: SourceT
    report: int | None = None
    basis: str = Basis.UNSTATED.value
    derived_from: str | None = None
    outcome: str = Outcome.KILLED.value
    status: str = CasualtyStatus.UNKNOWN.value
    side: str = ""
    minimum: int | None = None
    best: int | None = None
    maximum: int | None = None
    within: str | None = None


class CodedMention(msgspec.Struct, Generic[SourceT], frozen=True, array_like=True):
    """Whom the row names as its source, in its own words: once staged, the source that is known by that name."""

    named: str
    source: SourceT | None = None


class CodedFigure(msgspec.Struct, frozen=True, array_like=True):
    """A figure; those of one outcome never overlap. ``rests_on`` are slots of claims."""

    low: int | None
    best: int | None
    high: int | None
    rationale: str = ""
    outcome: str = Outcome.KILLED.value
    status: str = CasualtyStatus.UNKNOWN.value
    side: str = ""
    rests_on: tuple[str, ...] = ()


class EventRow(msgspec.Struct, Generic[ActorT, PlaceT, SourceT, ReportT], array_like=True):
    """One event as it is to be on the desk. Lists are entered in their order."""

    key: str
    title: str
    """Empty where the dataset gives none: it is then built, and ``title_is_built``."""
    summary: str
    event_type: str
    sub_event_type: str
    earliest: date
    latest: date
    precision: str = DatePrecision.UNKNOWN.value
    extent: str = Extent.SINGLE.value
    civilian_harm: str = CivilianHarm.UNCLEAR.value
    violence_type: str = ""
    title_is_built: bool = False
    language: str = "en"
    tags: list[str] = []
    codes: list[tuple[str, str, str]] = []
    places: list[CodedPlace[PlaceT]] = []
    parts: list[CodedParticipant[ActorT]] = []
    reports: list[ReportT] = []
    claims: list[CodedClaim[SourceT]] = []
    figures: list[CodedFigure] = []
    mentions: list[CodedMention[SourceT]] = []


class CodedRow(EventRow[NamedActor, NamedPlace, NamedSource, NamedReport], array_like=True):
    """The event as an importer codes it. ``flags`` say what was normalised, ``notes`` in sentences what is odd.

    Nothing in it tells the version of the dataset: the same event of another version is the same coded row.
    """

    flags: list[str] = []
    notes: list[str] = []


class StagedRow(EventRow[int, int, int, int], array_like=True):
    """The event with keys of tables for actors, places, sources and reports."""


class About(msgspec.Struct, frozen=True):
    """The dataset that is imported: it gets its row in ``Dataset``, and its maker one in ``Source``.

    ``own`` is the desk's own coding, kept in a file; what any other dataset codes stays its own until it is reviewed.
    """

    key: str
    version: str
    title: str
    licence: str
    citation: str
    maker: NamedSource
    own: bool = False
    mendable: bool = True
    """Whether whoever imports can mend its rows: what disagrees sets a row aside then, and is flagged otherwise."""


class Coder(Protocol):
    """An importer: how one dataset's rows are read."""

    name: str
    """Short name, stored with the run: ``ged``."""
    about: About
    lacking: tuple[str, ...]
    """Columns that other tables of this dataset have and this one has not."""

    def key(self, row: Verbatim) -> str:
        """The row's identifier as it is given, also of a row that cannot be coded; empty where it has none."""

    def code(self, row: Verbatim) -> CodedRow:
        """Raises ``Rejected``. No I/O, no database."""


SAME = MatchKind.SAME.value
