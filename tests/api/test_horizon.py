"""Every answer that names a state names the horizon, and what is past it is refused with the instant to use."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client

from incidents.record import states
from incidents.record.instants import instant
from incidents.record.models import Edition
from tests.record import documents as make
from tests.record.test_horizon import uncommitted
from tests.record.test_publishing_together import at_once

pytestmark = pytest.mark.django_db(transaction=True)

BY_INSTANT = [
    "/api/v1/incidents/?",
    "/api/v1/incidents/INC-000001/?",
    "/api/v1/aggregate/?by=country&",
    "/api/v1/map/?",
    "/api/v1/cite/?",
    "/api/v1/incidents.csv?",
    "/dialects/acled/api/acled/read?",
    "/dialects/hapi/api/v2/coordination-context/conflict-events?",
    "/dialects/ucdp/api/gedevents/current?",
    "/ogc/collections/incidents/items?",
    "/incidents/?",
]
NAMING = [
    *BY_INSTANT,
    "/api/v1/changes/?",
    "/api/v1/incidents/INC-999999/?",
    "/api/v1/incidents/?limit=x",
    "/?",
]


@pytest.fixture
def writing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Edition]:
    """An edition that is issued and not committed yet."""
    monkeypatch.setattr(states, "LONGEST_WAIT", 0.05)
    make.publish(make.incident("INC-000001"))
    with uncommitted("INC-000002") as editions:
        yield editions[0]


def test_whatever_names_its_state_names_the_horizon(
    writing: Edition, client: Client, subtests: pytest.Subtests
):
    for address in NAMING:
        with subtests.test(address):
            response = client.get(address)
            assert response.status_code in {200, 302, 400, 404}, response
            assert response.headers["Record-Sequence"] == "1"
            horizon = datetime.fromisoformat(response.headers["Record-Horizon"])
            assert horizon < writing.issued_at
            assert response.headers["Record-Poll-From"] <= response.headers["Record-Horizon"]


def test_an_instant_past_the_horizon_is_refused_with_the_one_to_use(
    writing: Edition, client: Client, subtests: pytest.Subtests
):
    to_use = client.get("/api/v1/").headers["Record-Horizon"]
    for address in BY_INSTANT:
        with subtests.test(address):
            response = client.get(f"{address}as_of={instant(writing.issued_at + timedelta(microseconds=1))}")
            assert response.status_code == 503
            assert response.headers["Retry-After"]
            assert to_use in response.content.decode()
            assert client.get(f"{address}as_of={to_use}").status_code == 200


@pytest.mark.parametrize("table", ["acled", "deleted"])
def test_a_copy_that_goes_by_timestamps_waits_for_those_who_write(client: Client, table: str):
    column = "timestamp" if table == "acled" else "deleted_timestamp"
    make.publish(make.incident("INC-000001"))
    answers: list[str] = []

    def ask() -> None:
        answers.append(client.get(f"/dialects/acled/api/{table}/read?{column}=0").headers["Record-Sequence"])

    ask()  # the first question takes longer
    with uncommitted("INC-000002"):
        question = threading.Thread(target=lambda: at_once(ask))
        question.start()
        question.join(0.5)
        assert answers == ["1"]
    question.join(60)
    assert answers == ["1", "2"]


def test_a_span_of_timestamps_may_end_later_than_now(writing: Edition, client: Client):
    ahead = int(writing.issued_at.timestamp()) + 30
    response = client.get(f"/dialects/acled/api/acled/read?timestamp=0|{ahead}&timestamp_where=BETWEEN")
    assert response.status_code == 200
    assert response.headers["Record-Sequence"] == "1"
