"""The page on which one makes and revokes one's own tokens."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from accounts.models import ApiToken
from accounts.tokens import authenticate, create_token

PAGE = "/accounts/tokens/"
FORM = {"name": "nightly import", "scopes": ["read"], "lifetime": "90"}


def test_one_has_to_log_in(client):
    response = client.get(PAGE)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_the_secret_is_shown_once(sign_in, outsider):
    client = sign_in(outsider)
    response = client.post(PAGE, FORM)
    raw = re.search(r"attest_[0-9a-f]{8}_[\w-]{43}", response.text)
    assert raw
    assert authenticate(raw[0])
    assert raw[0] not in client.get(PAGE).text


def test_the_page_with_the_secret_is_not_cached(sign_in, outsider):
    response = sign_in(outsider).post(PAGE, FORM)
    assert "no-store" in response.headers["Cache-Control"]


def test_a_token_without_scope_is_refused(sign_in, outsider):
    response = sign_in(outsider).post(PAGE, FORM | {"scopes": []})
    assert response.status_code == 200
    assert not ApiToken.objects.exists()


def test_a_token_without_expiry_can_be_had(sign_in, outsider):
    sign_in(outsider).post(PAGE, FORM | {"lifetime": ""})
    assert ApiToken.objects.get().expires_at is None


def test_one_sees_ones_own_tokens_only(sign_in, outsider, analyst):
    create_token(by=analyst, name="somebody else's")
    create_token(by=outsider, name="mine")
    page = sign_in(outsider).get(PAGE).text
    assert "mine" in page
    assert "somebody else" not in page


def test_revoking(sign_in, outsider):
    token, raw = create_token(by=outsider, name="mine")
    response = sign_in(outsider).post(reverse("account_revoke_token", args=[token.prefix]), follow=True)
    assert "no longer works" in response.text
    assert authenticate(raw) is None


def test_somebody_elses_token_is_not_found(sign_in, outsider, analyst):
    token, raw = create_token(by=analyst, name="theirs")
    response = sign_in(outsider).post(reverse("account_revoke_token", args=[token.prefix]))
    assert response.status_code == 404
    assert authenticate(raw) == token


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "“name”"])
def test_a_name_is_text(sign_in, outsider, name):
    create_token(by=outsider, name=name)
    assert "<script>alert" not in sign_in(outsider).get(PAGE).text
