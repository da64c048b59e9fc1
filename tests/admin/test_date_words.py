"""Dates as people write them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from incidents.intake.date_words import NotADate, read_date, say_date

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
}


@pytest.mark.parametrize("words", READ)
def test_words_are_read(words):
    value = read_date(words)
    assert (str(value.earliest), str(value.latest), value.precision, value.time_of_day) == READ[words]


@pytest.mark.parametrize("words", [words for words in READ if "week" not in words])
def test_what_is_said_is_read_as_the_same_days(words):
    value = read_date(words)
    again = read_date(say_date(value))
    assert (again.earliest, again.latest, again.time_of_day) == (
        value.earliest,
        value.latest,
        value.time_of_day,
    )


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


def test_widget_is_for_the_desk_only(client, sign_in, outsider):
    for who in (client, sign_in(outsider)):
        assert who.get(reverse("admin:incidents_read_date"), {"words": "2021"}).status_code in (302, 403)
