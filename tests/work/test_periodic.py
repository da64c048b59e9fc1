"""What the worker does every so often: as often as it should, and whatever else fails."""

from __future__ import annotations

import os
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.codebook import JobKind, JobState
from incidents.intake.imports.spreadsheet import uploads
from incidents.models import Job, WorkerBeat
from incidents.record.models import Head
from incidents.work import periodic
from incidents.work.periodic import PeriodicTask, Timetable
from tests.record import documents as make

from .conftest import enqueued


class Clock:
    now = 1_000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(periodic, "time", clock)
    return clock


def test_each_is_done_as_often_as_it_says(clock: Clock):
    calls: list[str] = []
    timetable = Timetable(
        (PeriodicTask(5, lambda: calls.append("often")), PeriodicTask(60, lambda: calls.append("seldom")))
    )
    for _second in range(60):
        timetable.run()
        clock.now += 1
    assert calls.count("often") == 12
    assert calls.count("seldom") == 1


def test_what_fails_comes_later_and_keeps_nothing_else_from_it(clock: Clock, caplog):
    calls: list[float] = []

    def fails() -> None:
        calls.append(clock.now - 1_000)
        raise OSError("No space left on device")

    others: list[float] = []
    timetable = Timetable((PeriodicTask(5, fails), PeriodicTask(5, lambda: others.append(clock.now))))
    for _second in range(300):
        timetable.run()
        clock.now += 1
    assert calls == [0, 10, 30, 70, 130, 190, 250]
    assert len(others) == 60
    assert "No space left on device" in caplog.text


@pytest.mark.django_db
def test_an_idle_record_s_horizon_moves(settings, tmp_path):
    """Copies of the database know by it how far they are."""
    settings.DATA_DIR = tmp_path
    make.publish(make.incident("INC-000001"))
    before = timezone.now()
    Timetable().run()
    horizon = Head.objects.get().horizon
    assert horizon
    assert horizon >= before


@pytest.mark.django_db
def test_old_jobs_and_silent_workers_are_swept():
    old, recent, waiting = enqueued(), enqueued(), enqueued()
    now = timezone.now()
    for job, days in (old, 91), (recent, 1):
        Job.objects.filter(pk=job.pk).update(state=JobState.DONE, finished_at=now - timedelta(days=days))
    for name, hours in ("gone", 25), ("here", 0):
        WorkerBeat.objects.create(name=name, beat_at=now - timedelta(hours=hours))
    periodic.sweep()
    assert set(Job.objects.all()) == {recent, waiting}
    assert [worker.name for worker in WorkerBeat.objects.all()] == ["here"]


@pytest.mark.django_db
def test_uploads_that_nobody_went_on_with_are_swept(settings, tmp_path):
    """They quote names, and need not wait for the next upload to be gone."""
    settings.DATA_DIR = tmp_path
    folders = [tmp_path / "imports/uploads" / name for name in ("forgotten", "at-work", "recent")]
    enqueued(JobKind.IMPORT, key="upload-at-work")
    for folder, age in zip(folders, (uploads.KEPT_S + 60, uploads.KEPT_S + 60, 0), strict=True):
        folder.mkdir(parents=True)
        os.utime(folder, (time.time() - age, time.time() - age))
    Timetable().run()
    assert [folder.exists() for folder in folders] == [False, True, True]
