"""A full disk, a directory that cannot be written, a server without a free connection: sentences, no tracebacks."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import Client

from config.endings import ending_in_a_sentence
from config.outages import handler
from incidents.outages import Outage

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_ends_a_program_in_a_sentence(number):
    sentence = r"no room left to write /srv/attest/x\.tar.*then try again"
    with pytest.raises(SystemExit, match=sentence), ending_in_a_sentence():
        raise OSError(number, os.strerror(number), "/srv/attest/x.tar")


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOTDIR])
def test_a_directory_that_cannot_be_written_is_named(number):
    sentence = r"/srv/attest cannot be written.*whether this account may write"
    with pytest.raises(SystemExit, match=sentence), ending_in_a_sentence():
        raise OSError(number, os.strerror(number), "/srv/attest")


def test_a_fault_of_ours_is_shown_as_it_is():
    with pytest.raises(FileNotFoundError), ending_in_a_sentence():
        raise FileNotFoundError(errno.ENOENT, "No such file", "/x")


@pytest.mark.parametrize(
    "words, says", [("too many clients already", "no connection left"), ("refused", "reached")]
)
def test_a_database_that_is_away_ends_a_command_in_a_sentence(words, says):
    with pytest.raises(SystemExit, match=says), ending_in_a_sentence():
        raise OperationalError(f"connection to server failed: FATAL:  {words}")


def test_the_start_says_where_it_may_not_write(tmp_path):
    """A file stands where the directory should be: true for root as well, who may write everywhere else."""
    (tmp_path / "file").touch()
    done = subprocess.run(
        [sys.executable, "-m", "config.start"],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(tmp_path / "file" / "data"), "PORT": "0"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert str(tmp_path / "file") in done.stderr


def test_an_upload_without_room_for_it_is_told_and_kept(client, analyst, monkeypatch, settings):
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    client.force_login(analyst)
    client.raise_request_exception = False
    monkeypatch.setattr("django.core.files.uploadhandler.MemoryFileUploadHandler.receive_data_chunk", full)
    response = client.post("/admin/incidents/importrun/add/", {"file": SimpleUploadedFile("x.csv", b"a")})
    assert response.status_code == 507
    assert "no room left" in response.text


def test_an_export_without_a_connection_is_a_problem_before_its_first_byte(db, monkeypatch):
    def refused(self: DatabaseWrapper, parameters: object) -> None:
        raise psycopg2.OperationalError("FATAL:  sorry, too many clients already")

    client = Client(raise_request_exception=False)
    assert client.get("/api/v1/incidents/").status_code == 200  # the thread has its own connection
    monkeypatch.setattr(DatabaseWrapper, "get_new_connection", refused)
    for address in ("/api/v1/incidents.csv", "/api/v1/incidents.ndjson", "/api/v1/incidents.xlsx"):
        response = client.get(address)
        assert response.status_code == 503
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.headers["Retry-After"]
        assert "no connection left" in response.json()["detail"]


def test_every_outage_has_its_words():
    assert handler.SENTENCES.keys() == set(Outage)
