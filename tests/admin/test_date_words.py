"""Dates as people write them."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.codebook import DatePrecision, TimeOfDay
from incidents.dates import ImpreciseDate, fits
from incidents.intake.date_words import NotADate, read_date
from incidents.intake.said_dates import say_date
from tests import factories as make

from .browsing import open_form, send

READ = {
    "2021-02": ("2021-02-01", "2021-02-28", "month", "unknown"),
    "20–21 April 2021": ("2021-04-20", "2021-04-21", "day", "unknown"),
    "early 2016": ("2016-01-01", "2016-04-30", "period", "unknown"),
    "mid-2016": ("2016-05-01", "2016-08-31", "period", "unknown"),
    "20.4.2021": ("2021-04-20", "2021-04-20", "day", "unknown"),
    "April 20, 2021": ("2021-04-20", "2021-04-20", "day", "unknown"),
    "30 December 2020 - 2 January 2021": ("2020-12-30", "2021-01-02", "day", "unknown"),
    "between 3 and 5 May 2019": ("2019-05-03", "2019-05-05", "days", "unknown"),
    "the night of 20 April 2021": ("2021-04-20", "2021-04-20", "day", "night"),
    "Tuesday 20 April 2021, evening": ("2021-04-20", "2021-04-20", "day", "evening"),
    "late Feb 2021": ("2021-02-21", "2021-02-28", "week", "unknown"),
    "2021-04-20/2021-04-21": ("2021-04-20", "2021-04-21", "day", "unknown"),
    "from March to May 2016": ("2016-03-01", "2016-05-31", "period", "unknown"),
    "about 20 April 2021": ("2021-04-18", "2021-04-22", "days", "unknown"),
    "week of 3 May 2021": ("2021-05-03", "2021-05-09", "week", "unknown"),
    "2016": ("2016-01-01", "2016-12-31", "year", "unknown"),
    "٢٠٢١-٠٤-٢٠": ("2021-04-20", "2021-04-20", "day", "unknown"),
    "20 نيسان 2021": ("2021-04-20", "2021-04-20", "day", "unknown"),
    "شباط 2021": ("2021-02-01", "2021-02-28", "month", "unknown"),
    "مساء 20 أبريل ٢٠٢١": ("2021-04-20", "2021-04-20", "day", "evening"),
    "3 May 2021 (within a week)": ("2021-05-03", "2021-05-03", "week", "unknown"),
}


@pytest.mark.parametrize("words", READ)
def test_words_are_read(words):
    value = read_date(words)
    assert (str(value.earliest), str(value.latest), value.precision, value.time_of_day) == READ[words]


@st.composite
def stored(draw: st.DrawFn) -> ImpreciseDate:
    """Whatever the desk can store: any precision, any time of day, an hour or none."""
    first = draw(st.dates(date(1800, 1, 1), timezone.localdate()))
    precision = draw(st.sampled_from(DatePrecision))
    longest = timezone.localdate() - first
    kinds = [ImpreciseDate.month(first.year, first.month), ImpreciseDate.year(first.year)]
    whole = draw(st.sampled_from([None, *kinds]))
    last = first + draw(
        st.timedeltas(timedelta(0), longest) | st.timedeltas(timedelta(0), min(longest, timedelta(7)))
    )
    earliest, latest = (whole.earliest, whole.latest) if whole else (first, last)
    if not fits(earliest, latest, precision):
        latest = earliest
    clock = draw(st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0)))
    times = [value for value in TimeOfDay if clock is None or value != TimeOfDay.UNKNOWN]
    return ImpreciseDate(earliest, latest, precision, draw(st.sampled_from(times)), clock)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(stored())
def test_what_is_said_is_read_as_the_same(value):
    with override("ar"):
        words = say_date(value)
    assert read_date(words) == value, words


PUBLISHED = date(2021, 10, 21)  # a Thursday
RESOLVED = {
    "Wednesday night": ("2021-10-20", "night"),
    "on Thursday": ("2021-10-21", "unknown"),
    "last Thursday": ("2021-10-14", "unknown"),
    "on Tuesday morning": ("2021-10-19", "morning"),
    "yesterday evening": ("2021-10-20", "evening"),
    "this morning": ("2021-10-21", "morning"),
    "last night": ("2021-10-20", "night"),
    "two days ago": ("2021-10-19", "unknown"),
    "3 May": ("2021-05-03", "unknown"),
    "24 December": ("2020-12-24", "unknown"),
    "Tuesday 19 October": ("2021-10-19", "unknown"),
    "مساء الأربعاء": ("2021-10-20", "evening"),
    "فجر أمس": ("2021-10-20", "early_hours"),
    "يوم الاثنين 18 تشرين الأول": ("2021-10-18", "unknown"),
}


@pytest.mark.parametrize("words", RESOLVED)
def test_days_are_resolved_against_the_day_of_publication(words):
    value = read_date(words, PUBLISHED)
    assert (str(value.earliest), value.time_of_day) == RESOLVED[words]
    assert value.earliest == value.latest
    with pytest.raises(NotADate, match="day of publication"):
        read_date(words)


@pytest.mark.parametrize(
    "words, clock, time_of_day",
    [
        ("20 April 2021 at 14:30", time(14, 30), "afternoon"),
        ("20 April 2021, 7 p.m.", time(19), "evening"),
        ("the night of 20 April 2021, at 22:15", time(22, 15), "night"),
        ("2021-04-20 02:05", time(2, 5), "early_hours"),
    ],
)
def test_clock_times_are_kept(words, clock, time_of_day):
    value = read_date(words)
    assert (value.clock, value.time_of_day) == (clock, time_of_day)


def test_hour_of_an_incident_is_kept_in_the_words(desk):
    incident = make.IncidentFactory()
    make.CitationFactory(incident=incident, report__published_on=PUBLISHED)
    address = reverse("admin:incidents_incident_change", args=[incident.pk])
    send(desk, address, open_form(desk, address), when="Wednesday at 14:30")
    incident.refresh_from_db()
    assert (str(incident.occurred_earliest), incident.occurred_time_of_day) == ("2021-10-20", "afternoon")
    assert incident.occurred_words == "Wednesday at 14:30"


@pytest.mark.parametrize(
    "words",
    [
        "",
        "bla",
        "32 May 2019",
        "31 February 2020",
        "3 May 2199",
        "1753",
        "Monday 20 April 2021",
        "5–3 May 2020",
        "-" * 90,
        "20" * 40,
        "between and",
        "13/13/2020",
        "20 April 2021 25:00",
        "20 April 2021 13 pm",
        "٣٢ أيار ٢٠١٩",
    ],
)
def test_what_is_no_date_is_refused(words):
    with pytest.raises(NotADate):
        read_date(words)


def test_widget_asks_the_same_reader(desk):
    answer = desk.get(reverse("admin:incidents_read_date"), {"words": "February 2021"}).json()
    assert (answer["earliest"], answer["latest"], answer["precision"]) == (
        "2021-02-01",
        "2021-02-28",
        "month",
    )
    assert "problem" in desk.get(reverse("admin:incidents_read_date"), {"words": "soon"}).json()
    said = {"words": "yesterday", "said_on": "2021-10-21"}
    assert desk.get(reverse("admin:incidents_read_date"), said).json()["earliest"] == "2021-10-20"
    assert (
        "problem" in desk.get(reverse("admin:incidents_read_date"), said | {"said_on": "2021-13-50"}).json()
    )


def test_widget_is_for_the_desk_only(client, sign_in, outsider):
    for who in (client, sign_in(outsider)):
        assert who.get(reverse("admin:incidents_read_date"), {"words": "2021"}).status_code in (302, 403)
