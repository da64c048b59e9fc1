"""Counting over the API: the rules that an answer states, the total, empty cells, and what is refused."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from incidents.api.description import openapi
from incidents.record import document as d
from incidents.record.sums import summaries
from incidents.record.sums.aggregates import counting
from tests.record import documents as make

IRAQ = d.Ref(id="LOC-000010", name="Iraq")
NINEWA = d.Ref(id="LOC-000011", name="Ninewa")


@pytest.fixture
def counted(db: None, get) -> Any:
    """Clashes of one spring: some of several days, places or actors, some without a figure, and one year-end sum."""
    make.publish(
        make.location(make.SYRIA, within=(), kind="country"),
        make.location(make.HASAKAH, within=(make.SYRIA,), kind="admin1"),
        make.location(NINEWA, within=(), kind="admin1"),
        make.location(),
        make.actor(),
        make.actor(make.NDF),
        make.incident(
            "INC-000001",
            first="2021-03-30",
            last="2021-04-02",
            locations=[make.place()],
            participants=[make.participant(), make.participant(make.NDF, side="b")],
            casualties=[make.killed(2, 3, 4), make.killed(1, None, None, status="civilian")],
        ),
        make.incident("INC-000002", first="2021-04-20", locations=[make.place()]),
        make.incident(
            "INC-000003",
            first="2021-04-21",
            locations=[make.place(), make.place(NINEWA, within=(), type="admin1", country="IQ")],
            participants=[make.participant()],
            casualties=[make.killed(5, 5, 5, status="civilian")],
        ),
        make.incident(
            "INC-000004",
            occurred=d.Occurred(earliest="2021-04-01", latest="2021-05-31", precision="period"),
            locations=[make.place()],
            casualties=[make.killed(1, 1, None)],
        ),
        make.incident(
            "INC-000005",
            extent="aggregate",
            occurred=d.Occurred(earliest="2021-01-01", latest="2021-12-31", precision="year"),
            locations=[make.place(make.SYRIA, within=(), type="country")],
            casualties=[make.killed(40, 50, 60)],
        ),
    )

    def answer(**parameters: str) -> Any:
        response = get("aggregate/", **parameters)
        assert response.status_code == 200, response.content
        return json.loads(response.content)

    return answer


def lines(answer: Any, *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(row[key] for key in keys) for row in answer["results"]]


def test_each_incident_counts_once_and_series_stand_apart(counted):
    found = counted(by="month,country", measures="incidents")
    assert lines(found, "month", "country", "extent", "incidents") == [
        ("2021-03", "SY", "single", 1),
        ("2021-04", "SY", "single", 2),
        (None, "SY", "single", 1),
        (None, "SY", "aggregate", 1),
    ]
    assert found["total"] == [{"extent": "single", "incidents": 4}, {"extent": "aggregate", "incidents": 1}]
    assert found["counted_more_than_once"] is False


def test_unknown_is_not_zero(counted):
    killed = {row["month"]: row["killed"] for row in counted(by="month", extent="single")["results"]}
    assert killed["2021-03"] == {
        "low": 3, "best": None, "high": None, "without_figure": 0, "without_best": 1, "open_high": 1,
    }  # fmt: skip
    assert killed["2021-04"] == {
        "low": 5, "best": 5, "high": 5, "without_figure": 1, "without_best": 0, "open_high": 0,
    }  # fmt: skip
    assert killed[None]["open_high"] == 1
    wounded = counted(by="month", measures="wounded")["results"][0]["wounded"]
    assert (wounded["best"], wounded["without_figure"]) == (None, 1)
    civilians = counted(measures="killed_civilians", extent="single")["total"][0]["killed_civilians"]
    assert (civilians["low"], civilians["best"], civilians["without_figure"]) == (6, 5, 2)


def test_an_incident_of_several_days_stands_in_every_period_only_when_asked(counted):
    found = counted(by="month", measures="incidents", spread="overlap", extent="single")
    assert lines(found, "month", "incidents") == [("2021-03", 1), ("2021-04", 4), ("2021-05", 1)]
    assert found["counted_more_than_once"] is True
    assert found["total"] == [{"extent": "single", "incidents": 4}]
    within = counted(
        by="month", measures="incidents", spread="overlap", extent="single", **{"from": "2021-04"}
    )
    assert lines(within, "month", "incidents") == [("2021-04", 4), ("2021-05", 1)]


def test_an_incident_of_several_places_stands_in_each_only_when_asked(counted):
    once = counted(by="admin1", measures="incidents", extent="single")
    assert lines(once, "admin1", "admin1_name", "incidents") == [("LOC-000002", "Al-Hasakah", 4)]
    each = counted(by="admin1", measures="incidents", extent="single", each_place="true")
    assert lines(each, "admin1_name", "incidents") == [("Al-Hasakah", 4), ("Ninewa", 1)]
    assert (each["counted_more_than_once"], each["total"][0]["incidents"]) == (True, 4)
    # Found by its other place, and counted where it happened first.
    found = counted(by="country", measures="incidents", country="IQ")
    assert lines(found, "country", "incidents") == [("SY", 1)]


def test_actors_share_an_incident_and_the_total_does_not_double(counted):
    found = counted(by="actor", measures="incidents", extent="single")
    assert lines(found, "actor", "actor_name", "incidents") == [
        ("ACT-000001", "Asayish", 2),
        ("ACT-000002", "National Defence Forces", 1),
        (None, None, 2),
    ]
    assert (found["counted_more_than_once"], found["total"][0]["incidents"]) == (True, 4)


def test_weeks_are_those_of_iso_8601(counted):
    make.publish(
        make.incident("INC-000009", first="2021-01-03"), make.incident("INC-000010", first="2021-01-04")
    )
    found = counted(by="week", measures="incidents", to="2021-01", extent="single")
    assert lines(found, "week", "incidents") == [("2020-W53", 1), ("2021-W01", 1)]


def test_a_past_state_is_counted_as_it_was(counted):
    make.bury("INC-000003", "retracted", note="It did not happen.")
    assert counted(extent="single", measures="incidents")["total"] == [{"extent": "single", "incidents": 3}]
    before = counted(extent="single", measures="incidents", as_of="sequence:11")
    assert (before["total"], before["record"]["sequence"]) == ([{"extent": "single", "incidents": 4}], 11)


def test_the_kept_sums_change_nothing(counted):
    asked = {"by": "month,admin1", "measures": "incidents,killed,wounded,killed_civilians,wounded_civilians"}
    before = counted(**asked)
    summaries.refresh()
    assert counted(**asked) == before


@pytest.mark.parametrize(
    "statement, found",
    [
        # Nothing is stated: nothing is known of March and May.
        (None, [None, 1, 1, None]),
        ({"coded_until": "2021-05-31"}, [0, 1, 1, 0]),
        # Up to the day that the coding has reached, a month must be whole.
        ({"coded_until": "2021-05-30"}, [0, 1, 1, None]),
        ({"since": "2021-02-02", "coded_until": "2021-05-31"}, [None, 1, 1, 0]),
        ({"until": "2021-03-31", "coded_until": "2021-03-31"}, [0, 1, 1, None]),
        ({"coded_until": None}, [None, 1, 1, None]),
        ({"coded_until": "2021-05-31", "event_types": ["battle"]}, [None, 1, 1, None]),
        ({"coded_until": "2021-05-31", "where": [make.area(make.SYRIA, kind="country", within=())]}, [0, 1, 1, 0]),
        ({"coded_until": "2021-05-31", "where": [make.area(NINEWA, country="IQ", within=())]}, [None, 1, 1, None]),
        ({"coded_until": "2021-05-31", "where": [make.area(make.QAMISHLI, kind="locality")]}, [None, 1, 1, None]),
    ],
)  # fmt: skip
def test_an_empty_cell_is_zero_inside_coverage_and_null_outside(get, db, statement, found):
    make.publish(
        make.location(make.SYRIA, within=(), kind="country"),
        make.location(make.HASAKAH, within=(make.SYRIA,), kind="admin1"),
        make.incident("INC-000001", first="2021-03-30", locations=[make.place()]),
        make.incident("INC-000002", first="2021-04-30", locations=[make.place()]),
    )
    if statement is not None:
        make.publish(make.coverage(**statement))
    answer = json.loads(
        get("aggregate/", by="month,admin1", empty="true", **{"from": "2021-02", "to": "2021-05"}).content
    )
    rows = [row for row in answer["results"] if row["admin1"] == make.HASAKAH.id]
    assert [row["month"] for row in rows] == ["2021-02", "2021-03", "2021-04", "2021-05"]
    assert [row["incidents"] for row in rows] == found
    empty = [row for row in rows if row["incidents"] in (0, None)]
    assert all((row["killed"] is None) == (row["incidents"] is None) for row in empty)
    assert all(row["covered"] == (row["incidents"] == 0) for row in empty)


def test_statements_cover_together_and_by_type(get, db):
    make.publish(
        make.location(make.SYRIA, within=(), kind="country"),
        make.location(make.HASAKAH, within=(make.SYRIA,), kind="admin1"),
        make.coverage("COV-000001", since="2021-01-01", until="2021-02-14", coded_until="2021-02-14"),
        make.coverage("COV-000002", since="2021-02-15", coded_until="2021-03-31", event_types=["battle"]),
    )
    parameters = {
        "by": "month,event_type",
        "empty": "true",
        "measures": "incidents",
        "from": "2021-01",
        "to": "2021-03",
    }
    answer = json.loads(
        get("aggregate/", event_type="battle,explosion", admin1="LOC-000002", **parameters).content
    )
    assert lines(answer, "month", "event_type", "incidents") == [
        ("2021-01", "battle", 0), ("2021-01", "explosion", 0), ("2021-02", "battle", 0), ("2021-02", "explosion", None),
        ("2021-03", "battle", 0), ("2021-03", "explosion", None),
    ]  # fmt: skip


def test_a_place_within_a_covered_one_is_covered(get, db):
    make.publish(
        make.location(make.SYRIA, within=(), kind="country"),
        make.location(make.HASAKAH, within=(make.SYRIA,), kind="admin1"),
        make.location(),
        make.coverage(),
    )
    for where, known in (({"location": "Qamishli"}, 0), ({"location": "Syria"}, None), ({}, None)):
        answer = json.loads(
            get(
                "aggregate/", by="month", empty="true", **where, **{"from": "2021-02", "to": "2021-02"}
            ).content
        )
        assert lines(answer, "month", "incidents") == [("2021-02", known)], where


def test_coverage_is_that_of_the_state_that_is_asked_for(get, db):
    coverage = make.coverage(coded_until=None)
    make.publish(make.location(make.HASAKAH, within=(make.SYRIA,), kind="admin1"), coverage)
    make.correct(coverage, coded_until="2021-12-31")
    asked = {"by": "year", "empty": "true", "admin1": "LOC-000002", "from": "2021", "to": "2021"}
    assert lines(json.loads(get("aggregate/", **asked).content), "incidents") == [(0,)]
    assert lines(json.loads(get("aggregate/", as_of="sequence:2", **asked).content), "incidents") == [(None,)]


@pytest.mark.parametrize(
    "parameters, name, words",
    [
        ({"by": "month,year"}, "by", "keep one"),
        ({"by": "moth"}, "by", "did you mean"),
        ({"measures": "dead"}, "measures", "is not known"),
        ({"spread": "overlap"}, "spread", "needs a period"),
        ({"each_place": "true"}, "each_place", "needs either"),
        ({"each_place": "true", "by": "country,admin1"}, "each_place", "not both"),
        ({"empty": "true", "by": "country"}, "empty", "needs a period"),
        ({"empty": "true", "by": "month,actor"}, "empty", "every value of actor"),
        ({"empty": "true", "by": "month", "extent": "series"}, "empty", "single incidents"),
        ({"empty": "true", "by": "month", "extent": "series,aggregate"}, "empty", "single incidents"),
        ({"by": ","}, "by", "a comma with no value"),
        ({"measures": "incidents,"}, "measures", "a comma with no value"),
        ({"origin": "nix"}, "origin", "no dataset of the record"),
        ({"actor": "ACT-999999"}, "actor", "is not in the record"),
        ({"source": "SRC-999999"}, "source", "is not in the record"),
        ({"location": "LOC-999999"}, "location", "is not in the record"),
        ({"empty": "true", "by": "day", "from": "0001", "to": "9999"}, "by", "100,000"),
        ({"limit": "5"}, "limit", "is no parameter"),
        ({"cursor": "x"}, "cursor", "is no parameter"),
        ({"actor": "Nobody"}, "actor", "is not the name"),
        ({"bye": "month"}, "bye", "is no parameter"),
    ],
)
def test_what_is_wrong_is_named_with_a_remedy(get, db, parameters, name, words):
    response = get("aggregate/", **parameters)
    problem = json.loads(response.content)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert [parameter["name"] for parameter in problem["parameters"]] == [name]
    assert words in problem["parameters"][0]["message"]


def test_too_many_lines_are_refused(get, counted, monkeypatch):
    monkeypatch.setattr(counting, "MOST", 3)
    assert get("aggregate/", by="month").status_code == 400
    assert get("aggregate/", by="extent").status_code == 200


def test_the_table_says_the_same(get, counted):
    response = get("aggregate.csv", by="month,admin1", measures="incidents,killed", extent="single")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(StringIO(response.content.decode())))
    told = counted(by="month,admin1", measures="incidents,killed", extent="single")["results"]
    assert [row["month"] for row in rows] == [line["month"] or "" for line in told]
    assert [row["killed_low"] for row in rows] == [str(line["killed"]["low"]) for line in told]
    assert [row["killed_best"] for row in rows] == ["", "5", "1"]
    assert set(rows[0]) == {
        "month", "admin1", "admin1_name", "extent", "incidents", "killed_low", "killed_best", "killed_high",
        "killed_without_figure", "killed_without_best", "killed_open_high",
    }  # fmt: skip


def test_a_name_is_no_formula_in_the_table(get, db):
    make.publish(
        make.actor(d.Ref(id="ACT-000001", name="=HYPERLINK(1)")),
        make.incident(participants=[make.participant()]),
    )
    table = get("aggregate.csv", by="actor").content.decode()
    assert "'=HYPERLINK(1)" in table


def test_answers_are_as_described(counted):
    described = json.loads(openapi("en"))
    content = described["paths"]["/api/v1/aggregate/"]["get"]["responses"]["200"]["content"]
    (body,) = content.values()
    validator = Draft202012Validator({**body["schema"], "components": described["components"]})
    for parameters in ({}, {"by": "month,actor"}, {"by": "week,admin1", "empty": "true"}):
        validator.validate(counted(**parameters))
    names = [parameter["name"] for parameter in described["paths"]["/api/v1/aggregate/"]["get"]["parameters"]]
    assert {"by", "measures", "spread", "each_place", "empty", "actor", "as_of"} <= {*names}
    assert not {"limit", "cursor", "order"} & {*names}


def test_an_unchanged_answer_is_not_counted_again(get, counted, django_assert_max_num_queries):
    tag = get("aggregate/", by="month")["ETag"]
    with django_assert_max_num_queries(3):
        response = get("aggregate/", by="month", headers={"If-None-Match": tag})
    assert response.status_code == 304
