"""Jobs of the tests' own: a function takes the place of the one that a kind has."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from typing import Any

import pytest
from django.db import connection, connections

from incidents.codebook import JobKind
from incidents.models import Job
from incidents.work import kinds, running
from incidents.work import worker as worker_module
from incidents.work.periodic import PeriodicTask, Timetable
from incidents.work.running_job import SESSION, RunningJob
from incidents.work.worker import Worker

Start = Callable[..., BaseProcess]
Does = Callable[..., None]


@pytest.fixture
def does(monkeypatch: pytest.MonkeyPatch) -> Does:
    """Let the jobs of the tests do something else, in another manner (see ``JobDefinition``)."""

    def instead(
        run: Callable[[RunningJob], dict[str, Any] | None],
        kind: JobKind = JobKind.RELEASES,
        **manner: Any,
    ) -> None:
        monkeypatch.setitem(kinds.KINDS, kind, replace(kinds.KINDS[kind], run=run, nice=0, **manner))

    return instead


@pytest.fixture
def one_connection(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the lock be held by the test's own connection, whose transaction is undone, which saves a second a test."""

    @contextmanager
    def session() -> Iterator[None]:
        connections[SESSION] = connections["default"]
        try:
            yield
        finally:
            del connections[SESSION]
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock_all()")

    monkeypatch.setattr(running, "_session", session)


def enqueued(kind: JobKind = JobKind.RELEASES, **given: Any) -> Job:
    return Job.objects.enqueue(kind, **given)


def again(job: Job) -> Job:
    """The job as it is now."""
    job.refresh_from_db()
    return job


def process_of(job: Job) -> int:
    """Number of the process that has it."""
    job.refresh_from_db()
    return int(job.worker.split(":")[-1])


def wait_until(condition: Callable[[], object], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Workers in processes of their own, with the functions that the test has put in."""
    monkeypatch.setattr(worker_module, "SECONDS_BETWEEN_LOOKS", 0.1)
    started: list[BaseProcess] = []

    def begin(*tasks: PeriodicTask) -> BaseProcess:
        connections.close_all()
        process = get_context("fork").Process(target=lambda: Worker(2, Timetable(tasks)).run())
        process.start()
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.join()
    wait_until(lambda: not locks_held())


def locks_held() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
        return bool(cursor.fetchone()[0])
