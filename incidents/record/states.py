"""States of the record by sequence, instant or release: each comes down to one sequence in the log.

Readers may be answered by a copy of the primary database that lags behind it. Here is said which is asked for what:
everything is read from the copy, through the alias ``record``. The primary is asked where a copy that has caught up
might know better: before it is said that something does not exist, and for whatever must not be handed out any more.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID

from django.db import DatabaseError, connections
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from .errors import BehindError, UnknownState
from .models import Edition, Head
from .models.releases import Release

ALIAS = "record"
"""The connection that may read the record's tables and nothing else, perhaps those of a replica."""
PRIMARY = "default"
"""The connection to the database that is written, the desk's own."""
RELEASES_LISTED = 5
"""Names of releases that an error lists."""


@dataclass(frozen=True, slots=True)
class State:
    """The record right after the edition ``sequence`` was issued; 0 is the empty record."""

    sequence: int
    digest: bytes
    issued_at: datetime | None
    epoch: UUID
    newest: bool = field(default=False, compare=False)
    """Whether it was asked for as the newest there is: what is not in it may have come since."""


def head() -> State:
    """The newest state this copy of the record has."""
    return head_of(ALIAS)


def head_of(database: str) -> State:
    """The newest state that a database has. Raises ``DatabaseError`` where it cannot be asked."""
    row = Head.objects.using(database).first()
    if row is None:
        return State(0, bytes(32), None, UUID(int=0), newest=True)
    return State(row.sequence, bytes(row.digest), row.issued_at, row.epoch, newest=True)


@contextmanager
def reading_primary() -> Iterator[None]:
    """Let this thread read the record from the primary: nothing in here is answered by a copy that lags."""
    copy = connections[ALIAS]
    connections[ALIAS] = connections[PRIMARY]
    try:
        yield
    finally:
        connections[ALIAS] = copy


def is_replica(database: str = ALIAS) -> bool:
    """Whether a database, by default the one that readers are answered from, follows another server."""
    with connections[database].cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        return bool(cursor.fetchone()[0])


def refuse_if_behind(state: State) -> None:
    """Raises ``BehindError`` unless what is not in that state is not in the record either.

    To be called before anybody is told that something does not exist. What a past state lacks it lacks for ever. Of
    the newest one costs a query and, on a replica, one of the primary; where that cannot be asked, nothing is certain.
    """
    if not state.newest or not is_replica():
        return
    try:
        newest = head_of(PRIMARY)
    except DatabaseError as error:
        raise BehindError(None, state.sequence) from error
    if newest != state:
        raise BehindError(newest.sequence, state.sequence)


def state_at(sequence: int) -> State:
    """The state at a sequence. Raises ``BehindError`` on a replica that lags, else ``UnknownState``."""
    now = head()
    if sequence == now.sequence:
        return replace(now, newest=False)
    if sequence > now.sequence:
        refuse_if_behind(now)
        raise UnknownState(_("is a state that the record has not reached"))
    return _after(Edition.objects.using(ALIAS).filter(sequence=sequence), now)


def state_as_of(moment: datetime) -> State:
    """The state at an instant, which must have passed. Raises ``UnknownState`` for an instant in the future."""
    if moment > datetime.now(UTC):
        raise UnknownState(_("is in the future; the record of then is not known yet"))
    now = head()
    if now.issued_at is None or moment >= now.issued_at:
        if moment != now.issued_at:
            refuse_if_behind(now)
        return replace(now, newest=False)
    return _after(Edition.objects.using(ALIAS).filter(issued_at__lte=moment).order_by("-issued_at"), now)


def state_of_release(name: str) -> State:
    """The state that a dataset release stands for.

    Raises ``UnknownState`` for a name that was never given, and for a release whose part of the log is another now:
    then the record was restored to an older state, and went on from there differently.
    """
    release = Release.objects.using(ALIAS).filter(pk=name).first()
    if release is None:
        _refuse_if_newer(name)
        newest = Release.objects.using(ALIAS).order_by("-sequence").values_list("name", flat=True)
        if names := ", ".join(newest[:RELEASES_LISTED]):
            message = _("“%(name)s” is not the name of a release; the newest are %(known)s")
            raise UnknownState(message % {"name": name, "known": names})
        raise UnknownState(_("“%(name)s” is not the name of a release; none was made yet") % {"name": name})
    state = state_at(release.sequence)
    if state.digest != bytes(release.digest):
        refuse_if_behind(head())
        raise UnknownState(_("“%(name)s” was made of a log that this record no longer has") % {"name": name})
    return state


def first_sequence_since(moment: datetime) -> int:
    """The first edition issued at or after the instant; one past the head where there is none."""
    issued = Edition.objects.using(ALIAS).filter(issued_at__gte=moment).order_by("issued_at")
    first = issued.values_list("sequence", flat=True).first()
    return head().sequence + 1 if first is None else first


def _refuse_if_newer(release: str) -> None:
    """Raises ``BehindError`` for a release that this copy lacks and the primary may have: its making moves no head."""
    if not is_replica():
        return
    try:
        made = Release.objects.using(PRIMARY).filter(pk=release).first()
    except DatabaseError as error:
        raise BehindError(None, head().sequence) from error
    if made is not None:
        raise BehindError(made.sequence, head().sequence)


def _after(editions: QuerySet[Edition], now: State) -> State:
    row = editions.values_list("sequence", "digest", "issued_at").first()
    if row is None:
        return State(0, bytes(32), None, now.epoch)
    sequence, digest, issued_at = row
    return State(sequence, bytes(digest), issued_at, now.epoch)
