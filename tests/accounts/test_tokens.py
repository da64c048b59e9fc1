"""API tokens: secret, revocable, expiring, scoped."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import ApiToken, Scope
from accounts.tokens import LAST_USED_PRECISION, authenticate, create_token, revoke_token

pytestmark = pytest.mark.django_db


def test_a_token_opens_for_its_owner(outsider):
    token, raw = create_token(by=outsider, name="notebook")
    authenticated = authenticate(raw)
    assert authenticated == token
    assert authenticated is not None
    assert authenticated.user == outsider


def test_the_secret_is_kept_nowhere(outsider):
    _token, raw = create_token(by=outsider, name="notebook")
    secret = raw.rsplit("_", 1)[1] if raw.count("_") == 2 else raw.split("_", 2)[2]
    with connection.cursor() as cursor:
        cursor.execute("select row_to_json(accounts_apitoken)::text from accounts_apitoken")
        (row,) = cursor.fetchone()
    assert secret not in row
    assert hashlib.sha256(raw.encode()).hexdigest() in row


def test_the_secret_has_256_bits_and_a_visible_beginning(outsider):
    token, raw = create_token(by=outsider, name="notebook")
    assert raw.startswith(token.prefix + "_")
    assert len(raw.removeprefix(token.prefix + "_")) == 43  # 32 bytes in base64


@pytest.mark.parametrize(
    "wrong", ["", "attest_", "Bearer x", "attest_00000000_" + "A" * 43, "\x00", "attest_\x00"]
)
def test_a_wrong_secret_opens_nothing(outsider, wrong):
    create_token(by=outsider, name="notebook")
    assert authenticate(wrong) is None


def test_a_revoked_token_opens_nothing(outsider):
    token, raw = create_token(by=outsider, name="notebook")
    revoke_token(token, by=outsider)
    assert authenticate(raw) is None
    token.refresh_from_db()
    assert not token.is_usable


def test_an_expired_token_opens_nothing(outsider):
    token, raw = create_token(by=outsider, name="notebook", lifetime=timedelta(days=1))
    assert authenticate(raw) == token
    ApiToken.objects.update(created_at=timezone.now() - timedelta(days=3), expires_at=timezone.now())
    assert authenticate(raw) is None


def test_a_token_of_an_account_that_was_switched_off_opens_nothing(outsider):
    _token, raw = create_token(by=outsider, name="notebook")
    outsider.is_active = False
    outsider.save()
    assert authenticate(raw) is None


@pytest.mark.parametrize("state", ["usable", "revoked", "expired", "inactive owner"])
def test_the_queryset_and_the_row_agree_on_what_is_usable(outsider, state):
    token, _raw = create_token(by=outsider, name="notebook")
    match state:
        case "revoked":
            token.revoked_at = timezone.now()
        case "expired":
            token.created_at, token.expires_at = timezone.now() - timedelta(days=2), timezone.now()
        case "inactive owner":
            outsider.is_active = False
            outsider.save()
    token.save()
    assert ApiToken.objects.usable().filter(pk=token.pk).exists() == token.is_usable == (state == "usable")


def test_somebody_elses_token_cannot_be_revoked(outsider, manager):
    token, raw = create_token(by=outsider, name="notebook")
    with pytest.raises(PermissionError):
        revoke_token(token, by=manager)
    assert authenticate(raw) == token


def test_use_is_noted_at_most_once_a_minute(outsider, django_assert_num_queries):
    token, raw = create_token(by=outsider, name="notebook")
    with django_assert_num_queries(2):
        authenticate(raw)
    with django_assert_num_queries(1):
        authenticate(raw)
    ApiToken.objects.update(last_used_at=timezone.now() - 2 * LAST_USED_PRECISION)
    with django_assert_num_queries(2):
        authenticate(raw)
    token.refresh_from_db()
    assert token.last_used_at is not None


def test_a_token_has_the_scopes_it_was_made_with(outsider):
    token, _raw = create_token(by=outsider, name="notebook", scopes=[Scope.READ])
    assert token.has_scope(Scope.READ)
    assert not token.has_scope(Scope.READ_BULK)


@pytest.mark.parametrize("scopes", [[], ["write"]])
def test_scopes_must_exist(outsider, scopes):
    with pytest.raises(ValidationError):
        create_token(by=outsider, name="notebook", scopes=scopes)


@pytest.mark.parametrize("scopes", [[], ["write"]])
def test_the_database_refuses_unknown_scopes(outsider, scopes):
    with pytest.raises(IntegrityError, match="apitoken_scopes_known"), transaction.atomic():
        ApiToken.objects.create(user=outsider, name="x", prefix="attest_x", digest=b"x", scopes=scopes)


def test_the_database_refuses_a_token_that_expires_before_it_is_made(outsider):
    yesterday = timezone.now() - timedelta(days=1)
    with pytest.raises(IntegrityError, match="apitoken_expires_after_creation"), transaction.atomic():
        ApiToken.objects.create(
            user=outsider, name="x", prefix="attest_x", digest=b"x", scopes=["read"], expires_at=yesterday
        )
