"""An incident as one event of GED: every column, and what becomes of what GED has no word for."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import msgspec
import pytest

from incidents.dialects.ucdp.columns import GedEvent
from incidents.dialects.ucdp.events import event_of
from incidents.dialects.ucdp.where import cell_of
from incidents.record import document as d
from incidents.record.projection import rows
from tests.record import documents as make

from .conftest import (
    ARMY,
    DYAD_NUMBER,
    EVENT_NUMBER,
    HTS,
    IS,
    IS_NUMBER,
    actor,
    battle,
    code,
    dead,
    feud,
    massacre,
    part,
    place,
)

REAL = Path(__file__).parents[4] / "shared" / "data" / "ged_syria_2016_2018.csv.gz"
ACTORS = {
    IS.id: actor(IS, "rebel_group", code("ucdp-actor", IS_NUMBER)),
    ARMY.id: actor(ARMY, "state_forces"),
}


def test_the_columns_are_the_services_in_its_order():
    assert GedEvent.__struct_fields__ == (
        "id", "relid", "year", "active_year", "code_status", "type_of_violence",
        "conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name",
        "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
        "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
        "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
        "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
        "event_clarity", "date_prec", "date_start", "date_end",
        "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
    )  # fmt: skip


def test_a_battle_in_full():
    reports = [make.report(make.SOHR, "Shells hit a town"), make.report(None, "Withheld")]
    incident = battle(
        external_ids=[code("ucdp-ged", EVENT_NUMBER), code("ucdp-dyad", DYAD_NUMBER, "part_of")],
        reports=reports,
        claims=[make.statement(make.SOHR)],
    )

    assert msgspec.to_builtins(event_of(incident, ACTORS)) == {
        "id": EVENT_NUMBER,
        "relid": "INC-000001",
        "year": 2021,
        "active_year": None,
        "code_status": "Clear",
        "type_of_violence": 1,
        "conflict_dset_id": "",
        "conflict_new_id": None,
        "conflict_name": "Syrian Arab Army - IS",
        "dyad_dset_id": "",
        "dyad_new_id": DYAD_NUMBER,
        "dyad_name": "Syrian Arab Army - IS",
        "side_a_dset_id": "",
        "side_a_new_id": 1_000_000_012,
        "side_a": "Syrian Arab Army",
        "side_b_dset_id": "",
        "side_b_new_id": IS_NUMBER,
        "side_b": "IS",
        "number_of_sources": 2,
        "source_article": '"Syrian Observatory for Human Rights,2021-04-21,Shells hit a town";'
        '"Withheld,2021-04-21,Withheld"',
        "source_office": "Syrian Observatory for Human Rights;Withheld",
        "source_date": "2021-04-21;2021-04-21",
        "source_headline": "Shells hit a town;Withheld",
        "source_original": "Syrian Observatory for Human Rights",
        "where_prec": 1,
        "where_coordinates": "Teir Maaleh village",
        "where_description": "",
        "adm_1": "Homs Governorate",
        "adm_2": "Ar Rastan district",
        "latitude": 34.80246,
        "longitude": 36.7076,
        "geom_wkt": "POINT (36.707600 34.802460)",
        "priogrid_gid": 179714,
        "country": "Syria",
        "country_id": 652,
        "region": "Middle East",
        "event_clarity": 1,
        "date_prec": 1,
        "date_start": "2021-04-20T00:00:00",
        "date_end": "2021-04-20T00:00:00",
        "deaths_a": 3,
        "deaths_b": 2,
        "deaths_civilians": 0,
        "deaths_unknown": 0,
        "best": 5,
        "high": 7,
        "low": 3,
        "gwnoa": "652",
        "gwnob": "",
    }


def test_in_one_sided_violence_the_other_side_are_the_civilians():
    event = event_of(massacre(), ACTORS)

    assert (event.type_of_violence, event.side_a, event.side_a_new_id) == (3, "IS", IS_NUMBER)
    assert (event.side_b, event.side_b_new_id, event.deaths_civilians) == ("Civilians", 1, 7)


def test_a_feud_of_two_groups_is_non_state():
    event = event_of(feud(), ACTORS)

    assert (event.type_of_violence, event.dyad_name) == (2, "IS - HTS")
    assert (event.latitude, event.geom_wkt, event.country_id, event.where_prec) == (None, "", None, None)


@pytest.mark.parametrize("standing", ["alleged", "disputed"])
def test_an_alleged_perpetrator_is_marked_and_has_no_number(standing):
    event = event_of(
        massacre(participants=[part(IS, "rebel_group", role="attacker", standing=standing)]), ACTORS
    )

    assert (event.side_a, event.side_a_new_id) == (f"IS ({standing})", None)
    assert (event.type_of_violence, event.code_status) == (None, "Check type of violence")


def test_an_alleged_supporter_marks_the_row_and_leaves_the_type():
    supporter = part(HTS, "rebel_group", role="supporting", standing="alleged")
    event = event_of(battle(participants=[*battle().participants, supporter]), ACTORS)

    assert (event.type_of_violence, event.code_status) == (1, "Check dyad")
    assert (event.side_b, event.side_b_new_id) == ("IS, HTS (alleged)", IS_NUMBER)


def test_who_is_established_on_a_side_is_not_named_twice_for_an_allegation():
    accused = part(IS, "rebel_group", role="attacker", standing="alleged")

    assert event_of(battle(participants=[*battle().participants, accused]), ACTORS).side_b == "IS"


def test_a_side_that_nobody_is_known_of_says_so():
    event = event_of(massacre(participants=[]), ACTORS)

    assert (event.side_a, event.side_a_new_id, event.type_of_violence) == ("Unknown", None, None)


@pytest.mark.parametrize(
    "figures, columns, totals",
    [
        ([dead(4, "unknown", "a")], (0, 0, 0, 4), (4, 4, 4)),
        ([dead(4, "combatant")], (0, 0, 0, 4), (4, 4, 4)),
        ([dead(1, "hors_de_combat", "b"), dead(2, "civilian", "b")], (1, 0, 2, 0), (3, 3, 3)),
        ([dead(None, "civilian", low=None, high=None), dead(2, "combatant", "a")], (0, 2, None, 0), (2, None, None)),
        ([dead(None, "civilian", low=3, high=None)], (0, 0, None, 0), (3, None, None)),
        ([make.killed(5, 5, 5, outcome="wounded")], (0, 0, 0, 0), (None, None, None)),
        ([dead(2, "combatant", "a"), make.killed(3, 3, 3, outcome="found_dead")], (0, 2, 0, 3), (5, 5, 5)),
    ],
)  # fmt: skip
def test_the_dead_are_divided_as_far_as_the_figures_tell(figures, columns, totals):
    event = event_of(battle(casualties=figures), ACTORS)

    assert (event.deaths_a, event.deaths_b, event.deaths_civilians, event.deaths_unknown) == columns
    assert (event.low, event.best, event.high) == totals


def test_the_dead_of_an_actor_are_its_sides():
    figure = msgspec.structs.replace(dead(2, "combatant"), belongs_to=d.Belonging(actor=ARMY))
    stranger = msgspec.structs.replace(dead(1, "combatant"), belongs_to=d.Belonging(actor=HTS))
    event = event_of(battle(casualties=[figure, stranger]), ACTORS)

    assert (event.deaths_a, event.deaths_b, event.deaths_unknown) == (2, 0, 1)


def claim(number, best, status, side=None, **changes):
    """A claim of killed people; its parts name it in ``within``."""
    values = {
        "outcome": "killed", "minimum": None, "maximum": None, "quantifier": None, "age_band": None, "sex": None,
        "occupation": None, "within": None, "same_persons_as": None, "place": None, "covers": None,
        "belongs_to": d.Belonging(side=side) if side else None,
    }  # fmt: skip
    common = {
        name: value
        for name, value in msgspec.structs.asdict(make.statement()).items()
        if name not in ("act", "addressee", "text")
    }
    return d.CasualtyClaim(**common | values | {"id": f"C{number}", "best": best, "status": status} | changes)


@pytest.mark.parametrize(
    "parts, columns",
    [
        ([claim(2, 3, "combatant", "a", within="C1"), claim(3, 1, "civilian", within="C1")], (0, 3, 1, 6)),
        ([claim(2, None, "civilian", within="C1", minimum=4, maximum=4)], (0, 0, 4, 6)),
        ([claim(2, None, "civilian", within="C1", minimum=4)], (0, 0, 0, 10)),
        ([claim(2, 11, "civilian", within="C1")], (0, 0, 0, 10)),
        ([claim(2, 3, "civilian", within="C9")], (0, 0, 0, 10)),
        ([claim(2, 3, "civilian", within="C1", stance="denies")], (0, 0, 0, 10)),
        ([claim(2, 3, "civilian", within="C1", outcome="wounded")], (0, 0, 0, 10)),
        ([claim(2, 3, "civilian", within="C1"), claim(3, 2, "civilian", within="C1")], (0, 0, 0, 10)),
        (
            [claim(2, 3, "civilian", within="C1"), claim(3, 2, "civilian", within="C1", sex="female")],
            (0, 0, 3, 7),
        ),
        ([make.statement()], (0, 0, 0, 10)),
    ],
)
def test_an_undivided_figure_is_divided_by_the_parts_of_its_claim(parts, columns):
    figure = msgspec.structs.replace(dead(10, "unknown", low=8, high=12), claims=["C1"])
    document = battle(casualties=[figure], claims=[claim(1, 10, "unknown"), *parts])
    event = event_of(document, ACTORS)

    assert (event.deaths_a, event.deaths_b, event.deaths_civilians, event.deaths_unknown) == columns
    flat = dict(zip(rows.COLUMNS, rows.values_of(document) or (), strict=True))
    assert flat["killed_civilians_best"] == (
        event.deaths_civilians or None
    )  # where nobody is known, none is said
    assert (event.low, event.best, event.high) == (8, 10, 12)


@pytest.mark.parametrize(
    "changes, where_prec",
    [
        ({"type": "site", "radius_km": None}, 1),
        ({"radius_km": 5}, 1),
        ({"radius_km": 25}, 2),
        ({"radius_km": 60}, 5),
        ({"type": "admin3"}, 3),
        ({"type": "admin2"}, 3),
        ({"type": "admin1"}, 4),
        ({"type": "country"}, 6),
        ({"type": "admin1", "words": "in Teir Maaleh village governorate"}, 4),
        ({"type": "admin1", "words": "Tel Maaleh Province", "aliases": ["Tel Maaleh"]}, 4),
        ({"type": "admin1", "words": "countryside of Homs"}, 5),
        ({"type": "country", "words": "road to the border"}, 5),
    ],
)
def test_the_precision_of_the_place(changes, where_prec):
    assert event_of(battle(locations=[place(**changes)]), ACTORS).where_prec == where_prec


@pytest.mark.parametrize(
    "tag, where_prec", [("in-international-waters", 7), ("place-precision-not-given", None), ("other", 1)]
)
def test_what_an_importer_was_told_of_the_place_comes_back(tag, where_prec):
    assert event_of(battle(tags=[tag]), ACTORS).where_prec == where_prec


@pytest.mark.parametrize(
    "last, precision, date_prec",
    [
        ("2021-04-20", "day", 1),
        ("2021-04-22", "days", 2),
        ("2021-04-26", "week", 3),
        ("2021-05-19", "month", 4),
        ("2021-05-10", "period", 4),
        ("2021-08-20", "period", 5),
        ("2022-04-19", "year", 5),
        ("2021-04-20", "unknown", None),
    ],
)
def test_the_precision_of_the_date(last, precision, date_prec):
    occurred = d.Occurred(earliest="2021-04-20", latest=last, precision=precision)
    event = event_of(battle(occurred=occurred), ACTORS)

    assert (event.date_prec, event.date_end) == (date_prec, f"{last}T00:00:00")


@pytest.mark.parametrize("extent, clarity", [("single", 1), ("series", 2), ("aggregate", 2)])
def test_a_sum_of_several_events_is_less_clear(extent, clarity):
    assert event_of(battle(extent=extent), ACTORS).event_clarity == clarity


def test_an_actor_with_the_number_of_a_state_is_that_state():
    administration = actor(HTS, "political_authority", code("gleditsch-ward", 652))
    authority = actor(HTS, "political_authority")
    incident = battle(participants=[part(HTS, "political_authority"), part(IS, "rebel_group", "b")])

    assert event_of(incident, {HTS.id: administration}).gwnoa == "652"
    assert event_of(incident, {HTS.id: authority}).gwnoa == ""
    assert event_of(incident, {}).gwnoa == ""


@pytest.mark.parametrize(
    "latitude, longitude, cell",
    [(-90, -180, 1), (-90, 180, 720), (90, 180, 259200), (34.802462, 36.707602, 179714), (31.5582, 34.544839, 175390)],
)  # fmt: skip
def test_cells_are_numbered_from_the_lower_left(latitude, longitude, cell):
    assert cell_of(latitude, longitude) == cell


@pytest.mark.skipif(not REAL.exists(), reason="the real events are not at hand")
def test_cells_and_points_are_those_of_the_real_events():
    with gzip.open(REAL, "rt", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))

    assert len(rows) == 14_522
    assert all(cell_of(float(r["latitude"]), float(r["longitude"])) == int(r["priogrid_gid"]) for r in rows)
