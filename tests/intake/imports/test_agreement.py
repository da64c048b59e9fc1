"""Values of one row that do not agree: points against countries, days and reports against each other."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.intake.imports.engine.agreement import FOREIGN_KM, agreed, misplaced
from incidents.intake.imports.engine.coded import (
    CodedPlace,
    CodedRow,
    NamedPlace,
    NamedReport,
    NamedSource,
    Rejected,
)
from incidents.outlines import country_at, km_outside, outlines


def row(
    country: str, lat: float, lon: float, *, last: str = "2021-04-20", published: date | None = None
) -> CodedRow:
    where = NamedPlace("Milltown", "locality", country, NamedPlace("", "country", country), lat, lon)
    return CodedRow(
        key="1", title="An attack", summary="", event_type="battle", sub_event_type="armed_clash",
        earliest=date(2021, 4, 20), latest=date.fromisoformat(last),
        places=[CodedPlace(where, radius_km=25, lat=lat, lon=lon)],
        reports=[NamedReport(NamedSource("The Monitor"), "Clashes", published)],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("country", "lat", "lon"),
    [("SY", 36.528, 37.955), ("SY", 33.513, 36.292), ("IQ", 36.34, 43.13), ("SY", 36.83, 40.01), ("YE", 15.35, 44.2),
     ("RU", 66.5, 66.6), ("FJ", -16.5, 179.9), ("IL", 33.223, 35.83), ("SY", 35.5, 35.7)],
)  # fmt: skip
def test_a_point_in_its_country_or_just_beyond_a_border_stands(country, lat, lon):
    given_row = row(country, lat, lon)
    assert agreed(given_row, mendable=True) == given_row


@pytest.mark.parametrize(
    ("country", "lat", "lon", "says"),
    [
        ("SY", 37.955, 36.528, "126 km outside Syria, in Turkey. Latitude and longitude swapped? 36.528, 37"),
        ("SY", 35.3, -38.9, "Is a minus missing or too much?"),
        ("IQ", -33.3, 44.4, "at the latitude? 33.3, 44.4 lies in Iraq"),
        ("SY", 33.3, 44.4, "outside Syria, in Iraq. Correct the point or the country"),
        ("YE", 35.3, 38.9, "outside Yemen, in Syria"),
        ("YE", 44.2, 15.35, "far from every city of Yemen. Latitude and longitude swapped? 15.35, 44.2"),
        ("MX", 19.25585, 19.25585, "far from every city of Mexico"),
    ],
)  # fmt: skip
def test_a_point_in_another_country_sets_the_row_aside_with_what_may_be_meant(country, lat, lon, says):
    with pytest.raises(Rejected) as refusal:
        agreed(row(country, lat, lon), mendable=True)
    assert says in str(refusal.value)


def test_of_a_dataset_that_nobody_here_can_mend_the_point_alone_is_left_out():
    left = agreed(row("MX", 19.25585, 19.25585), mendable=False)
    [place] = left.places
    assert (place.lat, place.lon, place.radius_km, place.where.lat, place.where.name) == (
        None, None, None, None, "Milltown",
    )  # fmt: skip
    assert left.flags == ["point-outside-country"]
    assert "far from every city of Mexico" in left.notes[0]


@pytest.mark.parametrize("country", ["SY", "GH", "YE"])
def test_the_point_nought_nought_is_none(country):
    left = agreed(row(country, 0.0, 0.0), mendable=True)
    assert (left.places[0].lat, left.places[0].where.lat, left.flags) == (None, None, ["point-zero-left-out"])


def test_reports_before_the_event_and_days_years_apart_are_flagged():
    odd = agreed(
        row("SY", 35.3, 38.9, last="2029-04-20", published=date(2021, 4, 19)), mendable=True
    )  # fmt: skip
    assert odd.flags == ["published-before-event", "days-years-apart"]
    assert odd.notes[0] == "A report of 2021-04-19 cannot tell of 2021-04-20."
    assert agreed(row("SY", 35.3, 38.9, published=date(2021, 4, 20)), mendable=True).flags == []


@given(st.sampled_from(outlines().divisions))
def test_every_label_of_a_division_lies_in_its_country_and_never_elsewhere(division):
    lon, lat = division.label
    assert km_outside(division.country, lat, lon) <= FOREIGN_KM
    assert not misplaced(division.country, lat, lon)
    if (where := country_at(lat, lon)) is not None:
        assert where == division.country
