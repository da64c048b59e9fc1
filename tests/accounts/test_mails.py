"""What the site writes to people: in its own words, without anything that somebody else put in."""

from __future__ import annotations

import re
from pathlib import Path

import allauth
import pytest
from django.conf import settings as configured
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

PASSWORD = "quite a long password"
STOCK = Path(allauth.__file__).parent / "templates"
NEVER_SENT = {"account/email/login_code", "account/email/password_reset_code"}
"""Codes instead of links, which the settings do not turn on."""


def mails() -> list[str]:
    """Every mail that allauth may send for the applications that are installed, as its code names them."""
    paths = [path for app in ("account", "mfa") for path in (STOCK / app / "email").glob("*_message.txt")]
    names = {path.relative_to(STOCK).as_posix().removesuffix("_message.txt") for path in paths}
    return sorted(names - NEVER_SENT - {"account/email/base"})


def sign_up(address: str, *, name: str = "Rana", onward: str = "") -> Client:
    client = Client()
    form = {"email": address, "display_name": name, "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), form | ({"next": onward} if onward else {}))
    return client


@pytest.fixture(autouse=True)
def open_to_all(db, settings):
    settings.SIGNUP_OPEN = True
    settings.SITE_URL = "https://attest.example"


@pytest.mark.parametrize("contact", ["", "desk@attest.example"])
def test_a_site_without_an_address_names_none(settings, contact):
    settings.CONTACT = contact
    client = sign_up("r@example.org")
    page = " ".join(client.get(reverse("account_email_verification_sent")).text.split())
    assert ("write to desk@attest.example." in page) is bool(contact)
    assert "write to ." not in page


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_email_verification_sent"])
def test_pages_speak_of_accounts_and_logging_in_only(name):
    page = Client().get(reverse(name)).text.lower()
    assert not re.search(r"sign[ -]?(in|up|out)\b(?![/?\"])", re.sub(r'="[^"]*"', "", page))


def test_leaving_speaks_of_logging_out(sign_in, outsider):
    client = sign_in(outsider)
    assert "sign out" not in client.get(reverse("account_logout")).text.lower()
    assert "You have logged out." in client.post(reverse("account_logout"), follow=True).text


def told(number: int = -1) -> tuple[str, str]:
    return str(mail.outbox[number].subject), " ".join(str(mail.outbox[number].body).split())


@pytest.mark.parametrize("name", mails())
def test_every_mail_is_in_our_own_words(name, rf):
    for part in ("subject", "message"):
        assert (configured.BASE_DIR / f"templates/{name}_{part}.txt").exists()
    context = {"ip": "192.0.2.1", "user_agent": "Mozilla"}
    request = rf.get("/")
    request.user = AnonymousUser()
    text = render_to_string(f"{name}_message.txt", context, request)
    assert "Hello from" not in text
    assert text.strip().endswith("--\nAttest\nhttps://attest.example")


def test_signing_up():
    sign_up("r@example.org", name="Visit http://evil.example now")
    subject, body = told()
    assert subject == "[Attest] Confirm your e-mail address"
    assert "/accounts/confirm-email/" in body
    assert "evil.example" not in body


def test_signing_up_with_an_address_that_has_an_account(outsider):
    sign_up(outsider.email)
    subject, body = told()
    assert subject == "[Attest] You have an account already"
    assert reverse("account_reset_password") in body


def test_a_new_password(outsider):
    client = Client()
    client.post(reverse("account_reset_password"), {"email": outsider.email})
    subject, body = told()
    assert subject == "[Attest] Set a new password"
    link = re.search(r"https://attest.example(/accounts/\S+)", body)
    assert link
    page = client.get(link[1], follow=True)
    new = {"password1": "another long password", "password2": "another long password"}
    client.post(page.redirect_chain[-1][0], new)
    subject, body = told()
    assert subject == "[Attest] Your password was set anew"
    assert "127.0.0.1" in body


@pytest.mark.parametrize("is_open", [True, False])
def test_a_new_password_where_there_is_no_account(settings, is_open):
    settings.SIGNUP_OPEN = is_open
    Client().post(reverse("account_reset_password"), {"email": "o'brien&co@example.org"})
    subject, body = told()
    assert subject == "[Attest] There is no account with your address"
    assert "o'brien&co@example.org" in body
    assert (reverse("account_signup") in body) is is_open
