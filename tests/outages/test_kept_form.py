"""What was typed into a form that could not be saved: sent again by a press of a button, and shown to nobody else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

DESK_FORM = "/admin/incidents/incident/add/"


@pytest.fixture
def browser(without_database) -> Client:
    """Somebody whose form has the token of this site, before the database goes."""
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    without_database("default", "record")
    return client


TOKEN = "a" * 32


def send(browser: Client, address: str, fields: dict[str, Any], **more: Any) -> Any:
    return browser.post(address, {"csrfmiddlewaretoken": TOKEN, **fields}, **more)


def test_all_that_was_typed_is_sent_again(browser):
    typed = {
        "title": 'Shelling of "A" & <B>',
        "note": "two\nlines\u202e",
        "_save": "Save",
        "tags": ["x", "y"],
    }
    response = send(browser, f"{DESK_FORM}?from=queue", typed)
    assert response.status_code == 503
    assert 'action="/admin/incidents/incident/add/?from=queue"' in response.text
    assert 'name="title" value="Shelling of &quot;A&quot; &amp; &lt;B&gt;"' in response.text
    assert 'name="note" value="two\nlines\u202e"' in response.text
    assert re.findall('name="tags" value="(.)"', response.text) == ["x", "y"]
    assert 'name="_save" value="Save"' in response.text
    assert len(re.findall('name="csrfmiddlewaretoken"', response.text)) == 1


def test_files_are_asked_for_again(browser):
    response = send(browser, DESK_FORM, {"file": SimpleUploadedFile("rows.csv", b"a,b"), "name": "x"})
    assert 'enctype="multipart/form-data"' in response.text
    assert '<input type="file" name="file">' in response.text
    assert "a,b" not in response.text


@pytest.mark.parametrize(
    "address, field",
    [
        ("/accounts/login/", "password"),
        ("/accounts/2fa/authenticate/", "code"),
        ("/accounts/password/change/", "oldpassword"),
        ("/accounts/anything/else/", "unheard_of"),
        ("/admin/accounts/user/add/", "password1"),
    ],
)
def test_secrets_are_not_sent_back(browser, address, field):
    response = send(browser, address, {field: "hush hush", "login": "me@example.org"})
    assert "hush hush" not in response.text


def test_a_form_of_another_site_is_not_kept(browser):
    response = browser.post(DESK_FORM, {"title": "planted", "csrfmiddlewaretoken": "b" * 32})
    assert response.status_code in (403, 503)
    assert "planted" not in response.text


def test_what_is_too_long_is_left_to_the_browser(browser):
    response = send(browser, DESK_FORM, {"note": "x" * 2_000_001})
    assert response.status_code == 503
    assert "too long to be shown here" in response.text
    assert len(response.content) < 20_000
