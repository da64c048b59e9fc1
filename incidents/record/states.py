"""States of the record by sequence, instant or release: each comes down to one sequence in the log."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import connections
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from .errors import BehindError, UnknownState
from .models import Edition, Head
from .models.releases import Release

ALIAS = "record"
"""The connection that may read the record's tables and nothing else."""
RELEASES_LISTED = 5
"""Names of releases that an error lists."""


@dataclass(frozen=True, slots=True)
class State:
    """The record right after the edition ``sequence`` was issued; 0 is the empty record."""

    sequence: int
    digest: bytes
    issued_at: datetime | None
    epoch: UUID


def head() -> State:
    """The newest state this copy of the record has."""
    row = Head.objects.using(ALIAS).first()
    if row is None:
        return State(0, bytes(32), None, UUID(int=0))
    return State(row.sequence, bytes(row.digest), row.issued_at, row.epoch)


def state_at(sequence: int) -> State:
    """The state at a sequence. Raises ``BehindError`` on a replica that lags, else ``UnknownState``."""
    now = head()
    if sequence == now.sequence:
        return now
    if sequence > now.sequence:
        if _is_replica():  # it will get there; the primary never promised that state
            raise BehindError(sequence, now.sequence)
        raise UnknownState(_("is a state that the record has not reached"))
    return _after(Edition.objects.using(ALIAS).filter(sequence=sequence), now)


def state_as_of(moment: datetime) -> State:
    """The state at an instant, which must have passed. Raises ``UnknownState`` for an instant in the future."""
    if moment > datetime.now(UTC):
        raise UnknownState(_("is in the future; the record of then is not known yet"))
    now = head()
    if now.issued_at is None or moment >= now.issued_at:
        return now
    return _after(Edition.objects.using(ALIAS).filter(issued_at__lte=moment).order_by("-issued_at"), now)


def state_of_release(name: str) -> State:
    """The state that a dataset release stands for.

    Raises ``UnknownState`` for a name that was never given, and for a release whose part of the log is another now:
    then the record was restored to an older state, and went on from there differently.
    """
    release = Release.objects.using(ALIAS).filter(pk=name).first()
    if release is None:
        newest = Release.objects.using(ALIAS).order_by("-sequence").values_list("name", flat=True)
        if names := ", ".join(newest[:RELEASES_LISTED]):
            message = _("“%(name)s” is not the name of a release; the newest are %(known)s")
            raise UnknownState(message % {"name": name, "known": names})
        raise UnknownState(_("“%(name)s” is not the name of a release; none was made yet") % {"name": name})
    state = state_at(release.sequence)
    if state.digest != bytes(release.digest):
        raise UnknownState(_("“%(name)s” was made of a log that this record no longer has") % {"name": name})
    return state


def first_sequence_since(moment: datetime) -> int:
    """The first edition issued at or after the instant; one past the head where there is none."""
    issued = Edition.objects.using(ALIAS).filter(issued_at__gte=moment).order_by("issued_at")
    first = issued.values_list("sequence", flat=True).first()
    return head().sequence + 1 if first is None else first


def _after(editions: QuerySet[Edition], now: State) -> State:
    row = editions.values_list("sequence", "digest", "issued_at").first()
    if row is None:
        return State(0, bytes(32), None, now.epoch)
    sequence, digest, issued_at = row
    return State(sequence, bytes(digest), issued_at, now.epoch)


def _is_replica() -> bool:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        return bool(cursor.fetchone()[0])
