"""What is monitored, as the API lists it: filtered, in any state, edition by edition."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from incidents.api.description import openapi
from tests.record import documents as make

FEBRUARY = "COV-000002"


@pytest.fixture
def coverage(record):
    hasakah = make.coverage(languages=["ar"], event_types=["battle"])
    february = make.coverage(
        FEBRUARY,
        name="Raqqa in February",
        where=[make.area(make.RAQQA)],
        since="2021-02-01",
        until="2021-02-28",
        sources=[make.SOHR],
    )
    make.publish(hasakah, february)
    return hasakah


def ids(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [entry["id"] for entry in json.loads(answer.content)["results"]]


@pytest.mark.parametrize(
    "query, found",
    [
        ({}, ["COV-000001", FEBRUARY]),
        ({"from": "2021-03"}, ["COV-000001"]),
        ({"from": "2030"}, ["COV-000001"]),
        ({"to": "2020"}, []),
        ({"event_type": "explosion"}, [FEBRUARY]),
        ({"event_type": "battle"}, ["COV-000001", FEBRUARY]),
        ({"country": "SY"}, ["COV-000001", FEBRUARY]),
        ({"country": "IQ"}, []),
        ({"location": "LOC-000001"}, ["COV-000001", FEBRUARY]),
        ({"location": "LOC-000002"}, ["COV-000001"]),
        ({"source": "SRC-000002"}, [FEBRUARY]),
        ({"q": "february"}, [FEBRUARY]),
        ({"from": "2021-02", "to": "2021-02", "certain": "true"}, [FEBRUARY]),
    ],
)
def test_the_list_is_filtered(get, coverage, query, found):
    assert ids(get("coverage/", **query)) == found


def test_a_correction_moves_the_day_and_the_past_stays(get, coverage):
    before = get("coverage/COV-000001/").headers["Record-Sequence"]
    make.correct(coverage, coded_until="2021-12-31", note="Coded to the end of the year.", purpose="added")

    assert json.loads(get("coverage/COV-000001/").content)["coded_until"] == "2021-12-31"
    past = get("coverage/COV-000001/", as_of=f"sequence:{before}")
    assert json.loads(past.content)["coded_until"] == "2021-06-30"
    assert [
        edition["number"] for edition in json.loads(get("coverage/COV-000001/editions/").content)["results"]
    ] == [
        2,
        1,
    ]


def test_answers_are_as_described(get, coverage):
    described = json.loads(openapi("en"))
    for path, address in (
        ("coverage/", "coverage/"),
        ("coverage/{public_id}/", "coverage/COV-000001/"),
        ("coverage/{public_id}/editions/", "coverage/COV-000001/editions/"),
    ):
        content = described["paths"][f"/api/v1/{path}"]["get"]["responses"]["200"]["content"]
        (body,) = content.values()
        schema = {**body["schema"], "components": described["components"]}
        Draft202012Validator(schema).validate(json.loads(get(address).content))
