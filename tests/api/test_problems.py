"""Errors: always a problem document, always with the reason."""

from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest
from django.db import OperationalError
from django.test import Client
from psycopg2.errors import QueryCanceled

from incidents.api import lists, views
from incidents.record.reading import BehindError

from .conftest import CLASH


def problem(answer, status):
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    told = answer.json()
    assert told["status"] == status
    assert told["type"].startswith("urn:attest:problem:")
    assert told["title"]
    assert told["detail"]
    return told


def test_an_unknown_parameter_is_refused_with_the_nearest_known_one(get, record):
    told = problem(get("incidents/", evnt_type="battle", limit=5), 400)

    assert told["parameters"] == [
        {"name": "evnt_type", "message": "is no parameter here", "nearest": "event_type"}
    ]
    assert "evnt_type" in told["detail"]


def test_every_wrong_parameter_is_named_at_once(get, record):
    told = problem(get("incidents/", limit="many", bbox="here", event_type="batle", foo="1"), 400)

    assert {parameter["name"]: parameter["nearest"] for parameter in told["parameters"]} == {
        "limit": None,
        "bbox": None,
        "event_type": "battle",
        "foo": None,
    }


@pytest.mark.parametrize(
    "address", [f"incidents/{CLASH}/", f"incidents/{CLASH}/editions/", "codebook/", "schema/", "", "docs/"]
)
def test_addresses_without_filters_refuse_them_too(get, record, address):
    told = problem(get(address, event_type="battle"), 400)

    assert [parameter["name"] for parameter in told["parameters"]] == ["event_type"]


# A list in a list in a list …, in MessagePack.
BOTTOMLESS = (
    urlsafe_b64encode(b"\x95\xc4\x00\xc4\x00\x01\xc2" + b"\x91" * 1400 + b"\x90").decode().rstrip("=")
)


@pytest.mark.parametrize(
    "cursor",
    ["x", "AAAA", "ü" * 50, "../../etc/passwd", "gA", "a" * 5000, BOTTOMLESS],
    ids=lambda cursor: cursor[:9],
)
def test_a_bad_cursor_is_refused(get, record, cursor):
    told = problem(get("incidents/", cursor=cursor), 400)

    assert [parameter["name"] for parameter in told["parameters"]] == ["cursor"]


def test_a_cursor_of_other_filters_is_refused(get, record):
    cursor = get("incidents/", limit=1).json()["next"].split("cursor=")[1]

    told = problem(get("incidents/", cursor=cursor, extent="single"), 400)

    assert "other parameters" in told["detail"]


def test_a_future_instant_is_refused(get, record):
    assert "future" in problem(get("incidents/", as_of="2999-01-01"), 400)["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_writing_is_not_allowed(client, record, method):
    answer = getattr(client, method)("/api/v1/incidents/", "{}", content_type="application/json")

    problem(answer, 405)
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("wish", ["text/html", "application/xml", "text/csv, application/geo+json"])
def test_other_media_types_are_not_acceptable(get, record, wish):
    problem(get("incidents/", headers={"Accept": wish}), 406)


@pytest.mark.parametrize("wish", ["*/*", "application/json", "text/html,*/*;q=0.8", "application/*"])
def test_json_comes_where_it_is_acceptable(get, record, wish):
    assert get("incidents/", headers={"Accept": wish}).headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("address", ["nowhere/", "incident/", "incidents/INC-000001/nothing/", "/api/v2/"])
def test_a_wrong_address_is_a_problem_too(get, record, address):
    problem(get(address), 404)


def test_an_unexpected_error_is_told_without_its_details(record, monkeypatch):
    def fail(query):
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(lists, "page", fail)

    answer = Client(raise_request_exception=False).get("/api/v1/incidents/")

    problem(answer, 500)
    assert "secret" not in answer.content.decode()
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_an_unexpected_error_reaches_the_log(record, monkeypatch, caplog):
    monkeypatch.setattr(lists, "page", lambda query: 1 / 0)

    Client(raise_request_exception=False).get("/api/v1/incidents/")

    assert "ZeroDivisionError" in caplog.text


def test_a_copy_that_lags_asks_for_patience(get, record, monkeypatch):
    def lag(query):
        raise BehindError(9, 7)

    monkeypatch.setattr(lists, "page", lag)

    answer = get("incidents/")

    problem(answer, 503)
    assert answer.headers["Retry-After"] == "5"


def test_an_unreachable_database_is_a_503(get, record, monkeypatch):
    def broken(*args):
        raise OperationalError("could not connect to server at 10.0.0.1")

    monkeypatch.setattr(views, "head", broken)
    monkeypatch.setattr(lists, "parse", broken)

    answer = get("incidents/")

    problem(answer, 503)
    assert "10.0.0.1" not in answer.content.decode()
    assert "Record-Sequence" not in answer.headers


def test_a_query_that_takes_too_long_says_so(get, record, monkeypatch):
    class Canceled(QueryCanceled):
        pgcode = "57014"

    def slow(query):
        raise OperationalError("canceling statement due to statement timeout") from Canceled()

    monkeypatch.setattr(lists, "page", slow)

    assert "too long" in problem(get("incidents/"), 503)["detail"]
