"""Pages for which every row is read cost what they cost in the API."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client

from accounts import rates

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_citations_a_minute(settings) -> None:
    settings.API_UNITS_PER_MINUTE = {"anonymous": 20, "token": 20, "bulk": 20}


def test_who_cites_again_and_again_is_asked_to_wait(client: Client, published: None):
    answers = [client.get("/cite/?q=qamishli") for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    refused = answers[-1]
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["Cache-Control"] == "no-store"
    assert "Much was read from your address" in refused.content.decode()


def test_the_api_and_the_pages_draw_on_one_share(client: Client, published: None):
    assert [client.get(path).status_code for path in ("/api/v1/cite/", "/cite/", "/cite/")] == [200, 200, 429]
    assert client.get("/cite/", REMOTE_ADDR="198.51.100.9").status_code == 200


def test_comparing_releases_is_charged(client: Client, published: None):
    assert [client.get("/releases/1...2/").status_code for _time in range(2)] == [404, 429]


def test_other_pages_cost_nothing(client: Client, published: None):
    assert {client.get("/incidents/").status_code for _time in range(25)} == {200}


def test_pages_are_answered_where_nothing_can_be_counted(client: Client, published: None, monkeypatch):
    def broken(*arguments: object, **options: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(rates, "spend", broken)
    assert client.get("/cite/").status_code == 200
