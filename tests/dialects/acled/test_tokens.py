"""Tokens for a password: given as OAuth gives them, and no way round the login page's care."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from accounts import grants, tokens
from accounts.models import ApiToken

pytestmark = pytest.mark.django_db

TOKEN = "/dialects/acled/oauth/token"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def grant(client):
    """``grant(password="…")``: the answer to a password grant of the outsider's, changed as told."""

    def asked(**changes):
        form = {
            "grant_type": "password",
            "client_id": "acled",
            "username": "outsider@example.org",
            "password": "a long password",
        }
        return client.post(
            TOKEN, {key: value for key, value in (form | changes).items() if value is not None}
        )

    return asked


@pytest.fixture
def refresh(client):
    def asked(refresh_token):
        return client.post(
            TOKEN, {"grant_type": "refresh_token", "client_id": "acled", "refresh_token": refresh_token}
        )

    return asked


def reads(ask, access):
    return ask(headers={"Authorization": f"Bearer {access}"}).status_code == 200


def test_a_password_gives_a_token_that_reads(grant, ask, outsider):
    answer = grant()
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    granted = answer.json()
    assert granted["token_type"] == "Bearer"
    assert granted["expires_in"] == 86_400
    assert 1_209_500 < granted["refresh_token_expires_in"] <= 1_209_600
    assert reads(ask, granted["access_token"])
    token = tokens.authenticate(granted["access_token"])
    assert token is not None
    assert (token.user, token.scopes) == (outsider, ["read"])


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"]
)
def test_form_and_multipart(client, outsider, content_type):
    fields = {
        "grant_type": "password",
        "client_id": "acled",
        "username": "Outsider@Example.org",
        "password": "a long password",
    }
    if content_type.startswith("multipart"):
        parts = "".join(
            f'--b\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()
        )
        body = f"{parts}--b--\r\n"
    else:
        body = "&".join(f"{key}={value.replace(' ', '+')}" for key, value in fields.items())
    assert client.post(TOKEN, body, content_type=content_type).status_code == 200


def test_wrong_passwords_and_unknown_people_get_the_same_answer(grant, outsider):
    wrong, unknown = grant(password="wrong"), grant(username="nobody@example.org")
    assert wrong.status_code == unknown.status_code == 400
    assert wrong.json() == unknown.json()
    assert wrong.json()["error"] == "invalid_grant"


def test_who_may_not_log_in_gets_no_token(grant, outsider):
    EmailAddress.objects.update(verified=False)
    assert grant().json()["error"] == "invalid_grant"
    EmailAddress.objects.update(verified=True)
    outsider.is_active = False
    outsider.save()
    assert grant().json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "changes, status, error",
    [
        ({"client_id": "other"}, 401, "invalid_client"),
        ({"client_id": None}, 401, "invalid_client"),
        ({"grant_type": "implicit"}, 400, "unsupported_grant_type"),
        ({"grant_type": None}, 400, "unsupported_grant_type"),
        ({"username": None}, 400, "invalid_request"),
        ({"password": ""}, 400, "invalid_request"),
        ({"password": "x" * 5_000}, 400, "invalid_request"),
        ({"password": "nul\0"}, 400, "invalid_grant"),
        ({"username": "nul\0@example.org"}, 400, "invalid_grant"),
        ({"grant_type": "refresh_token"}, 400, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, 400, "invalid_grant"),
    ],
)
def test_what_is_no_grant(grant, outsider, changes, status, error):
    answer = grant(**changes)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["error_description"]


@pytest.mark.parametrize(
    "content_type, body",
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Disp"),
        ("application/x-www-form-urlencoded; charset=latin-1", b"a=b"),
        ("application/json", b"{}"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(20_000))),
    ],
)
def test_what_is_no_form(client, db, content_type, body):
    answer = client.post(TOKEN, body, content_type=content_type)
    assert answer.status_code in {400, 401}
    assert answer.json()["error"] in {"invalid_request", "invalid_client"}


def test_only_post_is_taken(client, db):
    answer = client.get(TOKEN, {"username": "a", "password": "b"})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


def test_guessing_is_limited_as_on_the_login_page(grant, client, outsider):
    statuses = [grant(password="wrong").status_code for _try in range(7)]
    assert statuses[0] == 400
    assert statuses[-1] == 429
    assert grant().status_code == 429  # the right password no more than any other
    login = client.post("/accounts/login/", {"login": outsider.email, "password": "a long password"})
    assert login.status_code != 302


def test_guessing_many_accounts_is_limited_by_address(grant, outsider, monkeypatch):
    monkeypatch.setattr(grants, "TRIES_PER_MINUTE", 3)
    answers = [grant(username=f"somebody{n}@example.org") for n in range(4)]
    assert [answer.status_code for answer in answers] == [400, 400, 400, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_a_network_of_ipv6_is_one_address(client, outsider, monkeypatch):
    """Whoever has one has 18 quintillion addresses."""
    monkeypatch.setattr(grants, "TRIES_PER_MINUTE", 3)
    asked = {"client_id": "acled", "grant_type": "refresh_token", "refresh_token": "none"}
    statuses = [
        client.post(TOKEN, asked, REMOTE_ADDR=f"2001:db8::{number:x}").status_code for number in range(1, 5)
    ]
    assert statuses == [400, 400, 400, 429]


def test_a_second_factor_is_not_gone_round(grant, refresh, outsider):
    granted = grant().json()
    TOTP.activate(outsider, SECRET)
    answer = grant()
    assert answer.json()["error"] == "invalid_grant"
    assert "/accounts/tokens/" in answer.json()["error_description"]
    assert refresh(granted["refresh_token"]).status_code == 400


def test_that_there_is_a_second_factor_is_told_to_nobody_else(grant, outsider):
    before = grant(password="wrong").json()
    TOTP.activate(outsider, SECRET)
    assert grant(password="wrong").json() == before


def test_the_team_needs_its_second_factor_here_too(grant, analyst, settings):
    assert grant(username=analyst.email).status_code == 200
    settings.SECOND_FACTOR_REQUIRED = True
    assert grant(username=analyst.email).status_code == 400


def test_refreshing_gives_new_tokens_and_ends_the_old(grant, refresh, ask, outsider):
    first = grant().json()
    second = refresh(first["refresh_token"]).json()
    assert reads(ask, second["access_token"])
    assert not reads(ask, first["access_token"])
    assert refresh(first["refresh_token"]).status_code == 400
    assert reads(ask, refresh(second["refresh_token"]).json()["access_token"])
    assert ApiToken.objects.count() == 1


def test_a_refresh_token_opens_nothing_by_itself(grant, ask, outsider):
    assert not reads(ask, grant().json()["refresh_token"])


def test_an_expired_token_can_still_be_refreshed(grant, refresh, ask, outsider):
    granted = grant().json()
    day = timedelta(days=1)
    ApiToken.objects.update(created_at=timezone.now() - 2 * day, expires_at=timezone.now() - day)
    assert not reads(ask, granted["access_token"])
    again = refresh(granted["refresh_token"]).json()
    assert reads(ask, again["access_token"])
    assert again["refresh_token_expires_in"] < 12 * 86_400 + 60


def test_after_two_weeks_the_password_is_asked_for(grant, refresh, outsider):
    granted = grant().json()
    ApiToken.objects.update(created_at=timezone.now() - timedelta(days=15))
    assert refresh(granted["refresh_token"]).status_code == 400


def test_revoking_on_the_page_ends_both(grant, refresh, ask, outsider, sign_in):
    granted = grant().json()
    token = ApiToken.objects.get()
    assert token.name in sign_in(outsider).get("/accounts/tokens/").text
    tokens.revoke_token(token, by=outsider)
    assert not reads(ask, granted["access_token"])
    assert refresh(granted["refresh_token"]).status_code == 400


def test_a_closed_account_cannot_refresh(grant, refresh, outsider):
    granted = grant().json()
    outsider.is_active = False
    outsider.save()
    assert refresh(granted["refresh_token"]).status_code == 400


def test_a_changed_password_ends_what_the_old_one_began(grant, refresh, outsider):
    begun = grant().json()["refresh_token"]
    outsider.set_password("another long password")
    outsider.save()
    assert refresh(begun).json()["error"] == "invalid_grant"
    assert refresh(grant(password="another long password").json()["refresh_token"]).status_code == 200


def test_a_refresh_token_cannot_be_made_up(grant, refresh, outsider):
    token = grant().json()["refresh_token"]
    assert refresh(token[:-1] + ("A" if token[-1] != "A" else "B")).status_code == 400
    assert refresh("WzEsIjAwIl0:1:x").status_code == 400


def test_old_logins_give_way(grant, ask, outsider, monkeypatch):
    monkeypatch.setattr(grants, "MOST_AT_ONCE", 2)
    own, _secret = tokens.create_token(by=outsider, name="nightly import")
    first, second, third = (grant().json()["access_token"] for _login in range(3))
    assert [reads(ask, token) for token in (first, second, third)] == [False, True, True]
    assert ApiToken.objects.filter(pk=own.pk).exists()


def test_the_secret_is_kept_nowhere(grant, outsider):
    granted = grant().json()
    token = ApiToken.objects.get()
    stored = f"{token.__dict__}"
    assert granted["access_token"].rsplit("_", 1)[1] not in stored
    assert granted["refresh_token"] not in stored
