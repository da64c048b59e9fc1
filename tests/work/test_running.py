"""One attempt at a job: nobody else has it meanwhile, and whatever ends it, it is known how it stands."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from incidents.codebook import JobKind, JobState
from incidents.editorial.refusal import Refused
from incidents.models import Job
from incidents.work.running import due, pause, take_up
from incidents.work.running_job import JobFailed, RunningJob

from .conftest import again, enqueued, process_of

pytestmark = pytest.mark.usefixtures("one_connection")


def make_due(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(not_before=timezone.now() - timedelta(seconds=1))


def test_what_is_done_is_kept_with_its_result(does, analyst: User):
    heard: list[Any] = []

    def run(job: RunningJob):
        heard.append((job.by, job.arguments))
        job.progress(3, 9, "rows")
        row = Job.objects.get()
        heard.append((row.state, row.done, row.total, row.step, row.percent))
        return {"rows": 9}

    does(run)
    job = enqueued(by=analyst, arguments={"file": 7})
    assert take_up(job.pk)
    assert heard == [(analyst, {"file": 7}), ("running", 3, 9, "rows", 33)]
    assert (again(job).state, job.result, job.percent) == (JobState.DONE, {"rows": 9}, 100)
    assert job.started_at
    assert process_of(job) == os.getpid()
    assert job.finished_at
    assert not take_up(job.pk)


def test_an_act_that_is_undone_leaves_no_job():
    with transaction.atomic():
        enqueued()
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_of_one_key_one_is_unfinished(does):
    does(lambda job: None)
    first = enqueued(key="same")
    assert enqueued(key="same") == first
    assert enqueued() != enqueued()
    take_up(first.pk)
    assert enqueued(key="same") != first


def test_whoever_enqueues_the_same_at_the_same_time_gets_the_first(monkeypatch: pytest.MonkeyPatch):
    """Neither sees the other's when it looks."""
    first, real, looks = enqueued(key="same"), Job.objects.unfinished, []

    def unfinished():
        looks.append(1)
        return Job.objects.none() if len(looks) == 1 else real()

    queryset = Job.objects.all()
    monkeypatch.setattr(queryset, "unfinished", unfinished)
    assert queryset.enqueue(JobKind.RELEASES, key="same") == first


def test_what_fails_is_tried_again_later_and_later_and_then_given_up(does, caplog):
    def run(job: RunningJob):
        raise OSError("No space left on device")

    does(run, tries=2)
    job = enqueued()
    take_up(job.pk)
    assert (again(job).state, job.attempts) == (JobState.WAITING, 1)
    assert "No space left on device" in job.error
    assert due() == []
    assert not take_up(job.pk)
    assert 10 < (job.not_before - timezone.now()).total_seconds() <= 15
    make_due(job)
    take_up(job.pk)
    assert (again(job).state, job.attempts) == (JobState.FAILED, 2)
    assert "Traceback" in caplog.text
    assert job.resume()
    does(lambda job: None)
    take_up(job.pk)
    assert (again(job).state, job.error) == (JobState.DONE, "")


def test_pauses_double_up_to_an_hour():
    assert [pause(failures) for failures in (0, 1, 2, 3, 9, 5_000)] == [0, 15, 30, 60, 3_600, 3_600]


def test_some_kinds_are_never_given_up(does):
    does(lambda job: 1 / 0, tries=None)
    job = enqueued()
    Job.objects.update(attempts=200)
    take_up(job.pk)
    assert again(job).state == JobState.WAITING


@pytest.mark.parametrize("problem", [JobFailed("The file is empty."), Refused.because("The file is empty.")])
def test_what_no_further_try_would_mend_fails_at_once(does, problem: Exception):
    def run(job: RunningJob):
        raise problem

    does(run)
    job = enqueued()
    take_up(job.pk)
    assert (again(job).state, job.error) == (JobState.FAILED, "The file is empty.")


def test_a_job_that_waits_is_cancelled_at_once(manager: User):
    job = enqueued()
    assert job.cancel(manager)
    assert not again(job).cancel(manager)
    assert (job.state, job.cancelled_by) == (JobState.CANCELLED, manager)
    assert due() == []


def test_a_job_that_runs_stops_where_it_next_looks(does, manager: User):
    def run(job: RunningJob):
        job.progress(1, 2, "first")
        Job.objects.get(pk=job.pk).cancel(manager)
        job.progress(2, 2, "second")
        pytest.fail("it was told to stop")

    does(run)
    job = enqueued()
    take_up(job.pk)
    assert (again(job).state, job.step, job.done) == (JobState.CANCELLED, "second", 2)
    assert job.finished_at
    assert job.resume()
    assert (again(job).state, job.cancelled_by) == (JobState.WAITING, None)


def test_a_job_that_was_cancelled_and_whose_process_died_is_not_begun_again(does, manager: User):
    does(lambda job: pytest.fail("it was cancelled"))
    job = enqueued()
    Job.objects.update(state=JobState.RUNNING, attempts=1)
    again(job).cancel(manager)
    assert not take_up(job.pk)
    assert again(job).state == JobState.CANCELLED


def test_a_job_whose_process_dies_each_time_is_given_up(does, caplog):
    does(lambda job: pytest.fail("it killed five"), tries=5)
    job = enqueued()
    Job.objects.update(state=JobState.RUNNING, attempts=5)
    assert not take_up(job.pk)
    assert again(job).state == JobState.FAILED
    assert "5 times" in job.error


def test_a_worker_that_stops_leaves_it_as_if_it_had_not_been_tried(does):
    def run(job: RunningJob):
        job.progress(5)
        stopping.append(True)
        job.progress(6)

    stopping: list[bool] = []
    does(run)
    job = enqueued()
    take_up(job.pk, lambda: bool(stopping))
    assert (again(job).state, job.attempts, job.done) == (JobState.WAITING, 0, 6)
    assert due() == [job]


def test_a_row_that_is_another_attempt_s_by_now_is_left_alone(does):
    def run(job: RunningJob):
        Job.objects.update(attempts=2)
        job.progress(5, step="mine")

    does(run)
    job = enqueued()
    take_up(job.pk)
    assert (again(job).state, job.step) == (JobState.RUNNING, "")


def test_reports_come_seldom_unless_there_is_something_new(does, django_assert_num_queries):
    def run(job: RunningJob):
        job.progress(1, 100, "rows")
        with django_assert_num_queries(0):
            for row in range(100):
                job.progress(row)

    does(run)
    job = enqueued()
    take_up(job.pk)
    assert (again(job).done, job.state) == (99, JobState.DONE)
