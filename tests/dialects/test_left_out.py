"""What an answer leaves out, or did not understand, is said in the field that clients show, and in Record-Notes."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from incidents.record import document as d
from tests.record import documents as make

pytestmark = pytest.mark.django_db
ACLED, UCDP = "/dialects/acled/api/acled/read", "/dialects/ucdp/api/gedevents/current"
HAPI = "/dialects/hapi/api/v2/coordination-context/conflict-events"
IS = d.Ref(id="ACT-000009", name="Islamic State")


@pytest.fixture(autouse=True)
def record(db: None) -> None:
    """A battle with dead, one without, a series with dead, and an actor with an Arabic name."""
    sides = [make.participant(IS, side="a"), make.participant(make.NDF, side="b")]
    fought: dict[str, Any] = {
        "participants": sides,
        "locations": [make.place(within=[make.HASAKAH, make.SYRIA])],
    }
    make.publish(
        make.actor(IS, names=["Daesh", "داعش"]),
        make.actor(make.NDF),
        make.location(make.HASAKAH, kind="admin1", within=[make.SYRIA], names=["الحسكة"]),
        make.incident("INC-000001", casualties=[make.killed(2, 2, 2)], **fought),
        make.incident("INC-000002", **fought),
        make.incident("INC-000003", extent="series", casualties=[make.killed(5, 5, 5)], **fought),
    )


def asked(client: Client, address: str, **parameters: str) -> tuple[dict[str, Any], str]:
    response = client.get(address, parameters)
    content = b"".join(response) if response.streaming else response.content
    assert response.status_code == 200, content
    return json.loads(content), unquote(response.headers.get("Record-Notes", ""))


def test_acled_says_how_many_its_extents_leave_out(client: Client):
    answer, notes = asked(client, ACLED, country="Syria")
    assert answer["total_count"] == 2
    assert answer["messages"] == ["1 more are series or aggregates, which extent=all shows."]
    assert notes == answer["messages"][0]
    assert asked(client, ACLED, country="Syria", extent="all")[0]["messages"] == []


def test_acled_says_the_same_in_xml_and_beside_csv(client: Client):
    xml = b"".join(client.get(ACLED, {"_format": "xml"}))
    assert b'<messages><item key="0">1 more are series' in xml
    assert "1 more" in client.get(ACLED, {"_format": "csv"}).headers["Record-Notes"]


@pytest.mark.parametrize("name", ["Daesh", "داعش"])
def test_acled_says_by_which_name_an_actor_is_found(client: Client, name: str):
    answer, notes = asked(client, ACLED, actor1=name)
    assert answer["data"] == []
    assert (
        answer["messages"][0] == f"“{name}” is another name of “Islamic State”: ask for actor1=Islamic State."
    )
    assert "Islamic State" in notes


def test_acled_says_that_a_page_is_after_the_last(client: Client):
    answer, _notes = asked(client, ACLED, limit="1", page="9")
    assert "Page 9 is after the last, 2." in answer["messages"]


def test_ucdp_says_how_many_answers_are_no_events(client: Client):
    answer, notes = asked(client, UCDP)
    assert answer["TotalCount"] == 2
    assert answer["Notes"][0].startswith("1 more incident answers to this and is no event here")
    assert notes == answer["Notes"][0]


@pytest.mark.parametrize("name", ["Id", "Actor", "Dyad"])
def test_ucdp_names_numbers_that_mean_nothing_here(client: Client, name: str):
    answer, _notes = asked(client, UCDP, **{name: "7,8"})
    assert answer["Result"] == []
    assert answer["Notes"] == [f"{name}: nothing here has the number 7, 8."]


def test_ucdp_knows_its_own_numbers(client: Client):
    answer, _notes = asked(client, UCDP, Id="1000000001")
    assert (answer["TotalCount"], "Notes" in answer) == (1, False)


@pytest.mark.parametrize(
    "parameters",
    [
        {"location_name": "Sirya"},
        {"location_ref": "999"},
        {"admin1_name": "Nowhere"},
        {"admin1_name": "h_sak"},
        {"admin1_code": "SY99"},
        {"admin1_ref": "77"},
        {"admin2_ref": "2"},
    ],
)
def test_hapi_refuses_places_that_mean_nothing_here(client: Client, parameters: dict[str, str]):
    response = client.get(HAPI, parameters)
    assert response.status_code == 400
    assert next(iter(parameters)) in response.json()["error"]


@pytest.mark.parametrize("name", ["hasak", "الحسكة"])
def test_hapi_finds_a_division_by_part_of_any_name(client: Client, name: str):
    assert asked(client, HAPI, admin1_name=name)[0]["data"]


def test_hapi_says_how_many_sums_are_in_no_line(client: Client):
    answer, notes = asked(client, HAPI, location_code="SYR", start_date="2021-01", end_date="2021-12")
    assert answer["notes"] == [notes]
    assert notes.startswith("1 series or aggregate of these places and months is in no line")
    assert "notes" not in asked(client, HAPI, location_code="IRQ")[0]


def test_ogc_links_to_what_no_box_holds(client: Client):
    answer, notes = asked(client, "/ogc/collections/incidents/items", bbox="40,36,42,38")
    related = [link for link in answer["links"] if link["rel"] == "related"]
    assert answer["numberMatched"] == 2
    assert related[0]["title"] == "1 more answers to the rest and has no point, so that no bbox holds it"
    assert "bbox" not in related[0]["href"]
    assert "no bbox holds it" in notes
    page = client.get("/ogc/collections/incidents/items", {"bbox": "40,36,42,38", "f": "html"})
    assert related[0]["title"] in page.content.decode()


def test_nothing_is_noted_where_nothing_is_left_out(client: Client):
    assert asked(client, "/ogc/collections/incidents/items")[1] == ""
