"""Imports of the page are done by the worker: how far they are, stopping, going on, and whose they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from incidents.codebook import JobKind, JobState, WorkflowState
from incidents.intake.imports.engine import chunks
from incidents.intake.imports.spreadsheet import uploads
from incidents.intake.imports.undo import runs as undoing
from incidents.models import ImportRun, ImportVerdict, Incident, Job, WorkerBeat
from incidents.work import imports, running
from incidents.work.running_job import RunningJob

from .test_import_mapping import FACTS, a_file, mapped, sent_as_shown, uploaded, work, worked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_connection")]

HEADING = "No;Kind;Description;Date;Province;Town;Killed\n"
LONG = HEADING + "".join(f"{n};Shelling;Shells fell.;03.04.2021;Homs;Milltown;{n}\n" for n in range(1, 11))


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def another_analyst(db: None) -> User:
    return User.objects.create_user(
        "second@example.org", "a long password", display_name="Second", role=Role.ANALYST
    )


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "SIZE", 4)
    monkeypatch.setattr(undoing, "SIZE", 4)
    monkeypatch.setattr("incidents.work.running_job.SECONDS_BETWEEN_REPORTS", 0)
    monkeypatch.setattr(imports, "SECONDS_BETWEEN_COUNTS", 0)


def ready(desk: Any, body: str = LONG) -> str:
    at = uploaded(desk, file=a_file(body))
    desk.post(at + "facts/", FACTS)
    sent_as_shown(desk, at + "columns/")
    sent_as_shown(desk, at + "values/")
    return at


def asked(desk: Any, at: str, **data: str) -> str:
    """The page of the job."""
    address: str = desk.post(at + "preview/", data or {"_run": "1", "how": "draft"})["Location"]
    return address


def stopped_when(monkeypatch: pytest.MonkeyPatch, rows: int, stop: Any) -> None:
    """Call ``stop`` with the job once so many rows are done."""
    before = RunningJob.progress

    def progress(job: RunningJob, done: Any = None, total: Any = None, step: Any = None) -> None:
        if (done or 0) >= rows:
            monkeypatch.setattr(RunningJob, "progress", before)
            stop(job)
        before(job, done, total, step)

    monkeypatch.setattr(RunningJob, "progress", progress)


def killed(_job: RunningJob) -> None:
    raise SystemExit


def test_the_request_only_asks_for_the_import(sign_in, analyst):
    desk = sign_in(analyst)
    page = asked(desk, ready(desk))
    assert not Incident.objects.exists()
    job = Job.objects.get()
    assert (job.kind, job.state, job.enqueued_by, job.title) == (
        JobKind.IMPORT, JobState.WAITING, analyst, "list.csv",
    )  # fmt: skip
    text = desk.get(page).content.decode()
    assert "It begins as soon as the worker is free" in text
    assert "No worker has been heard of" in text
    WorkerBeat.objects.create(name="worker", beat_at=timezone.now())
    assert "No worker has been heard of" not in desk.get(page).content.decode()
    work()
    assert Incident.objects.count() == 10
    assert desk.get(page)["Location"] == reverse(
        "admin:incidents_importrun_change", args=[ImportRun.objects.get().pk]
    )


def test_a_second_click_leads_to_the_job_of_the_first(sign_in, analyst):
    desk = sign_in(analyst)
    at = ready(desk)
    page = asked(desk, at)
    assert asked(desk, at) == page  # by then, every step leads there
    for step in ("facts/", "columns/", "preview/"):
        assert desk.get(at + step)["Location"] == page
    assert Job.objects.count() == 1


def test_how_far_it_is_and_what_became_of_the_rows_is_told_meanwhile(sign_in, analyst, monkeypatch):
    desk = sign_in(analyst)
    page = asked(desk, ready(desk))
    parts = []
    stopped_when(monkeypatch, 8, lambda job: parts.append(desk.get(page + "?part")))
    work()
    text = parts[0].content.decode()
    assert parts[0]["Job-State"] == "running"
    assert 'role="progressbar"' in text
    assert "of 10 rows" in text
    assert "4 created" in text
    assert "rows a second" in text
    assert "less than a minute left" in text


def test_what_is_stopped_stays_and_goes_on_or_is_taken_back(sign_in, analyst, monkeypatch):
    desk = sign_in(analyst)
    at = ready(desk)
    page = asked(desk, at)
    stopped_when(monkeypatch, 8, lambda job: desk.post(page, {"_stop": "1"}))
    work()
    assert Job.objects.get().state == JobState.CANCELLED
    assert Incident.objects.count() == 8
    text = desk.get(page).content.decode()
    assert "8 rows have their verdicts and stay. Go on with the rest, or take back what is in." in text
    run = ImportRun.objects.get()
    assert (
        "Import of a spreadsheet: Cancelled"
        in desk.get(reverse("admin:incidents_importrun_change", args=[run.pk])).content.decode()
    )
    desk.post(page, {"_resume": "1"})
    work()
    assert Incident.objects.count() == ImportVerdict.objects.filter(run=run).count() == 10
    assert ImportRun.objects.get().finished_at
    worked(desk, reverse("admin:incidents_importrun_undo", args=[run.pk]))
    assert not Incident.objects.exists()


def test_what_was_stopped_can_be_taken_back(sign_in, analyst, monkeypatch):
    desk = sign_in(analyst)
    at = ready(desk)
    page = asked(desk, at)
    stopped_when(monkeypatch, 4, lambda job: desk.post(page, {"_stop": "1"}))
    work()
    assert Incident.objects.count() == 4
    worked(desk, reverse("admin:incidents_importrun_undo", args=[ImportRun.objects.get().pk]))
    assert not Incident.objects.exists()
    # The file is still there, and comes in as a run of its own.
    worked(desk, at + "preview/", _run="1", how="draft")
    assert Incident.objects.count() == 10


@pytest.mark.parametrize("rows", [1, 4, 8, 10])
def test_an_import_whose_process_was_killed_goes_on(sign_in, analyst, monkeypatch, rows):
    desk = sign_in(analyst)
    asked(desk, ready(desk))
    stopped_when(monkeypatch, rows, killed)
    with pytest.raises(SystemExit):
        work()
    assert Job.objects.get().state == JobState.RUNNING
    work()
    assert Job.objects.get().state == JobState.DONE
    assert Incident.objects.count() == ImportVerdict.objects.count() == 10
    assert ImportRun.objects.count() == 1


def test_an_import_that_had_ended_when_its_process_was_killed_is_not_made_again(
    sign_in, analyst, monkeypatch
):
    desk = sign_in(analyst)
    page = asked(desk, ready(desk))

    delete = uploads.Upload.delete

    def killed_before_deleting(_upload: object) -> None:
        monkeypatch.setattr(uploads.Upload, "delete", delete)
        raise SystemExit

    monkeypatch.setattr(uploads.Upload, "delete", killed_before_deleting)
    with pytest.raises(SystemExit):
        work()
    running.take_up(Job.objects.get().pk)
    assert (ImportRun.objects.count(), Job.objects.get().state) == (1, JobState.DONE)
    assert not list(uploads._folder().glob("*"))
    assert desk.get(page).status_code == 302


def test_taking_back_is_stopped_and_goes_on_too(sign_in, analyst, monkeypatch):
    desk = sign_in(analyst)
    worked(desk, ready(desk) + "preview/", _run="1", how="draft")
    run = ImportRun.objects.get()
    page = desk.post(reverse("admin:incidents_importrun_undo", args=[run.pk]))["Location"]
    assert desk.post(reverse("admin:incidents_importrun_undo", args=[run.pk]))["Location"] == page
    stopped_when(monkeypatch, 4, lambda job: desk.post(page, {"_stop": "1"}))
    work()
    assert Incident.objects.count() == 6
    assert "the rest is taken back when it goes on" in desk.get(page).content.decode()
    desk.post(page, {"_resume": "1"})
    work()
    assert not Incident.objects.exists()
    assert ImportRun.objects.get().undone_at


def test_a_check_tells_its_result_until_something_changes(sign_in, analyst):
    desk = sign_in(analyst)
    at = mapped(desk)
    page = worked(desk, at + "preview/", _check="1").content.decode()
    assert "Checked against the desk; nothing was kept" in page
    assert "Line 4: Date is" in page
    assert "Checked against the desk" in desk.get(at + "preview/").content.decode()
    report = b"".join(desk.get(at + "check.csv")).decode().splitlines()
    assert report[0] == "line,id,verdict,reason,flags"
    assert [line.split(",")[2] for line in report[1:]] == ["created", "created", "rejected"]
    desk.post(at + "facts/", FACTS | {"order": "month-first"})
    assert "Checked against the desk" not in desk.get(at + "preview/").content.decode()
    assert desk.get(at + "check.csv").status_code == 404
    assert not ImportRun.objects.exists()


def test_names_that_the_preview_did_not_reach_stand_on_their_page_after_a_check(
    sign_in, analyst, monkeypatch
):
    monkeypatch.setattr("incidents.admin.imports.preview.COUNTED", 2)
    monkeypatch.setattr("incidents.admin.imports.names.COUNTED", 2)
    desk = sign_in(analyst)
    at = ready(
        desk,
        LONG.replace(
            "10;Shelling;Shells fell.;03.04.2021;Homs;Milltown", "10;Shelling;a;03.04.2021;Homs;Lakeside"
        ),
    )
    page = desk.get(at + "names/").content.decode()
    assert "8 more rows were not looked at" in page
    assert "Lakeside" not in page
    assert "8 more rows were not looked at" in desk.get(at + "preview/").content.decode()
    worked(desk, at + "preview/", _check="1")
    page = desk.get(at + "names/").content.decode()
    assert "Lakeside" in page
    assert "not looked at" not in page


def test_a_check_that_is_stopped_keeps_nothing(sign_in, analyst, monkeypatch):
    desk = sign_in(analyst)
    page = asked(desk, ready(desk), _check="1")
    stopped_when(monkeypatch, 8, lambda job: desk.post(page, {"_stop": "1"}))
    work()
    assert "A check keeps nothing." in desk.get(page).content.decode()
    assert not ImportRun.objects.exists()


def test_an_upload_that_is_worked_on_is_not_swept(sign_in, analyst, monkeypatch):
    desk = sign_in(analyst)
    at = ready(desk)
    asked(desk, at)
    monkeypatch.setattr(uploads, "MOST", 1)
    monkeypatch.setattr(uploads, "KEPT_S", -1)
    uploaded(desk)
    work()
    assert Incident.objects.count() == 10


def test_giving_up_what_was_begun_leads_to_what_is_in(sign_in, analyst, monkeypatch):
    desk = sign_in(analyst)
    at = ready(desk)
    page = asked(desk, at)
    stopped_when(monkeypatch, 4, lambda job: desk.post(page, {"_stop": "1"}))
    work()
    answer = desk.post(at + "preview/", {"_give_up": "1"}, follow=True)
    assert answer.redirect_chain[-1][0].endswith(f"/{ImportRun.objects.get().pk}/change/")
    assert "What was imported before stays" in answer.content.decode()
    desk.post(page, {"_resume": "1"})
    assert Job.objects.get().state == JobState.CANCELLED


def test_the_list_of_imports_begins_with_what_is_at_work(sign_in, analyst, reviewer):
    desk = sign_in(analyst)
    page = asked(desk, ready(desk))
    listed = reverse("admin:incidents_importrun_changelist")
    assert page in desk.get(listed).content.decode()
    assert page in sign_in(reviewer).get(listed).content.decode()
    work()
    assert page not in desk.get(listed).content.decode()


# Whose it is --------------------------------------------------------------------------------------


def test_results_and_reports_are_for_their_owner_and_for_who_may_publish(
    sign_in, analyst, reviewer, manager, another_analyst
):
    desk = sign_in(analyst)
    page = asked(desk, mapped(desk))
    assert sign_in(another_analyst).get(page).status_code == 403
    assert sign_in(another_analyst).post(page, {"_stop": "1"}).status_code == 403
    work()
    run = ImportRun.objects.get()
    worked(desk, reverse("admin:incidents_importrun_undo", args=[run.pk]))
    listed = reverse("admin:incidents_importrun_changelist")
    result = reverse("admin:incidents_importrun_change", args=[run.pk])
    reports = [
        reverse(f"admin:incidents_importrun_{name}", args=[run.pk]) for name in ("report", "undo_report")
    ]
    for user in (analyst, reviewer, manager):
        who = sign_in(user)
        assert [who.get(address).status_code for address in (result, *reports)] == [200] * 3
        assert result in who.get(listed).content.decode()
    other = sign_in(another_analyst)
    assert [other.get(address).status_code for address in (result, *reports)] == [302, 403, 403]
    assert result not in other.get(listed).content.decode()


def test_nobody_goes_on_with_somebody_else_s_import(sign_in, analyst, manager):
    page = asked(sign_in(analyst), ready(sign_in(analyst)))
    other = sign_in(manager)
    other.post(page, {"_stop": "1"})
    job = Job.objects.get()
    assert (job.state, job.cancelled_by) == (JobState.CANCELLED, manager)
    assert 'name="_resume"' not in other.get(page).content.decode()
    other.post(page, {"_resume": "1"})
    assert Job.objects.get().state == JobState.CANCELLED


def test_a_role_that_was_taken_away_stops_the_import(sign_in, reviewer):
    desk = sign_in(reviewer)
    page = asked(desk, mapped(desk), _run="1", how="publish")
    reviewer.role = "analyst"
    reviewer.save()
    work()
    assert not Incident.objects.filter(state=WorkflowState.PUBLISHED).exists()
    assert "Your role does not allow you to" in desk.get(page).content.decode()


def test_reports_and_uploads_on_the_disk_are_for_the_site_alone(sign_in, analyst, tmp_path):
    desk = sign_in(analyst)
    at = mapped(desk)
    worked(desk, at + "preview/", _check="1")
    files = [path for path in (tmp_path / "imports").rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"table", "waiting.json", "check.json", "check.csv"}
    assert (
        json.loads(next(path for path in files if path.name == "waiting.json").read_text())["owner"]
        == analyst.pk
    )
    closed = tmp_path / "imports"
    assert closed.stat().st_mode & 0o077 == 0
