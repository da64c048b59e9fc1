"""Imprecise dates in words: the inverse of ``date_words``, in English whatever the language of the interface."""

from __future__ import annotations

from datetime import date

from incidents.codebook import DatePrecision
from incidents.dates import ImpreciseDate

from .date_names import MONTHS, PRECISIONS, TIME_WORDS
from .date_words import NotADate, read_date


def say_date(value: ImpreciseDate) -> str:
    """The interval in words that ``read_date`` reads as the same, unless it lies where no date is read."""
    words = _say_days(value)
    try:
        understood = read_date(words)
    except NotADate:
        understood = value
    if understood.precision != value.precision:
        words = f"{words} ({PRECISIONS[value.precision]})"
    time_of_day = TIME_WORDS[value.time_of_day]
    if value.clock is not None:
        time_of_day = f"{time_of_day} at {value.clock:%H:%M}".strip()
    return f"{words}, {time_of_day}" if time_of_day else words


def _say_days(value: ImpreciseDate) -> str:
    first, last = value.earliest, value.latest
    if value.precision == DatePrecision.YEAR and (first, last) == _ends(ImpreciseDate.year(first.year)):
        return str(first.year)
    if value.precision == DatePrecision.MONTH and (first, last) == _ends(
        ImpreciseDate.month(first.year, first.month)
    ):
        return f"{_month_name(first)} {first.year}"
    if value.precision == DatePrecision.DAY or first == last:
        return _say_range(first, last, "–")
    return f"between {_say_range(first, last, ' and ')}"


def _ends(value: ImpreciseDate) -> tuple[date, date]:
    return value.earliest, value.latest


def _say_range(first: date, last: date, between: str) -> str:
    end = f"{last.day} {_month_name(last)} {last.year}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{between}{end}"
    wide = between if len(between) > 1 else " – "
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {_month_name(first)}{year}{wide}{end}"


def _month_name(day: date) -> str:
    return MONTHS[day.month - 1].title()
