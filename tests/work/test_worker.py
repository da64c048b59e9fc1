"""The worker as a process, with the processes of its jobs: killed, stopped, and left without a database."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from accounts.models import User
from incidents.codebook import JobKind, JobState
from incidents.models import Job, WorkerBeat
from incidents.models.jobs import last_beat, worker_is_alive
from incidents.work import worker as worker_module
from incidents.work.periodic import Timetable
from incidents.work.running_job import RunningJob
from incidents.work.worker import run_once

from .conftest import Start, again, enqueued, process_of, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


class Diary:
    """What jobs have done, in a file, since they are other processes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch()

    def write(self, line: object) -> None:
        with self.path.open("a") as file:
            file.write(f"{line}\n")

    @property
    def lines(self) -> list[str]:
        return self.path.read_text().split()


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    return Diary(tmp_path / "diary")


def counting(diary: Diary, to: int = 1_000) -> Callable[[RunningJob], None]:
    """A function that counts on from where it was, a step in a hundredth of a second."""

    def run(job: RunningJob) -> None:
        diary.write(os.getpid())
        for step in range(job.done, to):
            time.sleep(0.01)
            job.progress(step, to, "steps")

    return run


def test_two_workers_do_each_job_once(does, diary: Diary, start: Start):
    def run(job: RunningJob):
        diary.write(job.pk)
        time.sleep(0.05)

    does(run, alone=False)
    jobs = [enqueued() for _job in range(12)]
    start(), start()
    wait_until(lambda: not Job.objects.unfinished().exists())
    assert Counter(diary.lines) == {str(job.pk): 1 for job in jobs}
    assert WorkerBeat.objects.count() == 2
    assert worker_is_alive()


def test_a_job_whose_process_is_killed_is_taken_up_again(does, diary: Diary, start: Start):
    does(counting(diary, to=60))
    job = enqueued()
    start()
    wait_until(lambda: again(job).done)
    os.kill(process_of(job), signal.SIGKILL)
    wait_until(lambda: again(job).state == JobState.DONE)
    assert len(diary.lines) == job.attempts == 2


def test_a_job_whose_worker_is_killed_goes_on_with_another(does, diary: Diary, start: Start):
    does(counting(diary, to=100))
    job = enqueued()
    first = start()
    wait_until(lambda: again(job).done)
    first.kill()
    start()
    wait_until(lambda: again(job).state == JobState.DONE)
    assert len(diary.lines) == 2
    assert job.attempts == 1


def test_a_stopped_worker_leaves_its_job_to_the_next(does, diary: Diary, start: Start):
    does(counting(diary))
    job = enqueued()
    first = start()
    wait_until(lambda: again(job).done)
    first.terminate()
    first.join(60)
    assert first.exitcode == 0
    assert (again(job).state, job.attempts) == (JobState.WAITING, 0)
    assert not WorkerBeat.objects.exists()
    so_far = job.done
    does(counting(diary, to=so_far + 3))
    start()
    wait_until(lambda: again(job).state == JobState.DONE)
    assert job.total == so_far + 3


def test_releases_do_not_wait_for_long_imports(does, diary: Diary, start: Start):
    """More imports than the worker has places."""
    does(counting(diary, to=100_000), JobKind.IMPORT)
    does(lambda job: None)
    for _import in range(3):
        enqueued(JobKind.IMPORT)
    start()
    wait_until(lambda: len(diary.lines) == 2)
    release = enqueued()
    wait_until(lambda: again(release).state == JobState.DONE)
    assert sorted(Job.objects.values_list("state", flat=True)) == ["done", "running", "running", "waiting"]


def test_a_job_that_hears_nothing_is_killed_when_it_is_cancelled(
    does, diary: Diary, start: Start, manager: User, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(worker_module, "SECONDS_TO_STOP", 0.2)

    def run(job: RunningJob):
        diary.write(os.getpid())
        time.sleep(600)

    does(run)
    job = enqueued()
    start()
    wait_until(lambda: diary.lines)
    assert job.cancel(manager)
    wait_until(lambda: again(job).state == JobState.CANCELLED)
    assert len(diary.lines) == 1


def test_a_worker_whose_database_was_away_goes_on(does, diary: Diary, start: Start):
    does(counting(diary, to=60))
    start()
    wait_until(lambda: WorkerBeat.objects.exists())
    with connection.cursor() as cursor:
        for _cut in range(3):
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            time.sleep(0.2)
    job = enqueued()
    wait_until(lambda: again(job).done)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    wait_until(lambda: again(job).state == JobState.DONE)


def test_what_waits_is_done_at_once_where_a_timer_calls(does, diary: Diary, monkeypatch: pytest.MonkeyPatch):
    does(lambda job: diary.write(job.pk))
    first, second = enqueued(), enqueued()
    monkeypatch.setattr(worker_module, "Timetable", lambda: Timetable(()))
    assert run_once() == 2
    assert diary.lines == [str(first.pk), str(second.pk)]
    assert last_beat() is None
    assert not worker_is_alive()
