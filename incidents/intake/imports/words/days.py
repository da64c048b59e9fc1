"""Days of an event: GED's first and last day with its precision, or a single day in three columns.

What is not written as GED writes days sets the row aside: spreadsheets turn days into forms of which nobody can say
whether the day or the month comes first. Only a day that no calendar has, such as 30 February, is widened to its month.
"""

from __future__ import annotations

import re
from datetime import date
from typing import assert_never

from incidents.codebook import DatePrecision
from incidents.dates import ImpreciseDate, fits

from ..engine.coded import Rejected
from .cells import Cells

PRECISIONS = {
    "1": DatePrecision.DAY,
    "2": DatePrecision.DAYS,
    "3": DatePrecision.WEEK,
    "4": DatePrecision.MONTH,
    "5": DatePrecision.YEAR,
}
"""GED's date_prec (codebook 19.1). What it calls a year may be any longer period."""

_WRITTEN = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?", re.ASCII)


def days_of(cells: Cells) -> ImpreciseDate:
    """The days of a row, normalised and flagged where they cannot be as given. Raises ``Rejected`` for other forms."""
    if not cells.has("start") or not (cells.text("start") or cells.text("end")):
        return _parted(cells)
    days = [day for name in ("start", "end") if (day := _day(cells, name))]
    first, last = days[0], days[-1]
    if last.latest < first.earliest:
        cells.flag("dates-swapped")
        first, last = last, first
    earliest, latest = min(first.earliest, last.earliest), max(first.latest, last.latest)
    return ImpreciseDate(earliest, latest, _precision(cells, earliest, latest))


def _day(cells: Cells, name: str) -> ImpreciseDate | None:
    """A day, or the month of a day that cannot be; nothing in an empty cell."""
    if not (text := cells.text(name)):
        return None
    match = _WRITTEN.fullmatch(text)
    if match is None or not 1 <= int(match[2]) <= 12 or not int(match[1]):
        column = cells.names[name]
        raise Rejected(f"{column} is “{text}”, which is no day written as year, month and day: 2016-01-15.")
    return _calendar_day(cells, int(match[1]), int(match[2]), int(match[3]))


def _calendar_day(cells: Cells, year: int, month: int, day: int) -> ImpreciseDate:
    try:
        return ImpreciseDate.day(date(year, month, day))
    except ValueError:
        cells.flag("impossible-date")
        return ImpreciseDate.month(year, month)


def _precision(cells: Cells, first: date, last: date) -> DatePrecision:
    code = cells.text("date_prec")
    if not code:
        cells.flag("date-precision-not-given")
        return DatePrecision.UNKNOWN
    precision = PRECISIONS.get(code)
    if precision is None:
        cells.flag("date-precision-unknown-code")
        return DatePrecision.UNKNOWN
    if "impossible-date" in cells.flags:
        precision = _within_a_month(precision)
    if not fits(first, last, precision):
        cells.flag("days-wider-than-their-precision")
        return DatePrecision.PERIOD
    return precision


def _within_a_month(precision: DatePrecision) -> DatePrecision:
    """The precision of an interval that had to be widened to its month."""
    match precision:
        case DatePrecision.DAY | DatePrecision.DAYS | DatePrecision.WEEK:
            return DatePrecision.MONTH
        case DatePrecision.MONTH | DatePrecision.YEAR | DatePrecision.PERIOD | DatePrecision.UNKNOWN:
            return precision
        case _:
            assert_never(precision)


def _parted(cells: Cells) -> ImpreciseDate:
    """Year, month and day in columns of their own; without a day the month, without a month the year."""
    year, month, day = (cells.count(name) if cells.has(name) else None for name in ("year", "month", "day"))
    if year is None or not 1 <= year <= 9999:
        raise Rejected(f"There is no date: the year is “{cells.text('year')}”.")
    if not month:
        return ImpreciseDate.year(year)
    if not 1 <= month <= 12:
        raise Rejected(f"{cells.names['month']} is {month}, which is no month.")
    if not day:
        return ImpreciseDate.month(year, month)
    when = _calendar_day(cells, year, month, day)
    if when.days > 1:
        return when
    return ImpreciseDate(when.earliest, when.latest, _precision(cells, when.earliest, when.latest))
