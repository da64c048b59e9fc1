"""What cannot be understood, or cannot be answered, is refused in every room, and the parameter named."""

from __future__ import annotations

import pytest

from tests.record import documents as make

pytestmark = pytest.mark.django_db

ROOMS = [
    "/incidents/",
    "/cite/",
    "/api/v1/incidents/",
    "/api/v1/map/",
    "/api/v1/aggregate/",
    "/api/v1/aggregate.csv",
    "/api/v1/incidents.csv",
    "/api/v1/incidents.ndjson",
    "/api/v1/incidents.geojson",
    "/api/v1/cite/",
    "/api/v1/changes/",
]
LAYER = "/ogc/collections/incidents/items"
"""It has days of its own, and the record's other filters."""

QUESTIONS = [
    ("country=,", "country"),
    ("country=SY,,TR", "country"),
    ("country=XX", "country"),
    ("event_type=,,", "event_type"),
    ("actor=,", "actor"),
    ("actor=ACT-999999", "actor"),
    ("location=LOC-999999", "location"),
    ("admin1=LOC-000003", "admin1"),
    ("origin=nix", "origin"),
    ("q=%FF%FE", "q"),
    ("killed_min=5&killed_max=2", "killed_min"),
    ("killed_min=5&killed_max=2", "killed_max"),
    ("from=2021-05&to=2021-04", "from"),
    ("from=2021-05&to=2021-04", "to"),
]


@pytest.fixture(autouse=True)
def record():
    make.publish(
        make.location(make.HASAKAH, kind="admin1", within=[make.SYRIA]),
        make.location(),
        make.incident("INC-000001", locations=[make.place()]),
    )


@pytest.mark.parametrize("address", [*ROOMS, LAYER])
@pytest.mark.parametrize(("asked", "name"), QUESTIONS)
def test_a_question_that_cannot_be_answered_is_refused(client, address, asked, name):
    if address == LAYER and name in ("from", "to"):
        asked, name = "datetime=2021-05-01/2021-04-01", "datetime"
    response = client.get(f"{address}?{asked}")
    assert response.status_code == 400, response.getvalue()
    assert name in response.getvalue().decode()


@pytest.mark.parametrize("address", [*ROOMS, LAYER])
def test_what_is_left_empty_is_not_asked(client, address, blind_exports):
    """As forms send what was not filled in."""
    assert client.get(f"{address}?country=&actor=").status_code == 200
