"""A researcher makes an account, confirms the address, makes a token and sees what it was used for."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import usage
from accounts.models import TokenUsage
from accounts.tokens import create_token

PAGE = "/accounts/tokens/"
PASSWORD = "quite a long password"


@pytest.fixture
def researcher(db, settings) -> Client:
    """Somebody who found the site, signed up and followed the link in the mail."""
    settings.SIGNUP_OPEN = True
    client = Client()
    form = {"email": "r@example.org", "display_name": "Rana", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), form)
    link = re.search(r"http://\S+/confirm-email/\S+", str(mail.outbox[0].body))
    assert link
    client.post(link[0].removeprefix("http://testserver"))
    client.post(reverse("account_login"), {"login": "r@example.org", "password": PASSWORD})
    return client


def test_from_signing_up_to_reading_with_a_token(researcher):
    made = researcher.post(PAGE, {"name": "thesis", "scopes": ["read"], "lifetime": "90"})
    raw = re.search(r"attest_[0-9a-f]{8}_[\w-]{43}", made.text)
    assert raw
    for _ in range(3):
        answer = Client().get("/api/v1/incidents/?limit=250", headers={"Authorization": f"Bearer {raw[0]}"})
        assert answer.headers["RateLimit-Policy"].startswith('"token"')
    page = " ".join(researcher.get(PAGE).text.split())
    assert page.count("3 requests<br> 9 units") == 2


def test_the_page_says_what_the_limits_are(sign_in, outsider, settings):
    settings.API_UNITS_PER_MINUTE = {"anonymous": 61, "token": 3_062, "bulk": 12_063}
    page = sign_in(outsider).get(PAGE).text
    assert all(f"{number} units" in page for number in ("61", "3,062", "12,063"))


def test_a_refused_request_is_no_use(outsider, settings):
    settings.API_UNITS_PER_MINUTE = {"anonymous": 1, "token": 4, "bulk": 1}
    token, raw = create_token(by=outsider, name="mine")
    answers = [
        Client().get("/api/v1/incidents/?limit=100", headers={"Authorization": f"Bearer {raw}"})
        for _ in range(3)
    ]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert TokenUsage.objects.get(token=token).units == 4


def test_days_are_kept_apart_and_old_ones_not_counted(outsider):
    token, _raw = create_token(by=outsider, name="mine")
    today = timezone.now().date()
    usage.note(token.pk, 2)
    for days in (1, 29, 30):
        TokenUsage.objects.create(token=token, day=today - timedelta(days=days), requests=10, units=20)
    found = TokenUsage.objects.recent().totals()[token.pk]
    assert (found["requests_today"], found["units_today"]) == (1, 2)
    assert (found["requests_in_all"], found["units_in_all"]) == (21, 42)


def test_what_is_too_old_is_cleared_away(outsider, monkeypatch):
    token, _raw = create_token(by=outsider, name="mine")
    old = timezone.now().date() - timedelta(days=31)
    TokenUsage.objects.create(token=token, day=old, requests=1, units=1)
    monkeypatch.setattr(usage, "ONE_IN", 1)
    usage.note(token.pk, 1)
    assert not TokenUsage.objects.filter(day=old).exists()
