"""The shapes of answers that are not stored documents."""

from __future__ import annotations

import msgspec


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the shapes below."""


class EditionEntry(Shape, frozen=True):
    """One edition without its text. ``readable`` is false once the text was withheld.

    ``digest`` is the head of the chain right after this edition; with ``commitment`` and ``salt`` (gone once
    withheld) it is what docs/record.md checks an edition with. All three are hexadecimal.
    """

    id: str
    number: int
    kind: str
    purpose: str | None
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
