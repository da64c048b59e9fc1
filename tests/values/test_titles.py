"""Titles that are built: place, days, sides and kind, in each language of the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from django.conf import settings

from incidents.codebook import DatePrecision, EventType, Extent, SubEventType, ViolenceType
from incidents.titles import LANGUAGES, LONGEST, TitleParts, days_in, label_of, scope_of, title_in

RAQQA = TitleParts(
    place="Raqqa",
    scope="at",
    earliest=date(2017, 5, 29),
    latest=date(2017, 5, 29),
    precision=DatePrecision.DAY,
    extent=Extent.SINGLE,
    side_a=("IS",),
    side_b=("Syrian Democratic Forces",),
    violence=ViolenceType.STATE_BASED,
)


def changed(**parts: object) -> TitleParts:
    return replace(RAQQA, **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "parts, title",
    [
        ({}, "Raqqa, 29 May 2017: fighting between IS and the Syrian Democratic Forces"),
        ({"violence": ViolenceType.ONE_SIDED}, "Raqqa, 29 May 2017: violence by IS against civilians"),
        ({"side_a": ("Government of Syria",), "side_b": ("IS",), "scope": "near"},
         "Near Raqqa, 29 May 2017: fighting between the Government of Syria and IS"),
        ({"scope": "in", "place": "Idlib", "side_b": ("PKK", "YPG"), "extent": Extent.SERIES},
         "Somewhere in Idlib, 29 May 2017: fighting between IS and PKK and YPG (a series)"),
        ({"place": "", "extent": Extent.AGGREGATE, "precision": DatePrecision.YEAR, "earliest": date(2017, 1, 1),
          "latest": date(2017, 12, 31)},
         "2017: fighting between IS and the Syrian Democratic Forces (a sum)"),
        ({"violence": "", "label": "Air/drone strike", "others": ("Airwars",)},
         "Raqqa, 29 May 2017: air/drone strike, IS, the Syrian Democratic Forces and Airwars"),
        ({"violence": ViolenceType.STATE_BASED, "side_b": (), "label": "Unclear"}, "Raqqa, 29 May 2017: unclear, IS"),
    ],
)  # fmt: skip
def test_english_titles(parts: dict[str, object], title: str):
    assert title_in("en", changed(**parts)) == title


@pytest.mark.parametrize(
    "earliest, latest, precision, words",
    [
        ("2017-05-29", "2017-05-31", "day", "29–31 May 2017"),
        ("2017-05-29", "2017-06-01", "day", "29 May 2017 – 1 June 2017"),
        ("2017-05-29", "2017-05-31", "days", "between 29 May 2017 and 31 May 2017"),
        ("2017-05-01", "2017-05-31", "month", "May 2017"),
        ("2017-05-01", "2017-05-31", "day", "1–31 May 2017"),
        ("2017-01-01", "2017-12-31", "period", "2017"),
        ("2017-01-01", "2018-12-31", "period", "between 1 January 2017 and 31 December 2018"),
        ("2017-05-29", "2017-05-29", "unknown", "29 May 2017"),
    ],
)
def test_days_that_are_not_sharp_are_not_said_to_be(earliest: str, latest: str, precision: str, words: str):
    days = {"earliest": date.fromisoformat(earliest), "latest": date.fromisoformat(latest)}
    assert days_in("en", changed(**days, precision=precision)) == words


def test_every_language_of_the_record_has_titles():
    assert set(LANGUAGES) == {code for code, _name in settings.CONTENT_LANGUAGES}
    everything = product(LANGUAGES, Extent.values, ("at", "near", "in"), DatePrecision.values)
    made = {
        (language, title_in(language, changed(extent=extent, scope=scope, precision=precision)))
        for language, extent, scope, precision in everything
    }
    assert len(made) >= len(LANGUAGES) * 9
    assert all("{" not in title and 0 < len(title) <= LONGEST for _language, title in made)
    assert title_in("ar", changed()) == "Raqqa، 29 أيار 2017: قتال بين IS وSyrian Democratic Forces"
    assert all(len(language.months) == 12 for language in LANGUAGES.values())


def test_a_kind_that_a_language_cannot_say_makes_no_title():
    assert title_in("ckb", changed(violence="")) == ""


def test_a_long_title_is_cut_where_the_desk_ends():
    assert len(title_in("en", changed(side_a=("x" * 190,)))) == LONGEST


def test_what_a_point_or_an_area_says_of_the_place():
    assert scope_of("locality", None) == scope_of("locality", 5) == "at"
    assert scope_of("locality", 25) == "near"
    assert scope_of("admin1", None) == "in"


def test_other_kinds_go_by_their_type():
    assert label_of(EventType.UNCLEAR, SubEventType.OTHER) == str(EventType.UNCLEAR.label)
