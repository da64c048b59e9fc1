"""Lists: the envelope, paging, and the grammar's parameters on their way through the API."""

from __future__ import annotations

import json

import pytest

from incidents.record.models import Edition
from tests.record import documents as make

from .conftest import CLASH, FEBRUARY, STRIKE

ALL = [CLASH, FEBRUARY, STRIKE]


def ids(answer):
    return [entry["id"] for entry in answer.json()["results"]]


def test_list_of_incidents_holds_what_is_in_force_newest_first(get, record):
    answer = get("incidents/")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert list(answer.json()) == ["next", "previous", "results"]
    assert ids(answer) == ALL


def test_documents_in_a_list_are_the_stored_texts_byte_for_byte(get, record):
    body = Edition.objects.get(public_id=CLASH, number=1).body or ""

    assert body.encode() in get("incidents/").content
    assert json.loads(body) == get("incidents/").json()["results"][0]


@pytest.mark.parametrize(
    "folder, first",
    [
        ("episodes", "EPI-000001"),
        ("actors", "ACT-000001"),
        ("locations", "LOC-000003"),
        ("sources", "SRC-000001"),
    ],
)
def test_every_collection_has_its_list(get, record, folder, first):
    assert ids(get(f"{folder}/")) == [first]


def test_pages_lead_forward_and_back_by_their_links(get, record):
    first = get("incidents/", limit=2).json()
    second = get(first["next"]).json()

    assert first["previous"] is None
    assert first["next"].startswith("http://testserver/api/v1/incidents/?limit=2&cursor=")
    assert [entry["id"] for entry in second["results"]] == [STRIKE]
    assert second["next"] is None
    back = get(second["previous"]).json()
    assert [entry["id"] for entry in back["results"]] == ALL[:2]


def test_a_correction_between_two_pages_moves_no_row(get, record):
    first = get("incidents/", limit=1)
    make.correct(record.clash, title={"en": "Corrected"}, occurred=record.strike.occurred)
    make.publish(make.incident("INC-000099", first="2021-03-01"))

    second = get(first.json()["next"])
    third = get(second.json()["next"])

    assert ids(second) + ids(third) == [FEBRUARY, STRIKE]
    assert second.headers["Record-Sequence"] == first.headers["Record-Sequence"]
    assert get("incidents/").headers["Record-Sequence"] != first.headers["Record-Sequence"]


def test_links_keep_the_other_parameters(get, record):
    answer = get("incidents/", q="clash", fields="id,title", limit=1).json()

    assert "q=clash" in answer["next"]
    assert "fields=id,title" in answer["next"]


def test_the_count_comes_only_on_request(get, record):
    assert get("incidents/", count="exact", limit=1).json()["count"] == {"number": 3, "more": False}
    assert get("incidents/", count="capped").json()["count"] == {"number": 3, "more": False}
    assert "count" not in get("incidents/").json()


def test_fields_choose_top_level_keys(get, record):
    answer = get("incidents/", fields="title,occurred", limit=1).json()

    assert answer["results"] == [
        {
            "id": CLASH,
            "title": {"en": "Clash in Qamishli"},
            "occurred": {
                "earliest": "2021-04-20", "latest": "2021-04-20", "precision": "day", "time_of_day": None,
                "words": None,
            },
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    "parameters, found",
    [
        ({"from": "2021"}, [CLASH, FEBRUARY]),
        ({"event_type": "explosion"}, [STRIKE]),
        ({"extent": "series,aggregate"}, [FEBRUARY]),
        ({"location": "LOC-000001"}, [CLASH]),
        ({"near": "37.05,41.22,25"}, [CLASH]),
        ({"tag": "checkpoint"}, [CLASH]),
        ({"q": "nothing of the kind"}, []),
        ({"order": "occurred_from:asc"}, ALL[::-1]),
    ],
)
def test_the_grammar_narrows_and_orders(get, record, parameters, found):
    assert ids(get("incidents/", **parameters)) == found


def test_as_of_reads_a_past_state(get, record):
    before = int(get("incidents/").headers["Record-Sequence"])
    make.correct(record.clash, title={"en": "Another title"})

    then = get("incidents/", as_of=f"sequence:{before}")

    assert then.json()["results"][0]["title"] == {"en": "Clash in Qamishli"}
    assert then.headers["Record-Sequence"] == str(before)
    assert get("incidents/").json()["results"][0]["title"] == {"en": "Another title"}


def test_an_empty_record_is_an_empty_list(get, db):
    answer = get("incidents/")

    assert answer.json() == {"next": None, "previous": None, "results": []}
    assert answer.headers["Record-Sequence"] == "0"


def test_what_is_gone_is_in_no_list_and_no_count(get, record):
    assert get("incidents/", q="gone", count="exact").json() == {
        "next": None,
        "previous": None,
        "count": {"number": 0, "more": False},
        "results": [],
    }


def test_a_page_costs_the_same_number_of_queries_whatever_it_holds(get, record, django_assert_num_queries):
    with django_assert_num_queries(3):  # the share, the head, the texts
        get("incidents/", limit=1)
    with django_assert_num_queries(3):
        get("incidents/", limit=1000)
