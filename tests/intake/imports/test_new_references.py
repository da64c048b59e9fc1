"""New places, actors and sources of an import: listed with the nearest known ones, and made knowingly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from incidents.intake.imports.engine.running import ImportOptions, ImportResult, run
from incidents.intake.imports.files.sources import open_source
from incidents.intake.imports.spreadsheet.coder import MappedSheet
from incidents.intake.imports.spreadsheet.mapping import mapping_from
from incidents.models import Actor, ImportRun, IncidentLocation, Location, Source
from tests import factories as make
from tests.intake.imports.test_import_csv import table
from tests.intake.imports.test_mapping import PLAN, ROW

pytestmark = pytest.mark.django_db


@pytest.fixture
def syria() -> dict[str, Location]:
    country = make.LocationFactory(name="Syria", type="country", country="SY", parent=None)
    division = {"type": "admin1", "country": "SY", "parent": country}
    aleppo = make.LocationFactory(name="Aleppo", pcode="SY02", **division)
    homs = make.LocationFactory(name="Homs", pcode="SY04", **division)
    manbij = make.LocationFactory(
        name="Manbij", type="locality", country="SY", parent=aleppo, lat="36.52800", lon="37.95500"
    )
    return {"country": country, "aleppo": aleppo, "homs": homs, "manbij": manbij}


def imported(path: Path, by: User, *rows: dict[str, str], plan: Any = PLAN, **how: Any) -> ImportResult:
    source = open_source(str(table(path / "list.csv", *rows)))
    return run(source, MappedSheet(mapping_from(plan), source.heading), ImportOptions(by=by, **how))


def town(**changed: str) -> dict[str, str]:
    return ROW | {"Province": "Aleppo", "Town": "Manbij", "Lat": "36.53", "Lon": "37.95"} | changed


def place_of(result: ImportResult) -> Location:
    """The place of the incident that the first row made."""
    return IncidentLocation.objects.get(
        incident__dataset_rows__verdicts__run=result.run, incident__dataset_rows__verdicts__line=2
    ).location


def names(result: ImportResult) -> list[tuple[str, str, list[str], bool]]:
    return [
        (new.kind, new.name, [str(neighbour) for neighbour in new.neighbours], new.is_open)
        for new in result.new
    ]


def test_what_is_known_is_not_listed_and_what_is_new_is_each_once(tmp_path, analyst, syria):
    result = imported(tmp_path, analyst, town(), town(No="8"), dry=True)
    assert names(result) == [
        ("actor", "Northern Brigade", [], False),
        ("actor", "Southern Brigade", ["Northern Brigade"], False),
        ("source", "The Monitor", [], False),
        ("source", "The city's list", [], False),
    ]
    assert [new.lines for new in result.new] == [[2, 3], [2, 3], [2, 3], []]
    assert result.counts == {"created": 2}
    assert result.report[0][4] == "new-actor new-source"


def test_what_was_entered_is_listed_on_the_run(tmp_path, analyst, syria):
    result = imported(tmp_path, analyst, town(Town="Milltown"))
    kept = ImportRun.objects.get().new_references
    assert [new["name"] for new in kept] == [new.name for new in result.new]
    made = {("actor", name) for name in Actor.objects.values_list("name", flat=True)}
    made |= {("source", name) for name in Source.objects.values_list("name", flat=True)}
    made |= {("location", "Milltown")}
    assert {(new["kind"], new["name"]) for new in kept} == made
    assert imported(tmp_path, analyst, town(Town="Milltown")).new == []


def test_a_new_division_of_a_country_that_is_known_whole_waits_for_a_decision(tmp_path, analyst, syria):
    result = imported(tmp_path, analyst, town(Province="Halab el-Jadida"), town(No="8"))
    assert result.counts == {"created": 1, "rejected": 1}
    reason = result.run.verdicts.get(line=2).reason
    assert "“Halab el-Jadida” is no known governorate." in reason
    assert "[names]" in reason
    assert not Location.objects.filter(name="Halab el-Jadida").exists()
    assert not Actor.objects.filter(name="Nobody").exists()


def test_a_name_is_joined_to_the_known_one_or_confirmed_by_the_mapping(tmp_path, analyst, syria):
    rows = [town(Province="Halab el-Jadida"), town(No="8", Province="Upper Aleppo", Town="Milltown")]
    places = {"halab el jadida": "Aleppo", "Upper Aleppo": "Upper Aleppo"}
    result = imported(tmp_path, analyst, *rows, plan=PLAN | {"names": {"places": places}})
    assert result.counts == {"created": 2}
    assert Location.objects.filter(name="Milltown", parent__name="Upper Aleppo").exists()
    assert place_of(result) == syria["manbij"]


def test_a_town_is_joined_with_its_division_whatever_the_row_says(tmp_path, analyst, syria):
    rows = [town(Province="Homs", Town="Membich", Lat="", Lon="")]
    plan = PLAN | {"names": {"places": {"Membich": "Manbij, Aleppo"}}}
    result = imported(tmp_path, analyst, *rows, plan=plan)
    assert place_of(result) == syria["manbij"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"Town": "Manbij", "Lat": "36.60", "Lon": "37.95"}, "may be Manbij, 8 km from the point"),
        ({"Town": "Manbin", "Lat": "", "Lon": "", "Province": ""}, "“Manbin” may be Manbij"),
        ({"Province": "Homs", "Lat": "", "Lon": ""}, "Manbij is known in Aleppo and not in the division of the row"),
        ({"By": "Northern Brigad"}, "“Northern Brigad” may be Northern Brigade"),
        ({"Paper": "The Moniter"}, "“The Moniter” may be The Monitor"),
    ],
)  # fmt: skip
def test_a_name_that_may_be_a_known_one_waits_for_a_decision(tmp_path, analyst, syria, row, says):
    make.ActorFactory(name="Northern Brigade")
    make.SourceFactory(name="The Monitor")
    result = imported(tmp_path, analyst, town(**row), town(No="8"))
    assert result.counts == {"created": 1, "rejected": 1}
    assert says in result.run.verdicts.get(line=2).reason
    made = imported(tmp_path, analyst, town(**row), town(No="8"), makes_doubtful=True)
    assert made.counts == {"created": 1, "unchanged": 1}
    assert says in made.run.verdicts.get(line=2).reason


def test_a_point_that_reads_right_the_other_way_round_is_told(tmp_path, analyst, syria):
    make.LocationFactory(
        name="Idlib", type="locality", country="SY", parent=syria["aleppo"], lat="35.85000", lon="36.10000"
    )
    result = imported(tmp_path, analyst, town(Town="Idlib", Lat="36.1", Lon="35.85"))
    assert "swapped? Idlib lies there" in result.run.verdicts.get().reason


def test_a_confidential_source_is_found_and_never_shown(tmp_path, analyst, syria):
    make.SourceFactory(name="The Monitor", confidential=True)
    result = imported(tmp_path, analyst, town(Paper="The Moniter"), dry=True)
    assert all("The Monitor" not in map(str, new.neighbours) for new in result.new)
    assert result.counts == {"created": 1}
