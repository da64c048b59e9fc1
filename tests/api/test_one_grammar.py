"""One address, one meaning: the same parameters find the same incidents in every room."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from typing import Any

import pytest
from django.db import connections

from incidents.exports import views
from incidents.exports.reader import Reader
from tests.record import documents as make
from tests.record.made_up import MadeUp

pytestmark = pytest.mark.django_db

INCIDENTS, QUESTIONS = 45, 36


class SameConnection(Reader):
    """The test's own connection, which sees what the test has not committed and must outlive the export."""

    def close(self) -> None:
        pass


@pytest.fixture
def made_up(settings: Any, monkeypatch: pytest.MonkeyPatch) -> MadeUp:
    settings.API_UNITS_PER_MINUTE = dict.fromkeys(settings.API_UNITS_PER_MINUTE, 10**9)
    monkeypatch.setattr(views, "own_reader", lambda state: SameConnection(connections["default"]))
    made_up = MadeUp(11)
    documents = [made_up.incident(number) for number in range(INCIDENTS)]
    make.publish(*documents)
    for document in documents[:9]:
        make.correct(document, locations=made_up.incident(0).locations, extent="single")
    make.bury(documents[10].id, "retracted")
    return made_up


@pytest.fixture
def read(client):
    def answer(address: str, **parameters: str) -> str:
        response = client.get(address, parameters)
        assert response.status_code == 200, (address, parameters, response.content)
        text: str = response.getvalue().decode()
        return text

    return answer


def listed(read, asked: dict[str, str]) -> list[str]:
    return [entry["id"] for entry in json.loads(read("/api/v1/incidents/", limit="1000", **asked))["results"]]


def exported(read, asked: dict[str, str]) -> dict[str, list[str]]:
    """By format, the ids in the order of the file."""
    found = {}
    for suffix in ("csv", "hxl.csv"):
        rows = list(csv.reader(StringIO(read(f"/api/v1/incidents.{suffix}", **asked))))
        place = rows[0].index("public_id")
        found[suffix] = [row[place] for row in rows[1:] if row[place].startswith("INC-")]
    lines = read("/api/v1/incidents.ndjson", **asked).splitlines()
    found["ndjson"] = [json.loads(line)["id"] for line in lines]
    features = json.loads(read("/api/v1/incidents.geojson", **asked))["features"]
    found["geojson"] = list(dict.fromkeys(feature["id"].partition("/")[0] for feature in features))
    return found


def shown(read, asked: dict[str, str]) -> set[str]:
    """Ids on the readers' page, which is long enough to hold all of them."""
    return set(re.findall(r'href="/incidents/(INC-\d+)/"', read("/incidents/", limit="100", **asked)))


def counted(read, asked: dict[str, str]) -> dict[str, int]:
    drawn = json.loads(read("/api/v1/map/", zoom="5", **asked))
    total = json.loads(read("/api/v1/aggregate/", **asked))["total"]
    return {
        "map": drawn["total"]["incidents"] + drawn["without_point"] + sum(drawn["apart"].values()),
        "aggregate": sum(line["incidents"] for line in total),
        "count": json.loads(read("/api/v1/incidents/", count="exact", limit="1", **asked))["count"]["number"],
    }


def questions(made_up: MadeUp) -> list[dict[str, str]]:
    """Each parameter by itself, then several together, then earlier states."""
    single = [{name: made_up.parameters()[name]} for name in made_up.parameters()]
    several = [made_up.question() for _ in range(QUESTIONS - len(single))]
    earlier = [made_up.question() | {"as_of": f"sequence:{n}"} for n in (0, 30, INCIDENTS, INCIDENTS + 5)]
    return [
        {},
        *single,
        *several,
        *earlier,
        {"updated_since": "2021-01-01"},
        {"as_of": f"sequence:{INCIDENTS + 2}"},
    ]


def test_the_same_parameters_find_the_same_everywhere(read, made_up: MadeUp):
    found_some = 0
    for asked in questions(made_up):
        ids = listed(read, asked)
        assert shown(read, asked) == set(ids), asked
        assert {name: sorted(found) for name, found in exported(read, asked).items()} == dict.fromkeys(
            ("csv", "hxl.csv", "ndjson", "geojson"), sorted(ids)
        ), asked
        assert set(counted(read, asked).values()) == {len(ids)}, asked
        found_some += bool(ids)
    assert found_some > QUESTIONS / 2


def test_points_of_the_map_are_single_incidents_of_the_list(read, made_up: MadeUp):
    for asked in questions(made_up)[:10]:
        if "extent" not in asked:
            drawn = json.loads(read("/api/v1/map/", zoom="5", **asked))
            points = {point["id"] for point in drawn["points"]}
            assert points <= set(listed(read, asked | {"extent": "single"}))
            assert len(points) == drawn["total"]["incidents"]


@pytest.mark.parametrize("order", ["occurred_from", "occurred_from:asc", "killed_best", "sequence", "name"])
def test_a_file_is_in_the_order_that_was_asked_for(read, made_up: MadeUp, order: str):
    files = exported(read, {"order": order})
    assert files == dict.fromkeys(files, listed(read, {"order": order}))


@pytest.mark.parametrize(
    "asked",
    [
        {"evnt_type": "battle"},
        {"event_type": "batle"},
        {"from": "yesterday"},
        {"actor": "Nobody"},
        {"as_of": "sequence:99999"},
        {"release": "never"},
        {"bbox": "1,2,3"},
    ],
)
def test_what_one_room_refuses_all_refuse(client, made_up: MadeUp, asked: dict[str, str]):
    """With the same words, where the room speaks of problems at all."""
    rooms = ["incidents/", "incidents.csv", "incidents.ndjson", "map/", "aggregate/"]
    answers = [client.get(f"/api/v1/{room}", asked) for room in rooms]
    assert {answer.status_code for answer in answers} == {400}
    (told,) = {json.dumps(answer.json()["parameters"][0]["name"]) for answer in answers}
    assert json.loads(told) == next(iter(asked))
    page = client.get("/incidents/", asked)
    assert page.status_code == 400
