"""Days of an event: GED's first and last day with its precision, or a single day in three columns."""

from __future__ import annotations

from datetime import date

from incidents.codebook import DatePrecision
from incidents.dates import ImpreciseDate, fits

from ..engine.coded import Rejected
from ..words.cells import Cells
from ..words.days import read_days

PRECISIONS = {
    "1": DatePrecision.DAY,
    "2": DatePrecision.DAYS,
    "3": DatePrecision.WEEK,
    "4": DatePrecision.MONTH,
    "5": DatePrecision.YEAR,
}
"""GED's date_prec (codebook 19.1). What it calls a year may be any longer period."""


def days_of(cells: Cells) -> ImpreciseDate:
    """The days of a row, normalised and flagged where they cannot be as given. Raises ``Rejected``."""
    days = [day for name in ("start", "end") if cells.has(name) and (day := cells.days(name))]
    if not days:
        return _parted(cells)
    first, last = days[0], days[-1]
    if last.latest < first.earliest:
        cells.flag("dates-swapped")
        first, last = last, first
    earliest, latest = min(first.earliest, last.earliest), max(first.latest, last.latest)
    return ImpreciseDate(earliest, latest, _precision(cells, earliest, latest))


def _precision(cells: Cells, first: date, last: date) -> DatePrecision:
    code = cells.code("date_prec")
    if not code:
        cells.flag("date-precision-not-given")
        return DatePrecision.UNKNOWN
    precision = PRECISIONS.get(code)
    if precision is None:
        cells.flag("date-precision-unknown-code")
        return DatePrecision.UNKNOWN
    if not fits(first, last, precision):
        cells.flag("days-wider-than-their-precision")
        return DatePrecision.PERIOD
    return precision


def _parted(cells: Cells) -> ImpreciseDate:
    """Year, month and day in columns of their own; without a day the month, without a month the year."""
    year, month, day = (cells.count(name) if cells.has(name) else None for name in ("year", "month", "day"))
    if year is None:
        raise Rejected("There is no date: neither a first day nor a year is given.")
    try:
        when = read_days(f"{year:04}-{month or 0:02}-{day or 0 if month else 0:02}")
    except ValueError as problem:
        raise Rejected(f"The day is {year}-{month or ''}-{day or ''}: {problem}") from None
    if when.precision != DatePrecision.DAY:
        return when
    return ImpreciseDate(when.earliest, when.latest, _precision(cells, when.earliest, when.latest))
