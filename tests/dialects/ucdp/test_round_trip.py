"""What is imported from GED and published comes back through the dialect as it was: row by row, column by column."""

from __future__ import annotations

import csv
import gzip
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

REAL = Path(__file__).parents[4] / "shared" / "data" / "ged_syria_2016_2018.csv.gz"

SAME = (
    "id", "year", "type_of_violence", "conflict_new_id", "dyad_new_id",
    "side_a", "side_b", "side_a_new_id", "side_b_new_id", "gwnoa", "gwnob",
    "where_prec", "latitude", "longitude", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end",
    "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "low", "best", "high",
    "number_of_sources", "source_office", "source_date", "source_headline",
)  # fmt: skip
"""Columns that come back to the letter. Names of places and conflicts are the gazetteer's and ours."""

ROW = {
    "id": "900001", "year": "2021", "type_of_violence": "1", "conflict_new_id": "299", "dyad_new_id": "11973",
    "side_a": "Government of Syria", "side_a_new_id": "118", "gwnoa": "652",
    "side_b": "Example Front", "side_b_new_id": "9001", "gwnob": "",
    "number_of_sources": "2",
    "source_article": '"Example News,2021-05-02,Two killed";"Example Monitor,2021-05-03,Clash near a town"',
    "source_office": "Example News;Example Monitor", "source_date": "2021-05-02;2021-05-03",
    "source_headline": "Two killed;Clash near a town", "source_original": "residents",
    "where_prec": "1", "where_coordinates": "Exampleville town", "adm_1": "Example Governorate",
    "adm_2": "Example district", "latitude": "34.80246", "longitude": "36.7076",
    "geom_wkt": "POINT (36.7076 34.80246)", "priogrid_gid": "179714",
    "country": "Syria", "country_id": "652", "region": "Middle East", "event_clarity": "1", "date_prec": "1",
    "date_start": "2021-05-01", "date_end": "2021-05-01",
    "deaths_a": "1", "deaths_b": "1", "deaths_civilians": "0", "deaths_unknown": "0",
    "low": "2", "best": "2", "high": "2",
}  # fmt: skip
FEUD = {"type_of_violence": "2", "side_a": "Example Army", "side_a_new_id": "9002", "gwnoa": ""}
MASSACRE = {
    "type_of_violence": "3", "side_b": "Civilians", "side_b_new_id": "1", "deaths_a": "0", "deaths_b": "0",
    "deaths_civilians": "9", "low": "4", "best": "9", "high": "12",
}  # fmt: skip
DIVIDED = {"deaths_civilians": "3", "deaths_unknown": "4", "best": "9"}

VARIANTS = {
    "state-based": {},
    "non-state": FEUD,
    "one-sided": MASSACRE,
    "one-sided by a government": MASSACRE | {"side_b": "Civilians"},
    "divided, with a wider range": DIVIDED | {"low": "6", "high": "20"},
    "divided, with a low end that no part can bear": DIVIDED | {"low": "1", "high": "9"},
    "near a town": {"where_prec": "2"},
    "in a district": {"where_prec": "3", "where_coordinates": "Example district"},
    "in a governorate": {"where_prec": "4", "where_coordinates": "Example Governorate", "adm_2": ""},
    "along a road": {"where_prec": "5", "where_coordinates": "Example-Elsewhere road"},
    "in a country": {"where_prec": "6", "where_coordinates": "Syria", "adm_1": "", "adm_2": ""},
    "at sea": {"where_prec": "7", "where_coordinates": "Example Bay", "adm_1": "", "adm_2": ""},
    "within days": {"date_prec": "2", "date_end": "2021-05-04"},
    "within a week": {"date_prec": "3", "date_end": "2021-05-07"},
    "within a month": {"date_prec": "4", "date_end": "2021-05-31"},
    "within a year": {"date_prec": "5", "date_end": "2021-12-31"},
    "several events in one report": {"event_clarity": "2", "date_prec": "2", "date_end": "2021-05-03"},
    "a sum over a year and a country": {
        "event_clarity": "2", "date_prec": "5", "date_end": "2021-12-31",
        "where_prec": "6", "where_coordinates": "Syria", "adm_1": "", "adm_2": "",
    },
}  # fmt: skip


@pytest.fixture
def import_and_read(client, reviewer, tmp_path):
    """Import rows, publish them, and read them back by their numbers."""

    def done(rows):
        file = tmp_path / "ged191.csv"
        with file.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        report = str(tmp_path / "report.csv")
        options = {"by": reviewer.email, "publish": True, "report": report, "verbosity": 0, "jobs": 1}
        call_command("import_ged", str(file), **options, stdout=StringIO())
        page = client.get("/dialects/ucdp/api/gedevents/current", {"pagesize": 1000}).json()
        assert page["TotalCount"] == len(rows)
        return {str(event["id"]): event for event in page["Result"]}

    return done


def differences(row, event):
    """Columns that came back otherwise."""
    return {
        name: (row[name], event[name])
        for name in SAME
        if name in row and written(event, name) != wanted(row, name)
    }


def wanted(row, name):
    if name in ("latitude", "longitude"):
        return f"{float(row[name]):.5f}"
    return row[name].removesuffix(".0") if name == "gwnob" else listed(name, row[name])


def written(event, name):
    value = event[name]
    if name in ("latitude", "longitude"):
        return f"{value:.5f}"
    if name in ("date_start", "date_end"):
        return value.removesuffix("T00:00:00")
    return listed(name, "" if value is None else str(value))


def listed(name, text):
    """The reports stand in the order of their days here; blanks within a headline are single ones."""
    return sorted(" ".join(part.split()) for part in text.split(";")) if name.startswith("source_") else text


def test_every_kind_of_row_comes_back(import_and_read):
    rows = [ROW | changes | {"id": str(900_001 + n)} for n, changes in enumerate(VARIANTS.values())]
    events = import_and_read(rows)

    differing = {name: differences(row, events[row["id"]]) for name, row in zip(VARIANTS, rows, strict=True)}
    assert {name: found for name, found in differing.items() if found} == {}
    assert {event["code_status"] for event in events.values()} == {"Clear"}


def test_dyad_and_actor_find_what_was_imported(client, import_and_read):
    others = [FEUD | {"id": "900002", "dyad_new_id": "5001"}, {"id": "900003", "dyad_new_id": ""}]
    import_and_read([ROW, *(ROW | changes for changes in others)])

    def found(**asked):
        events = client.get("/dialects/ucdp/api/gedevents/current", asked).json()["Result"]
        return {event["id"]: event["dyad_new_id"] for event in events}

    assert found(Dyad="11973") == {900001: 11973}
    assert found(Dyad="11973,5001") == {900001: 11973, 900002: 5001}
    assert found(Actor="118") == {900001: 11973, 900003: None}
    assert found(Actor="9002") == {900002: 5001}


@pytest.mark.skipif(not REAL.exists(), reason="the real events are not at hand")
def test_real_rows_come_back(import_and_read):
    with gzip.open(REAL, "rt", encoding="utf-8") as lines:
        rows = [row for number, row in enumerate(csv.DictReader(lines)) if number % 97 == 0]
    events = import_and_read(rows)

    consistent = [row for row in rows if int(row["low"]) <= int(row["best"]) <= int(row["high"])]
    differing = {row["id"]: differences(row, events[row["id"]]) for row in consistent}
    assert len(consistent) > 140
    assert {name: found for name, found in differing.items() if found} == {}
