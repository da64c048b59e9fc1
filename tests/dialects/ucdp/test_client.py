"""A researcher's script as it is written for UCDP's own service, with nothing but the address changed."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
import requests

from tests.record import documents as make

from .conftest import EVENT_NUMBER, battle, code, feud, massacre

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def base(live_server, actors):
    ours = [battle(f"INC-{n:06d}", first=f"2021-01-{n:02d}") for n in range(10, 20)]
    theirs = battle("INC-000020", external_ids=[code("ucdp-ged", EVENT_NUMBER)])
    make.publish(*ours, theirs, massacre(), feud())
    return f"{live_server.url}/dialects/ucdp/api"


def fetch_all(url: str) -> pd.DataFrame:
    """The loop of most published snippets: ask, keep ``Result``, go on to ``NextPageUrl`` until it is empty."""
    frames = []
    while url != "":
        answer = requests.get(url, headers={"x-ucdp-access-token": "theirs"}, timeout=20)
        answer.raise_for_status()
        page = answer.json()
        frames.append(pd.DataFrame(page["Result"]))
        url = page["NextPageUrl"]
    return pd.concat(frames, ignore_index=True)


def test_everything_is_read_by_following_the_pages(base):
    events = fetch_all(f"{base}/gedevents/current?pagesize=4")

    assert len(events) == events["id"].nunique() == 13
    assert EVENT_NUMBER in set(events["id"])
    assert events["best"].sum() == 11 * 5 + 7 + 1
    assert pd.to_datetime(events["date_start"]).dt.year.eq(2021).all()
    assert pd.to_numeric(events["latitude"]).count() == 12


def test_everything_is_read_by_counting_the_pages(base):
    events: list[dict[str, Any]] = []
    number, pages = 0, 1
    while number < pages:
        parameters: dict[str, Any] = {"pagesize": 5, "page": number, "TypeOfViolence": "1,3"}
        page = requests.get(f"{base}/gedevents/current", params=parameters, timeout=20).json()
        events += page["Result"]
        number, pages = number + 1, page["TotalPages"]

    assert len({event["id"] for event in events}) == len(events) == page["TotalCount"] == 12


def test_the_filters_of_a_study(base):
    url = f"{base}/gedevents/current?pagesize=1000&Country=652&StartDate=2021-01-12&EndDate=2021-01-15"
    events = fetch_all(f"{url}&Geography=34 36,35 37")

    assert sorted(events["date_start"].str[:10]) == ["2021-01-12", "2021-01-13", "2021-01-14", "2021-01-15"]


def test_the_columns_are_numbers_where_ucdps_are(base):
    event = requests.get(f"{base}/gedevents/current?Id={EVENT_NUMBER}", timeout=20).json()["Result"][0]
    whole = [
        "id", "year", "type_of_violence", "side_a_new_id", "number_of_sources", "where_prec", "priogrid_gid",
        "country_id", "event_clarity", "date_prec", "deaths_a", "deaths_unknown", "best", "high", "low",
    ]  # fmt: skip

    assert {type(event[column]) for column in whole} == {int}
    assert type(event["latitude"]) is float
    assert {type(event[column]) for column in ("gwnoa", "conflict_dset_id", "source_date", "adm_2")} == {str}


def test_errors_are_told_over_the_wire(base):
    wrong = requests.get(f"{base}/gedevents/current?Country=Syria", timeout=20)
    unknown = requests.get(f"{base}/gedevents/25.1", timeout=20)

    assert (wrong.status_code, unknown.status_code) == (400, 404)
    assert "Country" in wrong.json()["detail"]
    assert "25.1" in unknown.json()["detail"]
