"""What a row of UCDP GED becomes, before any database is asked."""

from __future__ import annotations

import csv
import gzip
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from incidents.codebook import DatePrecision
from incidents.intake.imports.engine.coded import CodedRow, Rejected
from incidents.intake.imports.engine.coding import Coding
from incidents.intake.imports.files.sources import SourceRow
from incidents.intake.imports.ged.coder import Ged
from incidents.intake.imports.ged.days import PRECISIONS
from tests.intake.imports.events import COLUMNS, event

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
SAMPLE = ("id", "year", "month", "day", "country", "type_of_violence", "conflict_name", "side_a", "side_b",
          "latitude", "longitude", "low_death", "best_death", "high_death")  # fmt: skip


def coded(**changed: Any) -> CodedRow:
    return Ged("19.1", COLUMNS).code(event(**changed))


def sums(row: CodedRow) -> tuple[int, ...]:
    return tuple(sum(getattr(cell, end) for cell in row.figures) for end in ("low", "best", "high"))


def ends_of(row: CodedRow) -> list[list[Any]]:
    return [[cell.low, cell.best, cell.high] for cell in row.figures]


def test_sides_stay_sides():
    row = coded()
    assert [(part.who.name, part.role, part.side) for part in row.parts if part.who] == [
        ("Government of Syria", "belligerent", "a"),
        ("Northern Brigade", "belligerent", "b"),
    ]
    assert [part.who.country for part in row.parts if part.who] == ["SY", ""]


def test_dyad_and_conflict_are_what_the_event_is_a_part_of():
    assert coded().codes == [
        ("ucdp-ged", "1", "same"),
        ("ucdp-dyad", "11973", "part_of"),
        ("ucdp-conflict", "299", "part_of"),
    ]
    assert coded(dyad_new_id="", conflict_new_id="0").codes == [("ucdp-ged", "1", "same")]


def test_civilians_are_described_and_no_actor():
    row = coded(type_of_violence=3, side_b="Civilians", deaths_a=0, deaths_b=0, deaths_civilians=4)
    assert (row.parts[1].who, row.parts[1].description) == (None, "Civilians")
    assert row.civilian_harm == "targeted"


def test_who_fights_a_government_anywhere_in_the_table_is_a_rebel_group():
    coder = Ged("19.1", COLUMNS)
    elsewhere = event(type_of_violence=2, side_a="Northern Brigade", side_a_new_id=4456, side_b="Others")
    coder.learn([event(), elsewhere])
    kinds = [part.who.kind for part in coder.code(elsewhere).parts if part.who]
    assert kinds == ["rebel_group", "other"]


def test_what_kind_of_event_it_was_is_left_open_where_the_dataset_does_not_say():
    assert (coded().event_type, coded().violence_type) == ("unclear", "state_based")


def test_parts_become_cells_and_claims_within_the_total():
    row = coded()
    assert [(cell.status, cell.side, cell.best) for cell in row.figures] == [
        ("combatant", "a", 2), ("combatant", "b", 2), ("civilian", "", 0),
    ]  # fmt: skip
    total = next(claim for claim in row.claims if claim.slot == "total")
    assert (total.minimum, total.best, total.maximum) == (4, 4, 4)
    assert {claim.within for claim in row.claims if claim.slot.startswith("deaths")} == {"total"}


@pytest.mark.parametrize(
    ("parts", "ends"),
    [
        ((2, 2, 0, 0), (4, 4, 9)),  # more than the best: of unknown status
        ((2, 2, 0, 3), (5, 7, 7)),  # fewer: out of the unknown
        ((0, 5, 0, 0), (1, 5, 6)),  # fewer, and only one part
        ((0, 5, 0, 2), (1, 7, 7)),  # fewer than the one part and the unknown together
        ((2, 2, 0, 0), (3, 4, 4)),  # fewer, and nobody knows of which
        ((0, 0, 0, 0), (0, 0, 3)),
    ],
)
def test_assessed_totals_are_the_totals_of_the_row(parts, ends):
    row = coded(
        **dict(zip(("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"), parts, strict=True)),
        **dict(zip(("low", "best", "high"), ends, strict=True)),
    )
    assert sums(row) == ends
    assert all(sorted(cell) == cell for cell in ends_of(row))
    assert row.flags == []


def test_a_broken_range_keeps_the_best_estimate_and_is_flagged():
    row = coded(low=9, best=4, high=3)
    assert sums(row) == (4, 4, 4)
    assert row.flags == ["low-above-best", "high-below-best"]


def test_parts_that_do_not_sum_up_stay_claims():
    row = coded(deaths_a=1, best=4)
    assert [(cell.status, cell.best) for cell in row.figures] == [("unknown", 4)]
    assert row.flags == ["parts-differ-from-best"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("2016-01-01", "2016-01-03", 2), (date(2016, 1, 1), date(2016, 1, 3), "days", [])),
        (("2016-01-03", "2016-01-01", 2), (date(2016, 1, 1), date(2016, 1, 3), "days", ["dates-swapped"])),
        (("2016/01/01", "2016/01/03", "2.0"), (date(2016, 1, 1), date(2016, 1, 3), "days", [])),
        (("2016-01-01 00:00:00.000", "", 1), (date(2016, 1, 1), date(2016, 1, 1), "day", [])),
        (("2016-01-01", "2016-12-31", 2),
         (date(2016, 1, 1), date(2016, 12, 31), "period", ["days-wider-than-their-precision"])),
        (("2016-01-01", "2016-01-01", ""),
         (date(2016, 1, 1), date(2016, 1, 1), "unknown", ["date-precision-not-given"])),
    ],
)  # fmt: skip
def test_days_are_what_they_can_be(given, expected):
    start, end, precision = given
    row = coded(date_start=start, date_end=end, date_prec=precision)
    assert (row.earliest, row.latest, row.precision, row.flags) == expected


@pytest.mark.parametrize(
    "day", ["02/01/2016", "2016-99-01", "2016-02-30", "2016-01-15x", "Jan 15", "42384", "2099-01-15"]
)
@pytest.mark.parametrize("column", ["date_start", "date_end"])
def test_a_day_that_is_none_or_two_sets_the_row_aside(day, column):
    with pytest.raises(Rejected, match=rf"{column} is “{day}”: "):
        coded(**{column: day})


@pytest.mark.parametrize("number", ["1e3", "1_000", "4.5", "0x10", "1.000"])
def test_numbers_of_people_are_written_out(number):
    with pytest.raises(Rejected, match=f"best is “{number}”"):
        coded(best=number)


@pytest.mark.parametrize("key", ["abc", "-1", "12.5", "12 0"])
def test_an_event_has_ucdp_s_number(key):
    with pytest.raises(Rejected, match="no number as UCDP's events have"):
        coded(id=key)


@pytest.mark.parametrize(
    ("where", "clarity", "day", "extent"),
    [
        (1, 1, 1, "single"),
        (1, 2, 2, "series"),
        (4, 2, 5, "aggregate"),
        (6, 1, 4, "aggregate"),
        (1, 1, 5, "single"),
    ],
)
def test_summaries_become_aggregates(where, clarity, day, extent):
    row = coded(where_prec=where, event_clarity=clarity, date_prec=day, date_end="2016-01-20")
    assert row.extent == extent


@pytest.mark.parametrize(
    ("precision", "place", "radius"),
    [(1, "locality", None), (2, "locality", 25), (3, "admin2", None), (4, "admin1", None), (5, "admin1", 100),
     (6, "country", None), (7, "country", 200)],
)  # fmt: skip
def test_precision_of_place_becomes_level_and_radius(precision, place, radius):
    [spot] = coded(where_prec=precision).places
    assert (spot.where.type, spot.radius_km, spot.lat, spot.lon) == (place, radius, 34.80246, 36.7076)
    assert spot.where.country == "SY"


def test_reports_and_sources_come_from_the_source_columns():
    row = coded(
        source_article='"The Monitor,2016-01-01,Four killed, it says";"Agency,2016-01-02,Clash; four dead"',
        source_original="The Monitor, a local doctor",
    )
    assert [(report.source.name, report.published_on, report.title) for report in row.reports] == [
        ("The Monitor", date(2016, 1, 1), "Four killed, it says"),
        ("Agency", date(2016, 1, 2), "Clash; four dead"),
    ]
    assert [mention.named for mention in row.mentions] == ["The Monitor", "a local doctor"]


def test_whom_the_dataset_only_names_claims_nothing():
    claims = coded(source_original="SOHR").claims
    assert {claim.claimant.name for claim in claims} == {"Uppsala Conflict Data Program (UCDP-GED)"}
    assert {claim.derived_from for claim in claims} == {None}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SOHR, Airwars", ["SOHR", "Airwars"]),
        ("SOHR/Waha Report; VDC", ["SOHR", "Waha Report", "VDC"]),
        ("SOHR and airwars", ["SOHR", "airwars"]),
        ("Orient News and SNHR", ["Orient News", "SNHR"]),
        ("Sound and Picture, sohr, SOHR", ["Sound and Picture", "sohr"]),
        ("Ministry of Health and Population", ["Ministry of Health and Population"]),
        ("NA", []),
        ("", []),
    ],
)
def test_names_are_parted_where_the_file_parts_them(text, names):
    assert [mention.named for mention in coded(source_original=text).mentions] == names


@pytest.mark.parametrize(
    ("kind", "civilians", "harm"),
    [(1, 4, "unclear"), (1, 0, "unclear"), (2, 4, "unclear"), (3, 4, "targeted"), (3, 0, "targeted")],
)
def test_harm_to_civilians_is_told_by_one_sided_violence_alone(kind, civilians, harm):
    deaths = {"deaths_a": 4 - civilians, "deaths_b": 0, "deaths_civilians": civilians}
    assert coded(type_of_violence=kind, **deaths).civilian_harm == harm


def test_what_a_dataset_says_of_the_sides_is_its_own():
    assert {part.standing for part in coded().parts} == {"coded"}


def test_a_source_column_of_the_old_kind_is_kept_and_flagged():
    row = coded(source_article="R 5/1/1989 “Four killed”")
    assert (row.reports, row.flags) == ([], ["sources-not-parsed"])


@pytest.mark.parametrize("day", ["2199-05-01", "2017-02-30"])
def test_a_report_of_a_day_that_is_none_yet_keeps_its_headline_and_is_flagged(day):
    row = coded(source_article=f'"R,{day},Four killed"')
    assert [(report.title, report.published_on) for report in row.reports] == [("Four killed", None)]
    assert row.flags == ["publication-day-not-read"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"best": "many"}, "is no whole number"),
        ({"best": "1.5"}, "no whole number"),
        ({"best": ""}, "best estimate is empty"),
        ({"best": "-1"}, "no number of people"),
        ({"country": "Atlantis"}, "No country is known"),
        ({"latitude": "95"}, "does not lie on the earth"),
        ({"type_of_violence": "4"}, "not 1, 2 or 3"),
        ({"id": ""}, "id is empty"),
        ({"date_start": "", "date_end": "", "year": ""}, "There is no date"),
        ({"latitude": "north"}, "no number"),
        ({"id": "NA"}, "id is empty"),
        ({"id": "1.23E+05"}, "shortened"),
    ],
)
def test_a_row_that_cannot_be_says_why(changed, reason):
    with pytest.raises(Rejected, match=reason):
        coded(**changed)


def test_another_table_is_refused_as_a_whole():
    with pytest.raises(Rejected, match="not UCDP GED"):
        Ged("1", ("event_id_cnty", "fatalities"))


def test_what_a_table_does_not_say_stays_unknown():
    who = ["Syria", "State-based violence", "Syria: Government", "Government of Syria", "IS"]
    cells = ["7", "2017", "7", "31", *who, "34.5", "36.1", "6", "6", "6"]
    row = Ged("21.1", SAMPLE).code(dict(zip(SAMPLE, cells, strict=True)))
    assert (row.precision, row.earliest) == ("unknown", date(2017, 7, 31))
    assert row.tags == ["date-precision-not-given", "place-precision-not-given"]
    assert [(cell.status, cell.side) for cell in row.figures] == [("unknown", "")]


@pytest.mark.skipif(not DATA.exists(), reason="the real files are not at hand")
@pytest.mark.parametrize(
    ("name", "ends", "broken"),
    [("ged_syria_2016_2018.csv.gz", ("low", "best", "high"), 69),
     ("ged211_sample_176579.csv.gz", ("low_death", "best_death", "high_death"), 1462)],
)  # fmt: skip
def test_totals_of_every_real_row_are_the_file_s_but_for_flagged_ones(name, ends, broken):
    with gzip.open(DATA / name, "rt", encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        coder = Ged("1", tuple(reader.fieldnames or ()))
        differing = []
        for given in reader:
            row = coder.code(given)
            if sums(row) != tuple(int(given[end]) for end in ends):
                assert {"low-above-best", "high-below-best"} & set(row.flags)
                differing.append(row.key)
    assert len(differing) == broken


def test_precisions_are_those_of_the_codebook_s_crosswalk():
    for code, precision in PRECISIONS.items():
        assert precision == next(ours for ours in DatePrecision if ours.crosswalk.ucdp == code)
    assert set(PRECISIONS) == {ours.crosswalk.ucdp for ours in DatePrecision if ours.crosswalk.ucdp}


def test_a_row_without_a_title_gets_one_of_its_place_day_and_sides():
    result = Coding(Ged("19.1", COLUMNS)).coded(SourceRow(2, event()))
    assert result.row is not None
    assert result.row.title_is_built
    assert result.row.title == (
        "Milltown, 1 January 2016: fighting between the Government of Syria and the Northern Brigade"
    )
    assert result.row.violence_type == "state_based"
