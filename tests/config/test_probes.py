"""Probes are answered without cookies, host names, TLS or a log line, and say what is missing in a sentence."""

from __future__ import annotations

from threading import Thread
from typing import Any

import pytest
from django.db import OperationalError, connections
from django.test import Client
from django.utils import timezone

from config.monitoring import readiness
from config.monitoring.logs import Discreet
from config.monitoring.readiness import ReadinessCheck
from incidents.models import WorkerBeat
from incidents.record.access.lag import Lag
from incidents.record.models import Head


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    monkeypatch.setattr(readiness, "_kept", None)


def ask(address: str = "/readyz", **options: Any) -> Any:
    """The response to a probe that comes from another thread, which has the connections of a real site."""
    answers = []

    def probe() -> None:
        answers.append(Client().get(address, **options))
        connections.close_all()

    thread = Thread(target=probe)
    thread.start()
    thread.join()
    return answers[0]


def failing(response: Any) -> dict[str, str]:
    return {check["name"]: check["message"] for check in response.json()["checks"] if not check["ok"]}


def test_alive_needs_neither_database_nor_host_nor_tls(client, settings):
    """Without the fixture of a database, a query would fail the test."""
    settings.SECURE_SSL_REDIRECT = True
    response = client.get("/healthz", headers={"host": "10.0.0.7:8000"})
    assert response.status_code == 200
    assert response.json() == {"status": "alive"}
    assert not response.cookies
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_probes_are_only_read(client, address):
    response = client.post(address)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"


def test_a_whole_site_is_ready(db, settings, monkeypatch):
    monkeypatch.setattr(readiness, "worker_is_alive", lambda: True)
    settings.SECURE_SSL_REDIRECT = True
    response = ask(headers={"host": "10.0.0.7:8000"})
    assert response.status_code == 200, response.json()
    assert response.json()["status"] == "ready"
    assert [check["name"] for check in response.json()["checks"]] == list(readiness.CHECKS)
    assert all(check["ok"] and check["message"].endswith(".") for check in response.json()["checks"])
    assert not response.cookies


def test_a_database_that_is_away_is_said_without_its_address(db, monkeypatch):
    def refuse(*arguments: Any, **options: Any) -> None:
        raise OperationalError('connection to server at "db.example.org", user "attest" failed')

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.connect", refuse)
    response = ask()
    assert response.status_code == 503
    assert failing(response)["database"] == "The database does not answer."
    assert "example.org" not in response.content.decode()


def test_a_migration_that_is_not_applied_is_counted(db, monkeypatch):
    shipped = readiness._shipped_migrations() | {("incidents", "9999_new")}
    monkeypatch.setattr(readiness, "_shipped_migrations", lambda: shipped)
    assert "not applied: 1." in failing(ask())["migrations"]


def test_a_reader_with_other_rights_is_told(db):
    """The test's own connection reads as the owner of the tables."""
    with pytest.raises(readiness.NotReady, match="may do more, or less"):
        readiness.CHECKS["reader"]()


def test_a_record_without_its_head_is_told(db):
    Head.objects.all().delete()
    with pytest.raises(readiness.NotReady, match="no head"):
        readiness.CHECKS["head"]()


def test_a_worker_that_is_silent_is_told(db):
    with pytest.raises(readiness.NotReady, match="No worker has been heard of"):
        readiness.CHECKS["worker"]()
    WorkerBeat.objects.create(name="here", beat_at=timezone.now())
    assert readiness.CHECKS["worker"]() == "A worker is there."


@pytest.mark.parametrize("seconds, ready", [(0.0, True), (59.0, True), (61.0, False), (None, False)])
def test_a_copy_that_is_far_behind_or_of_unknown_lag_is_told(db, monkeypatch, seconds, ready):
    found = Lag(True, 5, None if seconds is None else 3, seconds)
    monkeypatch.setattr(readiness, "lag", lambda: found)
    if ready:
        assert "3 editions of the primary" in readiness.CHECKS["lag"]()
    else:
        with pytest.raises(readiness.NotReady, match="is read from a copy"):
            readiness.CHECKS["lag"]()


def test_alive_says_what_the_checks_found_when_it_is_asked_to(client, monkeypatch):
    found = [ReadinessCheck("lag", False, "The record is read from a copy.")]
    monkeypatch.setattr(readiness, "results", lambda: found)
    response = client.get("/healthz?verbose")
    assert response.status_code == 200
    assert failing(response) == {"lag": "The record is read from a copy."}


def test_probes_that_fail_leave_no_entry_in_the_log(client, monkeypatch, caplog):
    monkeypatch.setattr(readiness, "results", lambda: [ReadinessCheck("head", False, "Not there.")])
    assert client.get("/readyz").status_code == 503
    (record,) = caplog.records
    assert not Discreet(messages_of_exceptions=False).filter(record)


def test_a_check_can_be_left_out(client, monkeypatch):
    found = [ReadinessCheck("database", True, "Well."), ReadinessCheck("head", False, "Not there.")]
    monkeypatch.setattr(readiness, "results", lambda: found)
    assert client.get("/readyz").status_code == 503
    response = client.get("/readyz?exclude=head")
    assert response.status_code == 200
    assert [check["name"] for check in response.json()["checks"]] == ["database"]


def test_a_check_that_there_is_not_cannot_be_left_out(client):
    response = client.get("/readyz?exclude=heda")
    assert response.status_code == 400
    assert "names no check: heda. The checks are database" in response.json()["problem"]


def test_many_probes_ask_the_database_once(client, monkeypatch):
    asked = []

    def check() -> str:
        asked.append(1)
        return "The database answers."

    monkeypatch.setattr(readiness, "CHECKS", {"database": check})
    for _ in range(5):
        assert client.get("/readyz").status_code == 200
    assert len(asked) == 1


def test_who_asks_while_the_database_hangs_is_told_after_a_while(client, monkeypatch):
    monkeypatch.setattr(readiness, "SECONDS_TO_WAIT", 0.01)
    with readiness._asking:
        response = client.get("/readyz")
    assert response.status_code == 503
    assert set(failing(response).values()) == {"The database has not answered yet."}
