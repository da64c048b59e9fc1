"""What the worker does every so often. Each is short: it looks, and enqueues a job for what takes longer."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.scratch import sweep_scratch
from incidents.exports.release.making import sweep_unfinished
from incidents.intake.imports.spreadsheet import uploads
from incidents.models import Job, WorkerBeat
from incidents.record.log import writing

from . import releases

LONGEST_PAUSE = 60
"""Seconds after which what failed is tried again at the latest, unless it is not done as often anyway."""
DAYS_KEPT = 90
"""For which finished jobs are listed."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PeriodicTask:
    """A function without arguments, and every how many seconds each worker calls it.

    Several workers may call it at the same time. It is given 20 seconds of the database's.
    """

    seconds: float
    run: Callable[[], object]


def sweep() -> None:
    """Delete jobs finished long ago, workers that have said nothing for a day, and files of killed processes."""
    now = timezone.now()
    for parent in (settings.DATA_DIR, settings.DATA_DIR / "backups"):
        sweep_scratch(parent)
    sweep_unfinished()
    Job.objects.filter(finished_at__lt=now - timedelta(days=DAYS_KEPT)).delete()
    WorkerBeat.objects.filter(beat_at__lt=now - timedelta(days=1)).delete()


PERIODIC = (
    PeriodicTask(2, writing.beat),
    PeriodicTask(15, releases.look),
    PeriodicTask(3_600, sweep),
    PeriodicTask(3_600, uploads.sweep),
)


class Timetable:
    """When each task is due. The first time is at once; what fails is tried again after twice the time."""

    def __init__(self, tasks: tuple[PeriodicTask, ...] = PERIODIC) -> None:
        self._next = dict.fromkeys(tasks, 0.0)
        self._failures = dict.fromkeys(tasks, 0)

    def run(self) -> None:
        """Call what is due. What fails does not keep the others from it, and is in the log."""
        for task, at in self._next.items():
            if time.monotonic() < at:
                continue
            try:
                task.run()
            except Exception:
                logger.exception("%s.%s failed", task.run.__module__, task.run.__name__)
                self._failures[task] += 1
            else:
                self._failures[task] = 0
            self._next[task] = time.monotonic() + self._pause(task)

    def _pause(self, task: PeriodicTask) -> float:
        twice = task.seconds * 2.0 ** min(self._failures[task], 20)
        return min(twice, max(task.seconds, LONGEST_PAUSE))
