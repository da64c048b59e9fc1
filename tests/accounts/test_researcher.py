"""A researcher makes an account, confirms the address, makes a token and sees what it was used for."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import usage
from accounts.models import TokenUsage
from accounts.tokens import create_token
from incidents.api import aggregate, map
from incidents.api.throttles import COST_OF_A_SLOW_COUNT
from incidents.exports import cite_view
from incidents.exports import views as exports
from incidents.exports.release.views import COST_OF_COMPARING

PAGE = "/accounts/tokens/"
PASSWORD = "quite a long password"
FORM = {"email": "r@example.org", "display_name": "Rana", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def researcher(db, settings) -> Client:
    """Somebody who found the site, signed up and followed the link in the mail."""
    settings.SIGNUP_OPEN = True
    client = Client()
    client.post(reverse("account_signup"), FORM)
    link = re.search(r"http://\S+/confirm-email/\S+", str(mail.outbox[0].body))
    assert link
    client.post(link[0].removeprefix("http://testserver"))
    client.post(reverse("account_login"), {"login": "r@example.org", "password": PASSWORD})
    return client


@pytest.mark.parametrize("elsewhere", [False, True])
def test_signing_up_for_tokens_leads_to_the_tokens(db, settings, elsewhere):
    settings.SIGNUP_OPEN = True
    client, other = Client(), Client()
    page = client.get(PAGE, follow=True)
    sign_up = re.search(r'href="(/accounts/signup/[^"]+)"', page.text)
    assert sign_up
    hidden = re.search(r'name="next" value="([^"]+)"', client.get(sign_up[1]).text)
    assert hidden
    client.post(reverse("account_signup"), FORM | {"next": hidden[1]})
    link = re.search(r"http://testserver(/\S+/confirm-email/\S+)", str(mail.outbox[0].body))
    assert link
    browser = other if elsewhere else client
    assert 'name="next" value="/accounts/tokens/"' in browser.get(link[1]).text
    after = browser.post(link[1], follow=True)
    if elsewhere:  # nobody is logged in by a link alone
        assert "sessionid" not in browser.cookies or "_auth_user_id" not in browser.session
        login = {"login": FORM["email"], "password": PASSWORD, "next": PAGE}
        assert after.redirect_chain[-1][0] == f"{reverse('account_login')}?next={PAGE}"
        after = browser.post(reverse("account_login"), login, follow=True)
    assert after.redirect_chain[-1][0] == PAGE
    assert "New token" in after.text


@pytest.mark.parametrize(
    "evil", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "https:evil.example"]
)
def test_no_mail_leads_to_another_site(db, settings, evil):
    settings.SIGNUP_OPEN = True
    client = Client()
    client.post(reverse("account_signup"), FORM | {"next": evil})
    body = str(mail.outbox[0].body)
    assert "evil" not in body
    assert "alert" not in body
    link = re.search(r"http://testserver(/\S+/confirm-email/\S+)", body)
    assert link
    after = client.post(f"{link[1]}?{urlencode({'next': evil})}")
    assert after.status_code == 302
    assert after.headers["Location"].startswith("/")
    assert not after.headers["Location"].startswith("//")


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


def test_the_page_says_what_each_room_charges(sign_in, outsider):
    """Accounts know nothing of the rooms, so the numbers stand on the page by themselves."""
    page = " ".join(sign_in(outsider).get(PAGE).text.split())
    charged = {
        "counts for a map": map.COST,
        "an aggregate": aggregate.COST,
        "the citation of a query": cite_view.COST,
        "an exact count, or a search in the texts of ACLED&#x27;s columns, besides": COST_OF_A_SLOW_COUNT,
        "an export, of whatever length": exports.COST,
        "the differences between two releases": COST_OF_COMPARING,
    }
    for request, units in charged.items():
        assert f"<dt>{request}</dt> <dd>{units} units</dd>" in page


def test_a_refused_request_is_no_use(outsider, settings):
    settings.API_UNITS_PER_MINUTE = {"anonymous": 1, "token": 4, "bulk": 1}
    token, raw = create_token(by=outsider, name="mine")
    answers = [
        Client().get("/api/v1/incidents/?limit=100", headers={"Authorization": f"Bearer {raw}"})
        for _ in range(3)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert TokenUsage.objects.get(token=token).units == 4


def test_days_are_kept_apart_and_old_ones_not_counted(outsider):
    token, _raw = create_token(by=outsider, name="mine")
    today = timezone.now().date()
    usage.note(token.pk, 2)
    for days in (1, 29, 30):
        TokenUsage.objects.create(token=token, day=today - timedelta(days=days), requests=10, units=20)
    totals = TokenUsage.objects.recent().totals()[token.pk]
    assert (totals["requests_today"], totals["units_today"]) == (1, 2)
    assert (totals["requests_in_all"], totals["units_in_all"]) == (21, 42)


def test_what_is_too_old_is_cleared_away(outsider, monkeypatch):
    token, _raw = create_token(by=outsider, name="mine")
    old = timezone.now().date() - timedelta(days=31)
    TokenUsage.objects.create(token=token, day=old, requests=1, units=1)
    monkeypatch.setattr(usage, "ONE_IN", 1)
    usage.note(token.pk, 1)
    assert not TokenUsage.objects.filter(day=old).exists()
