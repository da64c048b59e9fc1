"""Clients that stall, and forms that would fill the disk."""

from __future__ import annotations

import socket
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from config import gunicorn_settings, uploads


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch):
    """Our end of a connection to somebody who does nothing, as a worker has it."""
    monkeypatch.setattr(gunicorn_settings, "SECONDS_TO_SPEAK", 1)
    monkeypatch.setattr(gunicorn_settings, "SECONDS_TO_LISTEN", 1)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        gunicorn_settings.post_fork(None, SimpleNamespace(sockets=[listener]))
        with socket.create_connection(listener.getsockname()):
            ours, _address = listener.accept()
            ours.setblocking(True)
            with ours:
                yield ours


def test_who_says_nothing_is_not_waited_for(connection):
    with pytest.raises(BlockingIOError):
        connection.recv(1)


def test_who_takes_nothing_is_not_waited_for(connection):
    with pytest.raises(BlockingIOError):
        connection.sendall(bytes(64 * 1024 * 1024))


def test_the_server_is_told():
    assert gunicorn_settings.as_dict()["post_fork"] is gunicorn_settings.post_fork


@pytest.mark.parametrize("path", ["/", "/dialects/acled/oauth/token", "/accounts/login/"])
def test_a_file_that_is_too_large_is_refused_before_it_is_read(db, settings, monkeypatch, path):
    monkeypatch.setattr(uploads, "LARGEST_FORM", 50_000)
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    answer = client.post(path, {"file": SimpleUploadedFile("a", bytes(60_000))})
    refused = 400 if path.startswith("/dialects/") else 413  # a dialect has its own errors
    assert answer.status_code == refused
    assert ("import_csv" in answer.content.decode()) == (answer.status_code == 413)


def test_a_small_file_arrives(rf):
    request = rf.post("/", {"file": SimpleUploadedFile("a", b"content"), "name": "A"})
    assert (request.FILES["file"].read(), request.POST["name"]) == (b"content", "A")
