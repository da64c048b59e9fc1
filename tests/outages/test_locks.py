"""A transaction that somebody left open: acts are told who holds what, and readers are answered as always."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client

from config import databases
from config.databases import adopt_kind
from config.outages import lock_watch
from config.wsgi import application
from incidents.editorial.acts.publish import publish
from tests import factories as make
from tests.config.serving import Served, served, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stray() -> Iterator[Any]:
    """A session of another program in which a transaction stays open; it holds what it is told to."""
    parameters = connection.get_connection_params()
    session = psycopg2.connect(
        dbname=parameters["dbname"],
        user=parameters["user"],
        host=parameters["host"],
        application_name="forgotten",
    )
    yield session
    session.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The limits of a web process, but for shorter ones."""
    before = {alias: dict(options["OPTIONS"]) for alias, options in settings.DATABASES.items()}
    connections.close_all()
    monkeypatch.setattr(lock_watch, "SECONDS_BETWEEN_LOOKS", 0.2)
    monkeypatch.setitem(databases.DESK, "web", databases.DESK["web"] | {"lock_timeout": "2s"})
    adopt_kind(settings.DATABASES, "web")
    connection.settings_dict["OPTIONS"] |= settings.DATABASES["default"]["OPTIONS"]
    yield
    connections.close_all()
    for alias, options in before.items():
        settings.DATABASES[alias]["OPTIONS"] = options
    connection.settings_dict["OPTIONS"] = before["default"]


@pytest.mark.parametrize(
    "held, table",
    [
        ("SELECT 1 FROM record_head FOR UPDATE", "record_head"),
        ("SELECT 1 FROM incidents_actor FOR UPDATE", "incidents_actor"),
        ("LOCK incidents_actor IN ACCESS EXCLUSIVE MODE", "incidents_actor"),
    ],
    ids=["head", "row", "table"],
)
def test_who_presses_publish_is_told_who_holds_what(stray, impatient, reviewer, sign_in, held, table):
    publish(subject=make.ActorFactory(), by=reviewer)  # the log has a head
    client = sign_in(reviewer)
    client.raise_request_exception = False
    actor = make.ActorFactory()
    stray.cursor().execute(held)
    response = client.post(f"/admin/incidents/actor/{actor.pk}/publish/", {"note": "as it was typed"})
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert f"“forgotten” (process {stray.info.backend_pid}" in response.text
    assert table in response.text
    assert "perhaps forgotten" in response.text
    assert "SELECT" not in response.text
    assert "LOCK " not in response.text
    assert 'name="note" value="as it was typed"' in response.text
    stray.rollback()
    again = client.post(f"/admin/incidents/actor/{actor.pk}/publish/", {"note": ""})
    actor.refresh_from_db()
    assert (again.status_code, bool(actor.public_id)) == (302, True)


def test_nobody_else_is_told(stray, impatient):
    """Whoever is not logged in waits for the same lock at most, and learns nothing of the server's sessions."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    stray.cursor().execute("LOCK django_session IN ACCESS EXCLUSIVE MODE")
    response = client.get("/admin/")
    assert response.status_code == 503
    assert "forgotten" not in response.text


def test_readers_do_not_wait_for_the_desk(stray, impatient, reviewer, sign_in):
    publish(subject=make.ActorFactory(), by=reviewer)
    actors = [make.ActorFactory() for _number in range(8)]
    cookie = sign_in(reviewer).cookies[settings.SESSION_COOKIE_NAME].value
    settings.DATABASES["default"]["OPTIONS"]["options"] += (
        " -c lock_timeout=1min"  # until the end of the test
    )
    stray.cursor().execute("SELECT 1 FROM record_head FOR UPDATE")
    with served(application, threads=1, desk_threads=2) as site:
        presses = [Thread(target=_press, args=[site, actor.pk, cookie]) for actor in actors]
        for press in presses:
            press.start()
        wait_until(lambda: _waiting() == 2)
        for address in ["/", "/robots.txt", "/incidents/", "/api/v1/incidents/"] * 2:
            assert b" 200 " in site.ask(f"GET {address}").partition(b"\r\n")[0]
        held_up = sum(press.is_alive() for press in presses)
        stray.rollback()
        for press in presses:
            press.join(30)
    assert held_up == len(presses)


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        return int(cursor.fetchone()[0])


def _press(site: Served, pk: int, cookie: str) -> None:
    token = "a" * 32
    body = f"csrfmiddlewaretoken={token}&note=".encode()
    cookies = f"{settings.SESSION_COOKIE_NAME}={cookie}; {settings.CSRF_COOKIE_NAME}={token}"
    headers = (
        f"Cookie: {cookies}\r\nContent-Length: {len(body)}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
    )
    site.ask(f"POST /admin/incidents/actor/{pk}/publish/", headers=headers.encode(), body=body)


def test_sessions_say_which_process_they_belong_to(impatient):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('application_name'), current_setting('lock_timeout')")
        assert cursor.fetchone() == ("attest web", "2s")
