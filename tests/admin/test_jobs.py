"""The desk's page of jobs: how far each is, and who may stop one or let it go on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from incidents.codebook import JobState
from incidents.models import Job, WorkerBeat
from tests import factories as f

from .conftest import SignIn

LIST = "/admin/incidents/job/"


def address(job: Job, act: str = "change") -> str:
    return reverse(f"admin:incidents_job_{act}", args=[job.pk])


@pytest.fixture
def running(analyst: User) -> Job:
    return f.JobFactory(
        title="rows.csv",
        state="running",
        enqueued_by=analyst,
        attempts=1,
        started_at=timezone.now(),
        done=1_412,
        total=9_000,
        step="rows taken in",
        worker="site:4711",
    )


def test_the_list_says_how_far_each_is(desk: Client, running: Job, django_assert_max_num_queries):
    f.JobFactory.create_batch(3, state="failed", finished_at=timezone.now(), error="No space left on device")
    with django_assert_max_num_queries(12):
        page = desk.get(LIST).content.decode()
    assert "Rewriting of released files: rows.csv" in page
    assert 'value="15"' in page
    assert "Running: 1,412 of 9,000, rows taken in" in page
    assert page.count("No space left on device") == 3
    assert address(running, "cancel") in page
    assert '<noscript><meta http-equiv="refresh"' in page


def test_an_empty_list_is_no_error(desk: Client):
    assert "0 jobs" in desk.get(LIST).content.decode()


def test_a_job_is_found_by_its_title(desk: Client, running: Job):
    f.JobFactory(title="other.csv")
    page = desk.get(LIST, {"q": "ROWS"}).content.decode()
    assert "rows.csv" in page
    assert "other.csv" not in page


def test_the_page_says_when_there_is_no_worker(desk: Client, running: Job):
    for page in (LIST, address(running)):
        assert "No worker is running" in desk.get(page).content.decode()
    WorkerBeat.objects.create(name="site:1", beat_at=timezone.now())
    for page in (LIST, address(running)):
        assert "No worker is running" not in desk.get(page).content.decode()


def test_the_script_is_told_the_same_as_the_page(desk: Client, running: Job):
    part = desk.get(address(running, "progress"))
    assert part["Job-State"] == "running"
    assert "Running: 1,412 of 9,000, rows taken in" in part.content.decode()
    assert part.content.decode().strip() in desk.get(address(running)).content.decode()


@pytest.mark.parametrize(
    "columns,words",
    [
        ({"state": "waiting"}, "Waiting"),
        ({"state": "running"}, "Running"),
        ({"state": "running", "done": 7}, "Running: 7"),
        ({"state": "running", "done": 7, "step": "rows"}, "Running: 7, rows"),
        (
            {"state": "running", "cancelled_at": timezone.now()},
            "It was asked to stop, and does so at its next step.",
        ),
        ({"state": "cancelled", "done": 7, "total": 9, "finished_at": timezone.now()}, "Cancelled: 7 of 9"),
        ({"state": "done", "done": 9, "total": 9, "finished_at": timezone.now()}, "Done"),
    ],
)
def test_its_words_fit_how_it_stands(desk: Client, columns, words):
    part = desk.get(address(f.JobFactory(**columns), "progress")).content.decode()
    assert f">{words}<" in part


def test_a_job_that_failed_once_says_when_it_is_tried_again(desk: Client):
    job = f.JobFactory(not_before=timezone.now() + timedelta(minutes=5), error="No space left on device")
    page = desk.get(address(job)).content.decode()
    assert "Tried again at" in page
    assert "Why it is tried again" in page


def test_whoever_asked_for_it_stops_it_and_lets_it_go_on(desk: Client, running: Job, analyst: User):
    page = desk.post(address(running, "cancel"), follow=True).content.decode()
    assert "It was asked to stop" in page
    assert ">Stop<" not in page
    running.refresh_from_db()
    assert running.cancelled_by == analyst
    again = desk.post(address(running, "cancel"), follow=True).content.decode()
    assert "was being stopped" in again
    Job.objects.update(state=JobState.CANCELLED, finished_at=timezone.now())
    assert ">Go on<" in desk.get(address(running)).content.decode()
    desk.post(address(running, "resume"))
    running.refresh_from_db()
    assert (running.state, running.cancelled_at) == (JobState.WAITING, None)


def test_a_colleague_s_job_is_stopped_by_a_manager_only(
    sign_in: SignIn, running: Job, reviewer: User, manager: User
):
    """A reviewer sees it; but it goes on in its owner's name, at its owner's word."""
    colleague, head = sign_in(reviewer), sign_in(manager)
    assert ">Stop<" not in colleague.get(address(running)).content.decode()
    assert address(running, "cancel") not in colleague.get(LIST).content.decode()
    assert colleague.post(address(running, "cancel")).status_code == 403
    assert colleague.post(address(running, "resume")).status_code == 403
    assert address(running, "cancel") in head.get(LIST).content.decode()
    head.post(address(running, "cancel"))
    running.refresh_from_db()
    assert running.cancelled_by == manager
    Job.objects.update(state=JobState.CANCELLED, finished_at=timezone.now())
    assert head.post(address(running, "resume")).status_code == 403


def test_an_analyst_sees_own_jobs_and_the_site_s(sign_in: SignIn, desk: Client, manager: User, running: Job):
    """The error of an import quotes its rows, which are for its owner and for those who may publish."""
    other = f.JobFactory(title="others.csv", enqueued_by=manager)
    f.JobFactory(title="2026.1")
    page = desk.get(LIST).content.decode()
    assert ("rows.csv" in page, "2026.1" in page, "others.csv" in page) == (True, True, False)
    assert desk.get(address(other, "progress")).status_code == 404
    assert "others.csv" not in desk.get(address(other), follow=True).content.decode()
    assert "others.csv" in sign_in(manager).get(LIST).content.decode()


def test_what_the_site_does_by_itself_is_not_stopped_but_hurried(sign_in: SignIn, manager: User):
    later = timezone.now() + timedelta(hours=1)
    job, head = f.JobFactory(key="releases", not_before=later, error="No space left"), sign_in(manager)
    assert head.post(address(job, "cancel")).status_code == 403
    assert ">Try again now<" in head.get(address(job)).content.decode()
    head.post(address(job, "resume"))
    job.refresh_from_db()
    assert job.not_before <= timezone.now()


def test_one_that_was_asked_for_again_does_not_go_on_beside_it(sign_in: SignIn, manager: User):
    job = f.JobFactory(key="same", state="failed", finished_at=timezone.now())
    f.JobFactory(key="same")
    page = sign_in(manager).post(address(job, "resume"), follow=True).content.decode()
    assert "the same was asked for again" in page


def test_nothing_is_changed_by_looking(desk: Client, running: Job):
    for act in ("cancel", "resume"):
        assert desk.get(address(running, act)).status_code == 405
    assert desk.get(f"{LIST}{running.pk}/history/").status_code == 200
    assert desk.get(f"{LIST}add/").status_code == 403


def test_nobody_from_outside_hears_of_jobs(sign_in: SignIn, outsider: User, running: Job):
    client = sign_in(outsider)
    for page in (LIST, address(running), address(running, "progress")):
        assert client.get(page).status_code in {302, 403}
    assert client.post(address(running, "cancel")).status_code in {302, 403}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_bar_moves_by_itself_and_the_result_is_shown(page, live_server, running: Job, analyst: User):
    client = Client()
    client.force_login(analyst)
    cookie = client.cookies["attest-session"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto(f"{live_server.url}{address(running)}")
    bar = page.get_by_role("progressbar")
    expect(bar).to_have_attribute("value", "15")
    Job.objects.update(done=4_500)
    expect(bar).to_have_attribute("value", "50")
    for words in (".job-words", ".job-progress + [role=status]"):
        expect(page.locator(words)).to_contain_text("4,500 of 9,000")
    Job.objects.update(state="failed", finished_at=timezone.now(), error="The disk is full.")
    page.get_by_text("The disk is full.").wait_for()


def test_an_import_has_a_page_that_tells_more(desk: Client, analyst: User):
    job = f.JobFactory(kind="import", enqueued_by=analyst, arguments={"source": "rows.csv", "upload": "x"})
    own = reverse("admin:incidents_import_job", args=[job.pk])
    assert own in desk.get(address(job)).content.decode()
    assert desk.get(own).status_code == 200
