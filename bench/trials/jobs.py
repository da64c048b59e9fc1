"""Workers and their jobs killed at random: each job has to be done once, and never by two processes at a time.

Two workers do forty jobs of sixty steps, and every job holds a lock on a file of its own. Meanwhile processes of jobs
and whole workers are killed with SIGKILL, and workers stopped with SIGTERM and started again. BENCH_SEED chooses other
instants. Exits with status 1 when a job was lost, done twice, or worked on by two.
"""

from __future__ import annotations

import fcntl
import logging
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from django.db import connections

from bench.timing import show
from incidents.codebook import JobKind, JobState
from incidents.models import Job
from incidents.work import kinds, running, worker
from incidents.work.periodic import Timetable
from incidents.work.running_job import RunningJob

JOBS, STEPS, WORKERS = 40, 60, 2
LONGEST = 300
"""Seconds after which the trial is given up."""


def main() -> None:
    """Kill until all is done; then a table of what was killed, and what came of the jobs."""
    logging.disable(logging.ERROR)
    running.FIRST_PAUSE, running.LONGEST_PAUSE, worker.SECONDS_BETWEEN_LOOKS = 0, 1, 0.1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        function = partial(count, folder)
        kinds.KINDS[JobKind.IMPORT] = replace(kinds.KINDS[JobKind.IMPORT], run=function, tries=None)
        for number in range(JOBS):
            Job.objects.enqueue(JobKind.IMPORT, title=str(number))
        began = time.monotonic()
        kills = storm(random.Random(int(os.environ.get("BENCH_SEED", "1"))))
        seconds = time.monotonic() - began
        ended = Counter((folder / "ended").read_text().split())
        met = (folder / "met").exists()
    done = Job.objects.filter(state=JobState.DONE).count()
    twice = sum(times > 1 for times in ended.values())
    heads = (
        "processes killed",
        "workers killed",
        "stopped",
        "jobs done",
        "twice",
        "by two at once",
        "seconds",
    )
    figures = [
        kills["job"],
        kills["worker"],
        kills["stop"],
        f"{done} of {JOBS}",
        twice,
        met,
        f"{seconds:.0f}",
    ]
    show(heads, [figures])
    if done < JOBS or twice or met:
        sys.exit(1)


def count(folder: Path, job: RunningJob) -> None:
    """Go on from where it was, a step in a hundredth of a second."""
    with (folder / f"{job.pk}").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            (folder / "met").touch()
            raise
        for step in range(job.done, STEPS):
            time.sleep(0.01)
            job.progress(step, STEPS)
        with (folder / "ended").open("a") as ended:
            ended.write(f"{job.pk}\n")


def storm(chance: random.Random) -> Counter[str]:
    """Kill and stop until every job is done; how often which."""
    kills: Counter[str] = Counter()
    workers = [started() for _worker in range(WORKERS)]
    until = time.monotonic() + LONGEST
    while Job.objects.unfinished().exists() and time.monotonic() < until:
        time.sleep(chance.uniform(0.05, 0.4))
        at_work = Job.objects.filter(state=JobState.RUNNING).values_list("worker", flat=True)
        processes = [int(name.rpartition(":")[2]) for name in at_work]
        what = chance.choices(["job", "worker", "stop"], [6, 2, 2])[0]
        if what == "job" and processes:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(processes), signal.SIGKILL)
                kills[what] += 1
        elif what != "job":
            place = chance.randrange(WORKERS)
            process = workers[place]
            process.kill() if what == "worker" else process.terminate()
            process.join()
            workers[place] = started()
            kills[what] += 1
    for process in workers:
        process.terminate()
        process.join()
    return kills


def started() -> BaseProcess:
    """A worker that does jobs and nothing by the clock."""
    connections.close_all()
    process = get_context("fork").Process(target=lambda: worker.Worker(2, Timetable(())).run())
    process.start()
    return process
