"""When: GED's first and last day with its precision, or a single day in three columns."""

from __future__ import annotations

from datetime import date

from incidents.codebook import DatePrecision
from incidents.dates import ImpreciseDate, fits

from .cells import Cells
from .coded import Rejected

PRECISIONS = {
    "1": DatePrecision.DAY,
    "2": DatePrecision.DAYS,
    "3": DatePrecision.WEEK,
    "4": DatePrecision.MONTH,
    "5": DatePrecision.YEAR,
}
"""GED's date_prec (codebook 19.1)."""


def days_of(cells: Cells) -> ImpreciseDate:
    """The days of a row, normalised and flagged where they cannot be as given. Raises ``Rejected`` without a year."""
    if not cells.has("start") or not (cells.text("start") or cells.text("end")):
        return _parted(cells)
    first, last = _day(cells, "start"), _day(cells, "end")
    first, last = first or last, last or first
    if first is None or last is None:
        return _parted(cells)
    if last < first:
        cells.flag("dates-swapped")
        first, last = last, first
    return ImpreciseDate(first, last, _precision(cells, first, last))


def _day(cells: Cells, name: str) -> date | None:
    text = cells.text(name)
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        cells.flag("impossible-date")
        return None


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
        return DatePrecision.UNKNOWN
    if not fits(first, last, precision):
        cells.flag("days-wider-than-their-precision")
        return DatePrecision.PERIOD
    return precision


def _parted(cells: Cells) -> ImpreciseDate:
    """Year, month and day in columns of their own. An impossible day leaves the month, an impossible month the year."""
    year, month, day = (cells.count(name) if cells.has(name) else None for name in ("year", "month", "day"))
    if year is None or not 1 <= year <= 9999:
        raise Rejected(f"There is no date: the year is “{cells.text('year')}”.")
    if month is None or not 1 <= month <= 12:
        _flag_unless_empty(cells, month)
        return ImpreciseDate.year(year)
    try:
        found = date(year, month, day or 0)
    except ValueError:
        _flag_unless_empty(cells, day)
        return ImpreciseDate.month(year, month)
    return ImpreciseDate(found, found, _precision(cells, found, found))


def _flag_unless_empty(cells: Cells, part: int | None) -> None:
    if part is not None:
        cells.flag("impossible-date")
