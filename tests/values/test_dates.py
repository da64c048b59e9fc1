"""An imprecise date is an interval that knows how it is to be read."""

from datetime import date

import pytest

from incidents.codebook import DatePrecision
from incidents.dates import ImpreciseDate, fits


def test_a_day_lasts_one_day() -> None:
    assert ImpreciseDate.day(date(2021, 4, 20)).days == 1


def test_a_month_runs_to_its_last_day_in_a_leap_year_too() -> None:
    february = ImpreciseDate.month(2020, 2)
    assert (february.latest, february.precision) == (date(2020, 2, 29), DatePrecision.MONTH)


def test_a_year_runs_from_january_to_december() -> None:
    assert ImpreciseDate.year(2016).days == 366


def test_the_ends_cannot_be_the_wrong_way_round() -> None:
    with pytest.raises(ValueError, match="2021-04-19 is before 2021-04-20"):
        ImpreciseDate(date(2021, 4, 20), date(2021, 4, 19))


@pytest.mark.parametrize(
    ("latest", "precision", "expected"),
    [
        (date(2021, 2, 28), "month", True),
        (date(2021, 4, 30), "month", False),
        (date(2021, 2, 5), "days", True),
        (date(2021, 2, 20), "week", False),
        (date(2031, 1, 1), "period", True),
        (date(2031, 1, 1), "day", True),
    ],
)
def test_a_precision_bounds_the_interval(latest: date, precision: str, expected: bool) -> None:
    assert fits(date(2021, 2, 1), latest, precision) is expected
