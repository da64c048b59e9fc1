"""ACLED's dialect as the ``acled`` package from PyPI meets it: only the address is changed."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime

import pytest
from acled import AcledClient
from acled.auth import OAuthTokenAuth
from acled.clients.base_http_client import BaseHttpClient
from acled.exceptions import ApiError, ClientError

from accounts import grants
from tests.record import documents as make

from .world import actor

pytestmark = pytest.mark.django_db(transaction=True)

CLASH, STRIKE, SERIES, GONE = "INC-000001", "INC-000002", "INC-000003", "INC-000004"


@pytest.fixture
def record():
    fought = [actor(make.ASAYISH), actor(make.NDF, side="b")]
    make.publish(
        make.incident(
            CLASH, locations=[make.place()], participants=fought, casualties=[make.killed(1, 2, 5)]
        ),
        make.incident(
            STRIKE,
            first="2017-09-10",
            event_type="explosion",
            sub_event_type="air_strike",
            locations=[make.place(country="IQ", lat=None)],
        ),
        make.incident(SERIES, extent="series"),
        make.incident(GONE),
    )
    make.bury(GONE, "retracted")


@pytest.fixture
def at(live_server, monkeypatch):
    """Point the package at our address: its base and where it asks for tokens."""
    home = f"{live_server.url}/dialects/acled"
    monkeypatch.setattr(BaseHttpClient, "BASE_URL", f"{home}/api")
    monkeypatch.setattr(BaseHttpClient, "MAX_RETRIES", 1)
    # These tests commit, and what was counted a moment ago for another of them still counts.
    monkeypatch.setattr(grants, "TRIES_PER_MINUTE", 1_000)
    monkeypatch.setattr(OAuthTokenAuth, "TOKEN_ENDPOINT", f"{home}/oauth/token")
    logging.getLogger("acled").setLevel(logging.CRITICAL)
    return home


@pytest.fixture
def client(at, record, outsider):
    auth = OAuthTokenAuth(username=outsider.email, password="a long password")
    with AcledClient(auth_method=auth) as client:
        client.auth = auth
        yield client


def ids(rows):
    return [row["event_id_cnty"] for row in rows]


def test_events_as_the_package_understands_them(client):
    (clash,) = client.get_data(country="Syria", year=2021, location="Qamishli")
    assert (clash["event_date"], clash["latitude"], clash["fatalities"]) == (date(2021, 4, 20), 37.05, 2)
    assert (clash["actor1"], clash["inter1"], clash["actor2"]) == (
        "Asayish",
        "State forces",
        "National Defence Forces",
    )
    assert (datetime.now(UTC) - clash["timestamp"]).total_seconds() < 600


def test_what_is_not_known_is_not_made_up(client):
    (strike,) = client.get_data(year=2017)
    assert (strike["fatalities"], strike["latitude"]) == (None, None)


@pytest.mark.parametrize(
    "asked, found",
    [
        ({}, [CLASH, STRIKE]),
        ({"fatalities": 1, "query_params": {"fatalities_where": ">"}}, [CLASH]),
        ({"event_type": "Explosions", "query_params": {"event_type_where": "LIKE"}}, [STRIKE]),
        ({"event_date": "2017-01-01|2017-12-31", "query_params": {"event_date_where": "BETWEEN"}}, [STRIKE]),
        ({"event_date": date(2021, 4, 20)}, [CLASH]),
        ({"country": "Syria|Iraq"}, [CLASH, STRIKE]),
        ({"region": 11, "iso": 368}, [STRIKE]),
        ({"inter1": 1}, [CLASH]),
        ({"timestamp": date(2021, 1, 1)}, [CLASH, STRIKE]),
        ({"limit": 1, "page": 2}, [STRIKE]),
        ({"query_params": {"extent": "series"}}, [SERIES]),
    ],
)
def test_questions(client, asked, found):
    assert ids(client.get_data(**asked)) == found


def test_fields_and_structures(client):
    rows = client.get_data(fields="actor1|inter1", export_type="monadic", query_params={"inter_num": 1})
    assert rows[:2] == [
        {"actor1": "Asayish", "inter1": 1},
        {"actor1": "National Defence Forces", "inter1": 3},
    ]


def test_the_other_tables(client):
    assert ids(client.get_deleted_data(deleted_timestamp=date(2021, 1, 1))) == [GONE]
    assert {row["actor_name"]: row["event_count"] for row in client.get_actor_data()} == {
        "Asayish": 1,
        "National Defence Forces": 1,
        "Unidentified Armed Group (Iraq)": 1,
    }
    assert [row["actor_type_id"] for row in client.get_actor_type_data()] == [1, 3]
    assert [row["iso3"] for row in client.get_country_data(country="Iraq")] == ["IRQ"]
    assert [(row["region"], row["event_count"]) for row in client.get_region_data()] == [(11, 2)]


def test_a_mistake_is_explained(client):
    with pytest.raises(ClientError, match="fatalitys is no parameter here; did you mean fatalities"):
        client.get_data(query_params={"fatalitys": 1})


def test_a_token_that_no_longer_works_is_renewed_by_the_package(client):
    before = client.auth.access_token
    client.auth.access_token = client._session.headers["Authorization"] = "attest_revoked"
    assert ids(client.get_data()) == [CLASH, STRIKE]
    assert client.auth.access_token not in {before, "attest_revoked"}


def test_a_wrong_password_is_an_error_of_the_package(at, record, outsider):
    with pytest.raises(ApiError, match="Failed to obtain OAuth token"):
        OAuthTokenAuth(username=outsider.email, password="wrong")


def test_a_very_long_address(client):
    many = "|".join(f"INC-{n:06d}" for n in range(1, 900))
    assert ids(client.get_data(event_id_cnty=many)) == [CLASH, STRIKE]
