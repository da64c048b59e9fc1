"""Editions in a state of the record: one document, its history, and the log after a sequence.

Everything here reads through the alias ``record``. Where that leads to a copy that lags, whatever asks for an id which
is not there yet raises ``BehindError``.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime

from django.db.models import Q, QuerySet

from ..codebook import EditionKind
from . import document
from .models import Edition, Entry
from .states import ALIAS, State, refuse_if_behind


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the log without its text."""

    sequence: int
    subject: str
    public_id: str
    number: int
    kind: str
    purpose: str | None
    into: str | None
    issued_at: datetime
    note: str | None
    digest: bytes
    commitment: bytes
    salt: bytes | None
    """With the text, what the commitment is made of; gone when the text was withheld."""

    @property
    def readable(self) -> bool:
        """False once the text was withheld."""
        return self.salt is not None


def in_force(public_id: str, at: State) -> Edition | None:
    """The latest edition of an id in that state; ``None`` where it was not published yet.

    Its ``kind`` tells whether the document is a tombstone (retracted, merged ``into``, withheld: HTTP 410).
    """
    latest = _editions(public_id, at).order_by("-number").first()
    if latest is None:
        refuse_if_behind(at)
    return latest


def edition(public_id: str, number: int, at: State) -> Edition | None:
    """One edition; ``body`` is ``None`` when it was withheld."""
    chosen = _editions(public_id, at).filter(number=number).first()
    if chosen is None:
        refuse_if_behind(at)
    return chosen


def editions(public_id: str, at: State) -> list[Change]:
    """All editions of an id, newest first."""
    rows = _changes(_editions(public_id, at).order_by("-number"))
    if not rows:
        refuse_if_behind(at)
    return rows


def changes(after: int, at: State, *, limit: int = 1000, kinds: Collection[str] = ()) -> list[Change]:
    """The log after a sequence, in its order: what a mirror asks for."""
    log = Edition.objects.using(ALIAS).filter(sequence__gt=after, sequence__lte=at.sequence)
    if kinds:
        log = log.filter(kind__in=kinds)
    return _changes(log.order_by("sequence")[:limit])


def amendments(at: State, *, limit: int = 100, before: int | None = None) -> list[Change]:
    """Corrections, retractions, merges and withholdings, newest first; ``before`` a sequence for the next page."""
    bound = at.sequence if before is None else min(before - 1, at.sequence)
    log = Edition.objects.using(ALIAS).filter(sequence__lte=bound)
    # Said in the words of the partial index, or it would not be used.
    amending = log.filter(~Q(kind__in=[EditionKind.PUBLISHED, EditionKind.REFRESHED]))
    return _changes(amending.order_by("-sequence")[:limit])


def bodies(public_ids: Collection[str], at: State) -> dict[str, str]:
    """The texts in force of several ids, tombstones left out: one query."""
    entries = Entry.objects.using(ALIAS).filter(public_id__in=public_ids).at(at.sequence)
    return {public_id: body for public_id, body in entries.values_list("public_id", "edition__body") if body}


def document_of(edition: Edition) -> document.Document | None:
    """The decoded document of an edition; ``None`` when its text was withheld."""
    return None if edition.body is None else document.decode(edition.body)


def _editions(public_id: str, at: State) -> QuerySet[Edition]:
    return Edition.objects.using(ALIAS).filter(public_id=public_id, sequence__lte=at.sequence)


def _changes(log: QuerySet[Edition]) -> list[Change]:
    rows = log.values_list(*(field.name for field in fields(Change)))
    return [Change(*row[:9], *(part if part is None else bytes(part) for part in row[9:])) for row in rows]
