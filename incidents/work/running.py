"""One attempt at a job: lock it, call its function, and write what came of it.

Whoever works on a job holds a lock of the server's on it (``pg_advisory_lock``), in a session of its own. The lock ends
with the session, however the process ends, so that a job without its lock is nobody's and may be taken up again at
once; and while it is held, nobody else begins. A function may therefore be called again after it was half done: it has
to see for itself what is done already.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, connection, connections
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.codebook import JobKind, JobState
from incidents.editorial.refusal import Refused
from incidents.models import Job

from .kinds import KINDS, JobDefinition, number
from .running_job import SESSION, JobCancelled, JobFailed, JobLost, RunningJob, WorkerStopped

JOB_LOCK, KIND_LOCK = 0x4A6F62, 0x4B696E64
"""First halves of the locks' keys; the second are the number of the job, and that of its kind."""
FIRST_PAUSE, LONGEST_PAUSE = 15, 3_600
"""Seconds until what failed is tried again: twice as many each time."""

# The server notices within a minute that a machine is gone which has said nothing; by default, after two hours.
_KEEPALIVE = "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3"

_HELD = """
SELECT classid::bigint, objid::bigint FROM pg_locks
WHERE locktype = 'advisory' AND objsubid = 2 AND granted AND classid = ANY(%s::oid[])
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""

logger = logging.getLogger(__name__)


def take_up(pk: int, is_stopping: Callable[[], bool] = lambda: False) -> bool:
    """Work on a job, unless somebody else has it or it need not be done now; whether it was worked on.

    Raises ``DatabaseError`` or ``InterfaceError`` where the database cannot be asked.
    """
    with _session():
        row = _claimed(pk)
        if row is None:
            return False
        _attempt(RunningJob(row, is_stopping), row, KINDS[JobKind(row.kind)])
        return True


@contextmanager
def _session() -> Iterator[None]:
    """A connection of its own: the others are closed now and then, by forking for instance, and the lock with them."""
    connections[SESSION] = session = connection.copy(SESSION)
    try:
        with session.cursor() as cursor:
            cursor.execute(_KEEPALIVE)
        yield
        # At once, rather than when the server has seen that we have gone.
        with suppress(DatabaseError, InterfaceError), session.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")
    finally:
        session.close()
        del connections[SESSION]


def _locked(first: int, second: int) -> bool:
    with connections[SESSION].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [first, second])
        return bool(cursor.fetchone()[0])


def _claimed(pk: int) -> Job | None:
    """The job, begun by this process; nothing where it is not to be begun."""
    if not _locked(JOB_LOCK, pk):
        return None
    row = Job.objects.using(SESSION).unfinished().filter(pk=pk, not_before__lte=Now()).first()
    if row is None:
        return None
    definition, same = KINDS[JobKind(row.kind)], Job.objects.using(SESSION).filter(pk=pk)
    if definition.alone and not _locked(KIND_LOCK, number(JobKind(row.kind))):
        return None
    if row.cancelled_at is not None:  # its process was ended, or died, before it heard of it
        same.update(state=JobState.CANCELLED, finished_at=Now())
        return None
    if row.state == JobState.RUNNING and definition.is_last(row.attempts):
        reason = _("Its process was ended %(times)s times without a word, perhaps for want of memory.")
        same.update(state=JobState.FAILED, finished_at=Now(), error=reason % {"times": row.attempts})
        logger.error("Job %s (%s) is given up: its process was ended %s times.", pk, row.kind, row.attempts)
        return None
    row.attempts += 1
    begun = same.filter(state__in=[JobState.WAITING, JobState.RUNNING], cancelled_at=None).update(
        state=JobState.RUNNING,
        attempts=row.attempts,
        worker=name_of_this_process(),
        started_at=row.started_at or Now(),
        # Should it end this process, too, the next one waits longer.
        not_before=timezone.now() + timedelta(seconds=pause(row.attempts - 1)),
    )
    return row if begun else None


def _attempt(job: RunningJob, row: Job, definition: JobDefinition) -> None:
    logger.info("Job %s (%s) begins, attempt %s", row.pk, row.kind, row.attempts)
    try:
        result = definition.run(job)
    except JobLost:
        logger.warning("Job %s (%s) was left: its connection to the database is gone", row.pk, row.kind)
    except JobCancelled:
        job.settle(JobState.CANCELLED)
        logger.info("Job %s (%s) was cancelled", row.pk, row.kind)
    except WorkerStopped:
        job.settle(JobState.WAITING, attempts=row.attempts - 1, not_before=Now())
        logger.info("Job %s (%s) goes on with the next worker", row.pk, row.kind)
    except (JobFailed, Refused) as problem:
        job.settle(JobState.FAILED, error=str(problem))
        logger.warning("Job %s (%s) failed; the desk's page of it says why", row.pk, row.kind)
    except Exception as error:
        logger.exception("Job %s (%s), attempt %s, met an error", row.pk, row.kind, row.attempts)
        _settle_error(job, row, definition, error)
    else:
        job.settle(JobState.DONE, result=result or {}, error="")
        logger.info("Job %s (%s) is done", row.pk, row.kind)


def _settle_error(job: RunningJob, row: Job, definition: JobDefinition, error: Exception) -> None:
    """Try again later what may be better then: a full disk, a database that was away, a mistake of ours."""
    sentence = _("An unexpected error, which the log has whole: %(error)s") % {
        "error": f"{type(error).__name__}: {error}"[:1_000]
    }
    if definition.is_last(row.attempts):
        job.settle(JobState.FAILED, error=sentence)
    else:
        later = timezone.now() + timedelta(seconds=pause(row.attempts))
        job.settle(JobState.WAITING, error=sentence, not_before=later)


def name_of_this_process() -> str:
    """Machine and number, such as ``site:4711``."""
    return f"{socket.gethostname()[:80]}:{os.getpid()}"


def pause(failures: int) -> float:
    """Seconds until the next attempt."""
    return float(min(FIRST_PAUSE * 2 ** min(failures - 1, 20), LONGEST_PAUSE)) if failures else 0.0


def due(*, besides: Collection[Job] = ()) -> list[Job]:
    """The oldest job of each kind that could be begun now and that nobody has, the most urgent kind first.

    ``besides`` are those that this worker has already begun.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [[JOB_LOCK, KIND_LOCK]])
        held = {(int(first), int(second)) for first, second in cursor.fetchall()}
    held |= {(JOB_LOCK, job.pk) for job in besides}
    held |= {(KIND_LOCK, number(JobKind(job.kind))) for job in besides}
    free = [
        kind
        for kind, definition in KINDS.items()
        if not definition.alone or (KIND_LOCK, number(kind)) not in held
    ]
    jobs = Job.objects.unfinished().filter(kind__in=free, not_before__lte=Now())
    jobs = jobs.exclude(pk__in=[second for first, second in held if first == JOB_LOCK])
    oldest = {job.kind: job for job in jobs.order_by("kind", "pk").distinct("kind")}
    return [oldest[kind] for kind in free if kind in oldest]
