"""After a withholding the running site writes released files again by itself, whatever is killed meanwhile."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction

from config import gunicorn_settings
from incidents.exports.release import keeping
from incidents.exports.release.keeping import Keeper, held_back
from incidents.exports.release.making import BeingWritten, again, rewrite_releases
from incidents.exports.release.making import make as make_release
from incidents.exports.release.shelf import BundleStatus, bundle_of, discard
from incidents.record.log import writing
from incidents.record.models import Edition
from incidents.record.models.releases import Release
from tests.record import documents as make

from .test_live import address_of, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

STAYS, GOES = "INC-000001", "INC-000002"


@pytest.fixture
def folder(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the bundles are, for us and for processes that we start."""
    settings.DATA_DIR = tmp_path / "test"  # the settings of tests would make it so for them
    own = {
        "DATA_DIR": str(settings.DATA_DIR),
        "DATABASE_URL": address_of("default"),
        "RECORD_DATABASE_URL": address_of("record"),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    for name, value in own.items():
        monkeypatch.setenv(name, value)
    return tmp_path / "test" / "releases"


@pytest.fixture
def released(transactional_db: None, folder: Path) -> Release:
    make.publish(make.incident(STAYS), make.incident(GOES))
    return make_release("2021.1")


@pytest.fixture
def keepers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Keeper]]:
    """Two, as two workers have them, who look all the time once they are started.

    What they start is not polite: beside other tests it would get hardly any time, and this one would wait in vain.
    """
    monkeypatch.setattr(keeping, "POLITENESS", 0)
    both = [Keeper(seconds=0.1), Keeper(seconds=0.1)]
    yield both
    for keeper in both:
        keeper.stop()


def start(keepers: list[Keeper]) -> None:
    for keeper in keepers:
        keeper.start()


def withhold() -> None:
    with transaction.atomic():
        writing.withhold([make.tombstone(GOES, "withheld")])


def is_whole(release: Release) -> bool:
    return bundle_of(release).standing is BundleStatus.WHOLE


def test_the_site_writes_them_by_itself(released: Release, keepers, folder: Path):
    start(keepers)
    withhold()
    wait_until(lambda: is_whole(released), seconds=60)
    assert GOES not in (folder / "2021.1/incidents.csv").read_text()
    assert STAYS in (folder / "2021.1/incidents.csv").read_text()


def test_a_lost_bundle_comes_back(released: Release, folder: Path):
    first = (folder / "2021.1/SHA256SUMS").read_bytes()
    discard(folder / "2021.1")
    assert bundle_of(released).standing is BundleStatus.MISSING
    Keeper().look()
    assert (folder / "2021.1/SHA256SUMS").read_bytes() == first


def test_one_writes_and_if_it_is_killed_another_does(released: Release, keepers, folder: Path):
    """The writer stands still at a table that only it reads, with half of the files written."""
    withhold()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE record_row IN ACCESS EXCLUSIVE MODE")
        start(keepers)
        wait_until(lambda: list(folder.glob(".2021.1~*")), seconds=60)
        (writing,) = [keeper._writing for keeper in keepers if keeper._writing is not None]
        os.kill(writing.pid, signal.SIGKILL)
        wait_until(lambda: writing.poll() is not None)
        assert not is_whole(released)
    wait_until(lambda: is_whole(released), seconds=60)
    wait_until(lambda: sorted(path.name for path in folder.iterdir()) == [".keeping", "2021.1"])


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


def test_another_process_of_this_machine_is_not_disturbed(released: Release, monkeypatch):
    withhold()
    monkeypatch.setattr(Keeper, "_write", lambda self: pytest.fail("another one writes already"))
    with keeping._alone() as first:
        assert first
        Keeper().look()


def test_what_fails_is_tried_again_more_and_more_seldom(released: Release, monkeypatch, caplog):
    withhold()
    monkeypatch.setenv("DATABASE_URL", "nonsense")  # fails at once
    keeper = Keeper(seconds=10)
    keeper.look()
    assert "could not be written again" in caplog.text
    assert keeper.pause == 20
    keeper._failures = 30
    assert keeper.pause == keeping.LONGEST_PAUSE
    rewrite_releases()
    keeper.look()
    assert keeper.pause == 10


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


class Worker:
    """A worker of gunicorn's, as its hooks see it."""

    nr, max_requests = 5, 10
    keeper: Keeper


def test_the_server_s_workers_look_after_the_releases(monkeypatch):
    began, ended = [], []
    monkeypatch.setattr(Keeper, "start", lambda self: began.append(self))
    monkeypatch.setattr(Keeper, "stop", lambda self: ended.append(self))
    stopping, replaced, failed = Worker(), Worker(), Worker()
    replaced.nr = 10
    for worker in (stopping, replaced):
        gunicorn_settings.post_worker_init(worker)
    for worker in (stopping, replaced, failed):
        gunicorn_settings.worker_exit(None, worker)
    assert len(began) == 2
    assert ended == [stopping.keeper]
