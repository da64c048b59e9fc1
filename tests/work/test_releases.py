"""After a withholding the worker writes released files again by itself, whatever is killed meanwhile."""

from __future__ import annotations

import errno
import os
import signal
from pathlib import Path

import pytest
from django.db import connection, transaction

from incidents.codebook import JobState
from incidents.exports.release import shelf
from incidents.exports.release.making import BeingWritten, ReleaseError, again, rewrite_releases
from incidents.exports.release.making import make as make_release
from incidents.exports.release.shelf import BundleStatus, bundle_of, discard, held_back
from incidents.models import Job
from incidents.record.log import writing
from incidents.record.models import Edition
from incidents.record.models.releases import Release
from incidents.work import releases
from incidents.work.periodic import PeriodicTask
from incidents.work.worker import run_once
from tests.record import documents as make

from .conftest import Start, process_of, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

STAYS, GOES = "INC-000001", "INC-000002"


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    """Where the bundles are."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "releases"


@pytest.fixture
def released(transactional_db: None, folder: Path) -> Release:
    make.publish(make.incident(STAYS), make.incident(GOES))
    return make_release("2021.1")


def withhold() -> None:
    with transaction.atomic():
        writing.withhold([make.tombstone(GOES, "withheld")])


def is_whole(release: Release) -> bool:
    return bundle_of(release).standing is BundleStatus.WHOLE


def test_the_worker_writes_them_by_itself(released: Release, start: Start, folder: Path):
    start(PeriodicTask(0.1, releases.look))
    withhold()
    wait_until(lambda: is_whole(released))
    assert GOES not in (folder / "2021.1/incidents.csv").read_text()
    assert STAYS in (folder / "2021.1/incidents.csv").read_text()
    wait_until(lambda: not Job.objects.unfinished().exists())
    job = Job.objects.get()
    assert (job.title, job.state, job.result) == ("2021.1", JobState.DONE, {"written": ["2021.1"]})
    assert job.done > 1_000


def test_a_lost_bundle_comes_back(released: Release, folder: Path):
    first = (folder / "2021.1/SHA256SUMS").read_bytes()
    discard(folder / "2021.1")
    assert bundle_of(released).standing is BundleStatus.MISSING
    run_once()
    assert (folder / "2021.1/SHA256SUMS").read_bytes() == first


def test_if_the_writer_is_killed_another_writes(released: Release, start: Start, folder: Path):
    """The writer stands still at a table that only it reads, with half of the files written."""
    withhold()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN; LOCK TABLE record_row IN ACCESS EXCLUSIVE MODE")
        for _worker in range(2):
            start(PeriodicTask(0.1, releases.look))
        wait_until(lambda: list(folder.glob(".2021.1~*")))
        (job,) = Job.objects.all()
        assert job.state == JobState.RUNNING
        os.kill(process_of(job), signal.SIGKILL)
        assert not is_whole(released)
    finally:
        other.close()
    wait_until(lambda: is_whole(released))
    wait_until(lambda: [path.name for path in folder.iterdir()] == ["2021.1"])
    wait_until(lambda: not Job.objects.unfinished().exists())
    assert Job.objects.get().attempts == 2


def test_who_comes_second_leaves_it_to_the_first(released: Release, folder: Path):
    withhold()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('release'), hashtext('2021.1'))")
        assert rewrite_releases() == ([], [])
        with pytest.raises(BeingWritten):
            again(released)
    finally:
        other.close()
    (done,), failed = rewrite_releases()
    assert (done.name, failed) == ("2021.1", [])


def test_what_fails_is_tried_again_for_ever(released: Release, monkeypatch: pytest.MonkeyPatch):
    """The files stay held back until somebody has made room, say; then they come by themselves."""
    withhold()
    failure = ReleaseError("2021.1: No space left on device")
    releases.look()
    Job.objects.update(attempts=100)
    with monkeypatch.context() as full:
        full.setattr(releases, "rewrite_releases", lambda tell: ([], [failure]))
        run_once()
    job = Job.objects.get()
    assert (job.state, job.attempts) == (JobState.WAITING, 101)
    assert str(failure) in job.error
    releases.look()
    assert Job.objects.get() == job
    job.resume()
    run_once()
    assert is_whole(released)


def test_one_that_cannot_be_written_keeps_no_other_from_it(
    released: Release, monkeypatch: pytest.MonkeyPatch
):
    other, new_folder = make_release("2021.2"), shelf.new_folder
    withhold()

    def without_room(name: str) -> Path:
        if name == released.name:
            raise OSError(errno.ENOSPC, "No space left on device")
        return new_folder(name)

    monkeypatch.setattr(shelf, "new_folder", without_room)
    run_once()
    assert (is_whole(released), is_whole(other)) == (False, True)
    assert "2021.1: [Errno 28] No space left on device" in Job.objects.get().error


def test_names_that_begin_alike_do_not_sweep_each_other_s_files(released: Release, folder: Path):
    (folder / ".2021.1-b~0123").mkdir()
    withhold()
    rewrite_releases()
    assert (folder / ".2021.1-b~0123").exists()


def test_when_it_was_withheld_is_known(released: Release):
    assert bundle_of(released).held_back_since is None
    withhold()
    assert bundle_of(released).held_back_since == Edition.objects.get(kind="withheld").issued_at
    assert [release.name for release in held_back()] == ["2021.1"]


def test_nothing_is_enqueued_where_nothing_is_held_back(released: Release):
    releases.look()
    assert not Job.objects.exists()
