"""The server is judged before it is used."""

from __future__ import annotations

import pytest

from config import database_server
from config.database_server import DatabaseUnusable, check_server, connections_needed


def test_this_server_will_do(db):
    check_server()


def test_an_old_server_is_refused(settings, monkeypatch):
    monkeypatch.setattr(database_server, "_server_facts", lambda: (140_012, 100))
    with pytest.raises(DatabaseUnusable, match="PostgreSQL 14 server; Attest needs 15"):
        check_server()


def test_too_many_threads_for_the_server_are_refused(settings, monkeypatch):
    settings.WEB_WORKERS, settings.WEB_THREADS, settings.DESK_THREADS = 8, 8, 4
    monkeypatch.setattr(database_server, "_server_facts", lambda: (180_000, 97))
    with pytest.raises(
        DatabaseUnusable, match="ATTEST_WORKERS=8, ATTEST_THREADS=8 and ATTEST_DESK_THREADS=4 may need 218"
    ):
        check_server()


def test_each_thread_counts_twice_and_each_job_for_what_it_opens(settings):
    settings.WEB_WORKERS, settings.WEB_THREADS, settings.DESK_THREADS = 3, 4, 2
    settings.EXPORTS_AT_ONCE, settings.JOBS_AT_ONCE = 5, 6
    jobs = 8 * database_server.CONNECTIONS_OF_A_JOB
    assert connections_needed() == 3 * (4 + 2) * 2 + 5 + jobs + database_server.COMMANDS_AT_ONCE


def test_a_server_that_does_not_answer_is_told(settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "HOST", "127.0.0.1")
    monkeypatch.setitem(settings.DATABASES["default"], "PORT", "1")
    with pytest.raises(DatabaseUnusable, match="cannot be reached"):
        check_server()
