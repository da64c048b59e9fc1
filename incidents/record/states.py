"""States of the record by sequence, instant or release: each comes down to one sequence in the log.

An edition bears the instant at which it was written, and is seen when its transaction is committed, up to a second
later. So a question about an instant is answered only up to the *horizon*: the newest instant at or before which no
edition can appear any more. Whoever writes holds a lock from before the clock is read until the commit; a reader who
could have it, reads the clock, and looks at the head only then, has seen everything issued until that instant. A copy
of the database does not see the locks of the primary. It goes by the horizon that is kept in the head's row, which
moves with each edition and with a heartbeat in between.

Readers may be answered by a copy of the primary database that lags behind it. Here is said which is asked for what:
everything is read from the copy, through the alias ``record``. The primary is asked where a copy that has caught up
might know better: before it is said that something does not exist, and for whatever must not be handed out any more.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from threading import BoundedSemaphore
from uuid import UUID

from django.db import DatabaseError, connections
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from .errors import BehindError, UnknownState
from .instants import instant
from .models import Edition
from .models.log import WRITING
from .models.releases import Release

ALIAS = "record"
"""The connection that may read the record's tables and nothing else, perhaps those of a replica."""
PRIMARY = "default"
"""The connection to the database that is written, the desk's own."""
RELEASES_LISTED = 5
"""Names of releases that an error lists."""

LONGEST_WAIT, PAUSE = 2.0, 0.02
"""Seconds for which a question waits until writers have committed, and between two looks."""
CLOCKS_DIFFER = timedelta(minutes=1)
"""By how much the clock of somebody who asks for news may be ahead of ours."""
_waiting = BoundedSemaphore(2)
"""Threads of this process that may wait: the others of a worker are there for readers."""

_HEAD = f"""
SELECT set_config('attest.settled', CASE
    WHEN NOT pg_is_in_recovery()
        AND current_setting('transaction_isolation') = 'read committed'
        AND pg_try_advisory_lock_shared({WRITING})
    THEN concat(clock_timestamp(), CASE WHEN pg_advisory_unlock_shared({WRITING}) THEN '' END)
    ELSE '' END, true);
SELECT sequence, digest, issued_at, epoch, pg_is_in_recovery(), clock_timestamp(),
    greatest(issued_at, horizon, nullif(current_setting('attest.settled'), '')::timestamptz)
FROM (SELECT 1) AS always LEFT JOIN record_head ON true
"""  # noqa: S608  # our own keys
"""Two statements in one message: the second sees what was committed before the lock was free."""


@dataclass(frozen=True, slots=True)
class State:
    """The record right after the edition ``sequence`` was issued; 0 is the empty record."""

    sequence: int
    digest: bytes
    issued_at: datetime | None
    epoch: UUID
    newest: bool = field(default=False, compare=False)
    """Whether it was asked for as the newest there is: what is not in it may have come since."""
    horizon: datetime | None = field(default=None, compare=False)
    """When this was read: the newest instant at or before which no edition can appear any more."""

    @property
    def poll_from(self) -> datetime | None:
        """Whoever has read this state and asks for what was issued since this instant misses nothing.

        Of the newest state the horizon; of one that was asked for by name what does not change with the time of asking.
        """
        return self.horizon if self.newest else self.issued_at

    def has_settled(self, moment: datetime) -> bool:
        """Whether no edition that was issued by then can appear any more."""
        return self.horizon is not None and moment <= self.horizon

    def headers(self) -> dict[str, str]:
        """What every answer says of the state that it gives."""
        instants = {"Record-Horizon": self.horizon, "Record-Poll-From": self.poll_from}
        return {
            "Record-Sequence": str(self.sequence),
            "Record-Head": self.digest.hex(),
            **{name: instant(moment) for name, moment in instants.items() if moment is not None},
        }


def head() -> State:
    """The newest state this copy of the record has."""
    return head_of(ALIAS)


def head_of(database: str) -> State:
    """The newest state that a database has. Raises ``DatabaseError`` where it cannot be asked."""
    return _read_head(database).state


def settled_head(moment: datetime | None = None, *, until_now: bool = False) -> State:
    """The newest state that has everything issued up to an instant and, ``until_now``, up to that of asking.

    Waits a little for those who are writing. After that raises ``BehindError`` for the instant that was given; what
    was issued since then may be missing, as it may in a copy of the database, which does not wait for it.
    """
    read = _read_head(ALIAS)
    present = read.clock if until_now and not read.is_copy else None
    wanted = max((wish for wish in (moment, present) if wish), default=None)
    if wanted is None or read.state.has_settled(wanted):
        return read.state
    if read.is_copy and (confirmed := _confirmed(read.state)).has_settled(wanted):
        return confirmed
    if _waiting.acquire(blocking=False):
        try:
            until = time.monotonic() + LONGEST_WAIT
            while not read.state.has_settled(wanted) and time.monotonic() < until:
                time.sleep(PAUSE)
                read = _read_head(ALIAS)
        finally:
            _waiting.release()
    if moment is not None and not read.state.has_settled(moment):
        raise BehindError(moment, read.state.horizon)
    return read.state


@contextmanager
def reading_primary(*, apart: bool = False) -> Iterator[None]:
    """Let this thread read the record from the primary: nothing in here is answered by a copy that lags.

    ``apart`` opens a connection of its own, for long transactions with which the desk's own writing must not wait.
    Where readers are answered by the primary anyway, it is read as they read it.
    """
    if not _reads_a_copy():
        yield
        return
    copy, primary = connections[ALIAS], connections[PRIMARY]
    connections[ALIAS] = primary.copy(ALIAS) if apart else primary
    try:
        yield
    finally:
        if apart:
            connections[ALIAS].close()
        connections[ALIAS] = copy


def _reads_a_copy() -> bool:
    """A copy that does not answer is none that could be read."""
    if connections[ALIAS] is connections[PRIMARY]:
        return False
    try:
        return is_replica()
    except DatabaseError:
        return True


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
    """The state at an instant: asked again, the answer is the same.

    Raises ``UnknownState`` for an instant in the future, and ``BehindError`` for one past the horizon.
    """
    refuse_future(moment)
    now = settled_head(moment)
    if now.issued_at is None or moment >= now.issued_at:
        return replace(now, newest=False)
    return _after(Edition.objects.using(ALIAS).filter(issued_at__lte=moment).order_by("-issued_at"), now)


def refuse_future(moment: datetime, *, tolerance: timedelta = timedelta(0)) -> None:
    """Raises ``UnknownState`` for an instant that has not come."""
    if moment > datetime.now(UTC) + tolerance:
        raise UnknownState(_("is in the future; the record of then is not known yet"))


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
    """The first edition issued at or after the instant; one past the head where there is none.

    Of a state that was read before, it parts the editions for good: all of those were seen, in the order of issue.
    """
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


@dataclass(frozen=True, slots=True)
class _HeadRead:
    """One look at the head: whether the database is a copy, and what its clock said."""

    state: State
    is_copy: bool
    clock: datetime


def _read_head(database: str) -> _HeadRead:
    with connections[database].cursor() as cursor:
        cursor.execute(_HEAD)
        sequence, digest, issued_at, epoch, is_copy, clock, horizon = cursor.fetchone()
    if sequence is None:
        sequence, digest, epoch = 0, bytes(32), UUID(int=0)
    state = State(sequence, bytes(digest), issued_at, epoch, newest=True, horizon=horizon)
    return _HeadRead(state, is_copy, clock)


def _confirmed(state: State) -> State:
    """A copy's newest state with the horizon of the primary, where that can be asked and has no more."""
    try:
        primary = head_of(PRIMARY)
    except DatabaseError:
        return state
    return replace(state, horizon=primary.horizon) if primary == state else state


def _after(editions: QuerySet[Edition], now: State) -> State:
    row = editions.values_list("sequence", "digest", "issued_at").first()
    if row is None:
        return State(0, bytes(32), None, now.epoch, horizon=now.horizon)
    sequence, digest, issued_at = row
    return State(sequence, bytes(digest), issued_at, now.epoch, horizon=now.horizon)
