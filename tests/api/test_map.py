"""The map over HTTP."""

from __future__ import annotations

import pytest

from incidents.record.sums import summaries
from incidents.record.sums.cells import counting
from tests.record import documents as make

from .conftest import CLASH


@pytest.fixture
def places(record):
    """Besides the clash in Qamishli: one beside it, a strike far off, and one nobody can place."""
    make.publish(
        make.incident("INC-000021", locations=[make.place(lat=37.06)], casualties=[make.killed(2, 3, None)]),
        make.incident("INC-000022", locations=[make.place(lat=-17.0, lon=179.9)], event_type="explosion"),
        make.incident("INC-000023", locations=[make.place(lat=None)]),
    )
    summaries.refresh()


def test_cells_say_how_many_and_what_is_known_of_the_dead(get, places):
    found = get("map/", zoom=4).json()

    east, fiji = found["cells"]
    assert (east["x"], east["y"], east["incidents"]) == (39, 24, 2)
    assert east["box"] == [39.375, 36.59789, 45.0, 40.9799]
    assert (east["lat"], east["lon"]) == (37.055, 41.22)
    assert east["killed"] == {
        "low": 2, "best": 3, "high": None, "without_figure": 1, "without_best": 0, "open_high": 1
    }  # fmt: skip
    assert fiji["killed"]["low"] is None
    assert found["total"]["incidents"] == 3
    assert found["without_point"] == 2
    assert found["apart"] == {"series": 1, "aggregate": 0}


def test_few_incidents_are_told_one_by_one(get, places):
    found = get("map/", zoom=12, window="41.2,37,41.3,37.1").json()

    assert [point["id"] for point in found["points"]] == [CLASH, "INC-000021"]
    assert found["points"][1] == {
        "id": "INC-000021",
        "title": "Clash in Qamishli",
        "lat": 37.06,
        "lon": 41.22,
        "radius_km": 5,
        "earliest": "2021-04-20",
        "latest": "2021-04-20",
        "killed": {"low": 2, "best": 3, "high": None},
    }
    assert found["without_point"] is None


def test_a_window_may_cross_the_antimeridian(get, places):
    found = get("map/", zoom=8, window="170,-20,-170,-10").json()

    assert [point["id"] for point in found["points"]] == ["INC-000022"]


def test_the_grammar_narrows(get, places):
    assert get("map/", event_type="explosion").json()["total"]["incidents"] == 1
    assert get("map/", q="nothing of the kind").json()["cells"] == []


def test_a_past_state_is_drawn_as_it_stood(get, places):
    answer = get("map/", as_of="sequence:1")

    assert [cell["incidents"] for cell in answer.json()["cells"]] == [1]
    assert answer.headers["Record-Sequence"] == "1"


@pytest.mark.parametrize(
    "parameters, name, nearest",
    [
        ({"zoom": "13"}, "zoom", None),
        ({"zoom": "x"}, "zoom", None),
        ({"window": "1,2,3"}, "window", None),
        ({"zoom": "9"}, "window", None),
        ({"limit": "5"}, "limit", None),
        ({"windo": "1,2,3,4"}, "windo", "window"),
        ({"evnt_type": "battle"}, "evnt_type", "event_type"),
    ],
)
def test_what_cannot_be_drawn_is_named(get, places, parameters, name, nearest):
    answer = get("map/", **parameters)

    assert answer.status_code == 400
    assert [(parameter["name"], parameter["nearest"]) for parameter in answer.json()["parameters"]] == [
        (name, nearest)
    ]


def test_a_map_that_would_take_too_long_is_refused_with_a_remedy(get, places, monkeypatch):
    monkeypatch.setattr(counting, "MOST", 1)

    answer = get("map/", location="LOC-000001")

    assert answer.status_code == 400
    assert "narrow the filter" in answer.json()["detail"]


def test_an_unchanged_map_is_confirmed_without_counting(client, places, django_assert_num_queries):
    tag = client.get("/api/v1/map/?zoom=4").headers["ETag"]

    with django_assert_num_queries(2):
        assert client.get("/api/v1/map/?zoom=4", headers={"If-None-Match": tag}).status_code == 304


def test_a_map_is_a_fixed_number_of_queries(get, places, django_assert_num_queries):
    with django_assert_num_queries(6):  # the share, the head, the sums' state twice, the sums, the points
        get("map/", zoom=4)
