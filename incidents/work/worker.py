"""The worker: a process that says every few seconds that it is there, and has jobs done by processes of their own.

A process for each job: one that runs out of memory or is killed takes nothing else with it, and its priority is its
own. They are forked while no connection to the database is open.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, connections
from django.utils import timezone

from accounts.scratch import temporary_files_in
from incidents.codebook import JobKind
from incidents.models import Job, WorkerBeat

from .kinds import KINDS
from .periodic import Timetable
from .running import due, name_of_this_process, take_up

SECONDS_BETWEEN_LOOKS, SECONDS_BETWEEN_BEATS = 1.0, 5.0
LONGEST_PAUSE = 15.0
"""Seconds between attempts to reach a database that is away."""
SECONDS_TO_STOP = 20.0
"""For which a job may go on that was cancelled, or whose worker is stopped, before its process is killed."""

# A lock that somebody holds must not keep the worker from saying that it is there.
_NEVER_FOR_LONG = "SET lock_timeout = '5s'; SET statement_timeout = '20s'"

logger = logging.getLogger(__name__)


def run_once() -> int:
    """Look at everything once and do what waits, in this process; returns how many jobs were worked on."""
    Timetable().run()
    worked = 0
    while any(take_up(job.pk) for job in due()):
        worked += 1
    return worked


class Worker:
    """Has jobs done until it is told to stop (``SIGTERM`` or ``SIGINT``)."""

    def __init__(self, at_once: int, timetable: Timetable | None = None) -> None:
        self.name, self.at_once = name_of_this_process(), at_once
        self.is_stopping = False
        self._timetable = timetable or Timetable()
        self._jobs: dict[Job, BaseProcess] = {}
        self._last_beat = float("-inf")
        self._failures = 0

    def run(self) -> None:
        """Go on until stopped. Jobs that are not done by then go on with the next worker."""
        with _Wakeup(self._stop) as wakeup:
            logger.info("Worker %s has begun", self.name)
            while not self.is_stopping:
                self._try_to_look()
                wakeup.wait(min(SECONDS_BETWEEN_LOOKS * 2**self._failures, LONGEST_PAUSE))
            self._end_jobs(wakeup)
        self._say_goodbye()
        logger.info("Worker %s has ended", self.name)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.is_stopping = True

    def _try_to_look(self) -> None:
        try:
            self._look()
        except (DatabaseError, InterfaceError) as error:
            connections.close_all()
            if not self._failures:
                logger.warning("The database cannot be asked, which is tried again and again: %s", error)
            self._failures = min(self._failures + 1, 10)
        else:
            if self._failures:
                logger.info("The database answers again")
            self._failures = 0

    def _look(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_NEVER_FOR_LONG)
        self._beat()
        self._bury()
        self._kill_the_deaf()
        self._timetable.run()
        while (job := self._next()) is not None:
            self._begin(job)
        for alias in connections:  # a task may have met an error that was the connection's
            connections[alias].close_if_unusable_or_obsolete()

    def _beat(self) -> None:
        now = time.monotonic()
        if now - self._last_beat >= SECONDS_BETWEEN_BEATS:
            WorkerBeat.objects.update_or_create(name=self.name, defaults={"beat_at": timezone.now()})
            self._last_beat = now

    def _next(self) -> Job | None:
        """What may be begun beside what is being done."""
        places = self.at_once - sum(not KINDS[JobKind(job.kind)].own_place for job in self._jobs)
        waiting = due(besides=self._jobs)
        return next((job for job in waiting if places > 0 or KINDS[JobKind(job.kind)].own_place), None)

    def _begin(self, job: Job) -> None:
        connections.close_all()  # the new process must not share them
        process = get_context("fork").Process(target=self._work_on, args=(job, os.getpid()))
        process.start()
        self._jobs[job] = process

    def _work_on(self, job: Job, parent: int) -> None:
        """What the process of a job does. It ends with the worker, even where that is killed."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(
            signal.SIGINT, signal.SIG_IGN
        )  # Ctrl-C reaches the worker too, which says what becomes of it
        os.nice(KINDS[JobKind(job.kind)].nice)
        try:
            with temporary_files_in(settings.DATA_DIR):
                take_up(job.pk, lambda: self.is_stopping or os.getppid() != parent)
        except (DatabaseError, InterfaceError) as error:
            logger.warning("Job %s was left: the database cannot be asked: %s", job.pk, error)

    def _bury(self) -> None:
        for job, process in [*self._jobs.items()]:
            if process.exitcode is not None:
                del self._jobs[job]
                if process.exitcode:
                    logger.error(
                        "The process of job %s (%s) ended with %s", job.pk, job.kind, process.exitcode
                    )

    def _kill_the_deaf(self) -> None:
        """A job that was cancelled and does not hear it."""
        if self._jobs:
            asked = timezone.now() - timedelta(seconds=SECONDS_TO_STOP)
            mine = Job.objects.unfinished().filter(pk__in=[job.pk for job in self._jobs])
            for job in mine.filter(cancelled_at__lt=asked):
                self._jobs[job].kill()

    def _end_jobs(self, wakeup: _Wakeup) -> None:
        for process in self._jobs.values():
            process.terminate()
        until = time.monotonic() + SECONDS_TO_STOP
        while any(process.is_alive() for process in self._jobs.values()) and time.monotonic() < until:
            wakeup.wait(SECONDS_BETWEEN_LOOKS)
        for process in self._jobs.values():
            process.kill()
            process.join()

    def _say_goodbye(self) -> None:
        try:
            WorkerBeat.objects.filter(name=self.name).delete()
        except (DatabaseError, InterfaceError):
            logger.info("The database cannot be asked, and will hear of the end by itself")
        finally:
            connections.close_all()


class _Wakeup:
    """Waits that end at once when a signal arrives or a process ends."""

    def __init__(self, stop: Callable[[int, FrameType | None], None]) -> None:
        self._handlers: dict[int, Any] = {
            signal.SIGTERM: stop,
            signal.SIGINT: stop,
            signal.SIGCHLD: lambda number, frame: None,
        }

    def __enter__(self) -> _Wakeup:
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(self._write, False)
        self._before = {number: signal.signal(number, do) for number, do in self._handlers.items()}
        signal.set_wakeup_fd(self._write)
        return self

    def __exit__(self, *error: object) -> None:
        signal.set_wakeup_fd(-1)
        for number, do in self._before.items():
            signal.signal(number, do)
        os.close(self._read)
        os.close(self._write)

    def wait(self, seconds: float) -> None:
        if select.select([self._read], [], [], seconds)[0]:
            os.read(self._read, 4096)
