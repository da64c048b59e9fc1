"""Addresses in mails and in what is handed on are built from ATTEST_SITE_URL, whatever host a request names."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

ANOTHER = "localhost"
SITE = "https://attest.example"
PASSWORD = "quite a long password"
SIGN_UP = {"display_name": "Rana", "password1": PASSWORD, "password2": PASSWORD}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_site(settings):
    settings.SITE_URL, settings.SIGNUP_OPEN = SITE, True
    assert ANOTHER in settings.ALLOWED_HOSTS


def post(name: str, form: dict[str, str]) -> None:
    Client(headers={"host": ANOTHER, "x-forwarded-host": "evil.example"}).post(reverse(name), form)


@pytest.mark.parametrize(
    ("send", "leads_to"),
    [
        (lambda known: post("account_reset_password", {"email": known}), "/accounts/password/reset/key/"),
        (lambda known: post("account_reset_password", {"email": "x@example.org"}), "/accounts/signup/"),
        (lambda known: post("account_signup", SIGN_UP | {"email": known}), "/accounts/password/reset/"),
        (
            lambda known: post("account_signup", SIGN_UP | {"email": "x@example.org"}),
            "/accounts/confirm-email/",
        ),
    ],
)
def test_mails_lead_to_the_site(outsider, send: Callable[[str], None], leads_to: str):
    send(outsider.email)
    body = str(mail.outbox[-1].body)
    addresses = re.findall(r"https?://\S+", body)
    assert any(address.startswith(f"{SITE}{leads_to}") for address in addresses)
    assert [address for address in addresses if not address.startswith(SITE)] == []
