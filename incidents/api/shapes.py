"""Structs of the responses that are not stored documents."""

from __future__ import annotations

from typing import Annotated

import msgspec

from ..record.document import coded, day


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the responses below."""


class EditionEntry(Shape, frozen=True):
    """One edition without its text. ``readable`` is false once the text was withheld.

    ``digest`` is the head of the chain right after this edition; with ``commitment`` and ``salt`` (gone once
    withheld) it is what docs/record.md checks an edition with. All three are hexadecimal.
    """

    id: str
    number: int
    kind: Annotated[str, coded("edition_kind")]
    purpose: Annotated[str, coded("purpose")] | None
    sequence: int
    issued_at: str
    note: str | None
    into: str | None
    readable: bool
    digest: str
    commitment: str
    salt: str | None
    url: str


class NearestCodes(Shape, frozen=True):
    """The nearest codes elsewhere, empty where there is none; not an identity."""

    acled: str
    ucdp: str


class CodeEntry(Shape, frozen=True):
    """One code. ``within`` is the code above it: the event type of a sub-event type."""

    value: str
    label: str
    definition: str
    within: str | None
    crosswalk: NearestCodes


class VocabularyEntry(Shape, frozen=True):
    """One vocabulary with its codes, in the language that was asked for."""

    name: str
    title: str
    purpose: str
    url: str
    codes: list[CodeEntry]


class RecordState(Shape, frozen=True):
    """A state of the record. ``epoch`` changes when it was restored to an older one."""

    sequence: int
    digest: str
    issued_at: str | None
    epoch: str


class LogEntry(Shape, frozen=True):
    """One entry of the log. ``withheld`` says that its text was taken out: then note, salt and document are null.

    ``emptied`` are earlier sequences of the same id that have no text any more because of this entry or a later one;
    whoever holds a copy removes them. ``document`` is the stored text, byte for byte: with ``salt`` and ``note`` it
    makes the ``commitment``, and that, with the entry before, the ``digest`` (docs/record.md). It is left out
    where it was not asked for.
    """

    sequence: int
    subject: str
    id: str
    number: int
    kind: Annotated[str, coded("edition_kind")]
    purpose: Annotated[str, coded("purpose")] | None
    into: str | None
    issued_at: str
    note: str | None
    withheld: bool
    emptied: list[int]
    digest: str
    commitment: str
    salt: str | None
    document: msgspec.Raw | msgspec.UnsetType | None = msgspec.UNSET


class LogPage(Shape, frozen=True):
    """Entries in their order. Without ``next`` you have all up to ``head``; ask again after its sequence."""

    next: str | None
    head: RecordState
    results: list[LogEntry]


class People(Shape, frozen=True):
    """A sum over incidents. ``without_figure``: how many have no figure at all; ``without_best`` and ``open_high``: how
    many of the others have no best one and no upper end. An end is null where none of the incidents has one."""

    low: int | None
    best: int | None
    high: int | None
    without_figure: int
    without_best: int
    open_high: int


class AggregateAnswer(Shape, frozen=True):
    """Counts. ``total`` counts every incident once, with a line for each extent.

    A line of ``results`` has a key for each dimension (with ``admin1_name`` and ``actor_name`` beside the ids), the
    ``extent``, and one for each measure; with ``empty`` also ``covered``. ``notes`` says which rules were followed.
    """

    next: None
    previous: None
    record: RecordState
    by: list[str]
    measures: list[str]
    counted_more_than_once: bool
    notes: list[str]
    total: list[dict[str, People | int | str | bool | None]]
    results: list[dict[str, People | int | str | bool | None]]


class KilledRange(Shape, frozen=True):
    """The assessed dead of one incident; null is unknown."""

    low: int | None
    best: int | None
    high: int | None


class MapCell(Shape, frozen=True):
    """Single incidents whose main place lies in a cell.

    ``box`` is west, south, east, north; ``lat`` and ``lon`` are the mean of their points. ``x`` and ``y`` count from
    the north-west; there are 4 × 2^zoom in each direction.
    """

    x: int
    y: int
    box: list[float]
    lat: float
    lon: float
    incidents: int
    killed: People


class MapPoint(Shape, frozen=True):
    """One incident at its main place: the centre of a circle within which it happened."""

    id: str
    title: str
    lat: float
    lon: float
    radius_km: int
    earliest: Annotated[str, day]
    latest: Annotated[str, day]
    killed: KilledRange


class MapTotal(Shape, frozen=True):
    """All cells together."""

    incidents: int
    killed: People


class MapAnswer(Shape, frozen=True):
    """A map of single incidents. ``apart`` counts series and aggregates, which are no points.

    With a window only those whose centre lies in it; ``without_point``, single incidents that no map can show, is null
    then, since they lie in no window. ``points`` are the incidents of the cells one by one, null where they are many.
    """

    record: RecordState
    zoom: int
    total: MapTotal
    apart: dict[str, int]
    without_point: int | None
    cells: list[MapCell]
    points: list[MapPoint] | None


class IndexEntry(Shape, frozen=True):
    """Where things are."""

    name: str
    version: str
    record: RecordState
    addresses: dict[str, str]


class ParameterEntry(Shape, frozen=True):
    """One parameter that cannot be used, and the nearest name or value that is known."""

    name: str
    message: str
    nearest: str | None


class ProblemEntry(Shape, frozen=True):
    """An error (RFC 9457). ``parameters`` comes with bad parameters; what is gone carries its tombstone."""

    type: str
    title: str
    status: int
    detail: str
    parameters: list[ParameterEntry] | msgspec.UnsetType = msgspec.UNSET


class NumberFound(Shape, frozen=True):
    """How many there are; ``more`` says that counting stopped at the cap."""

    number: int
    more: bool
