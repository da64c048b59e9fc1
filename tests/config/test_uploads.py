"""Forms that would fill the disk."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from config import uploads


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
