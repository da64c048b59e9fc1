"""The fair share: counted by address or account, weighed by what a request costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client

from accounts import rates, tokens
from accounts.models import Scope
from incidents.api.throttles import cost_of_page

LIMITS = {"anonymous": 10, "token": 30, "bulk": 90}


@pytest.fixture(autouse=True)
def _small_shares(settings):
    settings.API_UNITS_PER_MINUTE = LIMITS


def read(client=None, address="198.51.100.7", query="limit=50", **headers):
    return (client or Client()).get(f"/api/v1/incidents/?{query}", headers=headers, REMOTE_ADDR=address)


def bearer(user, **options):
    _token, raw = tokens.create_token(by=user, name="test", **options)
    return f"Bearer {raw}"


def test_whoever_has_used_up_the_share_is_asked_to_wait(record):
    answers = [read() for _ in range(11)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    refused = answers[-1]
    assert refused.json()["type"] == "urn:attest:problem:too-many-requests"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["Record-Sequence"]
    assert refused.headers["RateLimit"].startswith('"anonymous";r=0;t=')


def test_each_address_has_a_share_of_its_own(record):
    for _ in range(11):
        read()

    assert read(address="198.51.100.8").status_code == 200


def test_a_forged_proxy_header_makes_no_new_address(record):
    answers = [read(**{"X-Forwarded-For": f"203.0.113.{n}"}) for n in range(11)]

    assert answers[-1].status_code == 429


def test_what_is_left_is_told(record):
    answer = read()

    assert answer.headers["RateLimit-Policy"] == '"anonymous";q=10;w=60'
    assert answer.headers["RateLimit"].startswith('"anonymous";r=9;t=')


@pytest.mark.parametrize(
    "limit, count, cost",
    [("", "", 2), ("50", "", 1), ("1000", "", 11), ("100", "exact", 12), ("9" * 5000, "", 2), ("-1", "", 2),
     ("٣", "", 2)],
)  # fmt: skip
def test_a_page_costs_what_it_asks_for(limit, count, cost):
    assert cost_of_page(limit, count) == cost


def test_a_token_reads_more_and_a_bulk_token_still_more(record, outsider):
    plain = bearer(outsider)
    bulk = bearer(outsider, scopes=[Scope.READ, Scope.READ_BULK])

    assert read(Authorization=plain).headers["RateLimit-Policy"] == '"token";q=30;w=60'
    assert read(Authorization=bulk).headers["RateLimit-Policy"] == '"bulk";q=90;w=60'
    assert [read(Authorization=plain).status_code for _ in range(30)] == [200] * 29 + [429]


def test_more_tokens_are_no_greater_share(record, outsider, analyst):
    """Anybody may make as many as he likes."""
    for number in range(31):
        last = read(address=f"198.51.{number}.7", Authorization=bearer(outsider))
    assert last.status_code == 429
    assert read(Authorization=bearer(analyst)).status_code == 200


def test_a_token_shows_no_more_than_no_token(record, manager):
    assert read(Authorization=bearer(manager)).content == read().content


@pytest.mark.parametrize(
    "shown",
    [
        "Bearer attest_unknown",
        "Bearer",
        "Bearer ",
        "Token x",
        "Basic dXNlcjpwYXNz",
        "Bearer \xff",
        "x" * 4000,
    ],
)
def test_a_bad_token_is_refused_and_not_ignored(record, shown):
    answer = read(Authorization=shown)

    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["Record-Sequence"]
    assert "unknown" not in answer.headers["WWW-Authenticate"]


def test_revoked_expired_and_inactive_tokens_are_refused(record, outsider, analyst):
    token, raw = tokens.create_token(by=outsider, name="revoked")
    tokens.revoke_token(token, by=outsider)
    expired = bearer(outsider, lifetime=timedelta(microseconds=1))
    inactive = bearer(analyst)
    analyst.is_active = False
    analyst.save()

    for shown in (f"Bearer {raw}", expired, inactive):
        assert read(Authorization=shown).status_code == 401


def test_guessing_tokens_uses_up_the_share_of_the_address(record):
    answers = [read(Authorization=f"Bearer attest_{n}") for n in range(12)]

    assert answers[0].status_code == 401
    assert answers[-1].status_code == 429


def test_reading_goes_on_when_nothing_can_be_counted(record, monkeypatch):
    def broken(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(rates, "spend", broken)

    assert read().status_code == 200


def test_a_share_begins_anew_after_its_window(record):
    assert rates.spend("test", 5, seconds=60).units == 5
    assert rates.spend("test", 5, seconds=60).units == 10
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_cache SET expires = now() - interval '1 second'")

    assert rates.spend("test", 5, seconds=60).units == 5


@pytest.mark.parametrize(
    "address, same",
    [
        ("2001:db8::1", "2001:db8::ffff"),
        ("::ffff:198.51.100.7", "::ffff:198.51.100.7"),
        ("198.51.100.7", "198.51.100.7"),
        ("", "nonsense"),
    ],
)
def test_neighbours_share(address, same):
    assert rates.neighbourhood(address) == rates.neighbourhood(same)


def test_strangers_do_not_share():
    assert rates.neighbourhood("2001:db8:0:1::1") != rates.neighbourhood("2001:db8:0:2::1")
    assert rates.neighbourhood("198.51.100.7") != rates.neighbourhood("198.51.100.8")
