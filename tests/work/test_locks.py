"""Of several workers one has a job, and a lock that is lost stops whoever held it."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from incidents.codebook import JobState
from incidents.models import Job
from incidents.work import running
from incidents.work.running import due, take_up
from incidents.work.running_job import RunningJob

from .conftest import again, enqueued

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_job_is_not_begun_before_its_act_is_committed():
    other = connection.copy()
    try:
        with transaction.atomic():
            job = enqueued()
            with other.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM incidents_job")
                assert cursor.fetchone() == (0,)
        assert due() == [job]
    finally:
        other.close()


def test_nobody_else_has_it_meanwhile(does, monkeypatch: pytest.MonkeyPatch):
    begun = []

    def run(job: RunningJob):
        begun.append(job.pk)
        assert due() == []
        with monkeypatch.context() as other:
            other.setattr(running, "SESSION", "another")
            assert not take_up(job.pk)

    does(run, alone=False)
    job = enqueued()
    assert take_up(job.pk)
    assert begun == [job.pk]


def test_a_kind_that_is_done_alone_waits_for_the_other(does):
    def run(job: RunningJob):
        assert due() == []

    does(run, alone=True)
    first, second = enqueued(), enqueued()
    assert due() == [first]
    assert due(besides=[first]) == []
    take_up(first.pk)
    assert again(first).state == JobState.DONE
    assert due() == [second]


def test_several_of_a_kind_are_done_side_by_side(does):
    second: list[Job] = []
    does(lambda job: second.extend(due()), alone=False)
    first, other = enqueued(), enqueued()
    take_up(first.pk)
    assert second == [other]


def test_whoever_lost_its_lock_writes_nothing_more(does, caplog):
    """The server ended the session: another may have begun it, whose words must stay."""

    def run(job: RunningJob):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s",
                [job.pk],
            )
        Job.objects.update(step="the other's")
        job.progress(5, step="mine")
        pytest.fail("its lock is gone")

    does(run)
    job = enqueued()
    take_up(job.pk)
    assert (again(job).state, job.step) == (JobState.RUNNING, "the other's")
    assert "was left" in caplog.text
    assert due() == [job]
