"""A job as its function sees it: what it is told, and how it says how far it is and hears whether to go on."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, InterfaceError
from django.db.models import QuerySet
from django.db.models.functions import Now

from accounts.models import User
from incidents.codebook import JobState
from incidents.models import Job

SESSION = "job"
"""Name of the connection that holds the locks; it is in no setting, so that ``close_all`` leaves it alone."""
SECONDS_BETWEEN_REPORTS = 0.5


class JobFailed(Exception):
    """It cannot be done, and trying again would not help; the message is for whoever asked for it."""


class JobInterrupted(Exception):
    """The function has to end here."""


class WorkerStopped(JobInterrupted):
    """The worker is to end; the job goes on with the next."""


class JobCancelled(JobInterrupted):
    """Somebody asked for it to be stopped."""


class JobLost(JobInterrupted):
    """The session that held the lock is gone; another worker may have the job already."""


class RunningJob:
    """A job as its function sees it."""

    def __init__(self, row: Job, is_stopping: Callable[[], bool]) -> None:
        self._row, self._is_stopping = row, is_stopping
        self._reported = 0.0

    @property
    def pk(self) -> int:
        return self._row.pk

    @property
    def done(self) -> int:
        """How far it was said to be last, perhaps by an earlier attempt."""
        return self._row.done

    @property
    def arguments(self) -> dict[str, Any]:
        return dict(self._row.arguments)

    @property
    def by(self) -> User | None:
        """In whose name it is done."""
        return self._row.enqueued_by

    def progress(self, done: int | None = None, total: int | None = None, step: str | None = None) -> None:
        """Say how far it is, and hear whether to go on; to be called every few seconds, between transactions.

        What is not given stays as it was. Raises ``JobInterrupted`` where the function has to end; what it has
        committed stays, and it is called again if the job is to go on.
        """
        row, now = self._row, time.monotonic()
        row.done = row.done if done is None else done
        row.total = row.total if total is None else total
        if self._is_stopping():
            raise WorkerStopped
        is_new = step is not None and step != row.step
        row.step = row.step if step is None else step[:200]
        if is_new or now - self._reported >= SECONDS_BETWEEN_REPORTS:
            self._report()
            self._reported = now

    def _report(self) -> None:
        row, mine = self._row, self._mine
        try:
            going_on = mine.filter(cancelled_at=None)
            if not going_on.update(done=row.done, total=row.total, step=row.step):
                raise JobCancelled if mine.exists() else JobLost
        except (DatabaseError, InterfaceError) as error:
            raise JobLost from error

    @property
    def _mine(self) -> QuerySet[Job]:
        """The row, as long as it is this attempt's; asked over the session that holds the lock."""
        row = self._row
        return Job.objects.using(SESSION).filter(pk=row.pk, attempts=row.attempts, state=JobState.RUNNING)

    def settle(self, state: JobState, **columns: Any) -> None:
        """Write what came of this attempt. Does nothing where the job is another's by now."""
        row = self._row
        columns |= {"finished_at": None if state == JobState.WAITING else Now()}
        self._mine.update(state=state, done=row.done, total=row.total, step=row.step, **columns)
