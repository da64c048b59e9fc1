"""Periods: years, months, ISO weeks and days, with their bounds, labels and sequence."""

from collections.abc import Iterator
from datetime import date, timedelta

PERIODS = ("year", "month", "week", "day")


def start(unit: str, day: date) -> date:
    """First day of the period that a day is in."""
    match unit:
        case "year":
            return day.replace(month=1, day=1)
        case "month":
            return day.replace(day=1)
        case "week":
            return day - timedelta(days=min(day.weekday(), (day - date.min).days))
    return day


def end(unit: str, first: date) -> date:
    """Last day of the period that begins on a day."""
    following = _next(unit, first)
    return date.max if following is None else following - timedelta(days=1)


def period_label(unit: str, first: date) -> str:
    """``2021``, ``2021-04``, ``2021-W16`` (ISO 8601) or ``2021-04-20``."""
    match unit:
        case "year":
            return f"{first.year:04d}"
        case "month":
            return f"{first.year:04d}-{first.month:02d}"
        case "week":
            year, week, _day = first.isocalendar()
            return f"{year:04d}-W{week:02d}"
    return first.isoformat()


def between(unit: str, first: date, last: date) -> Iterator[date]:
    """The first days of all periods that touch the days from first to last."""
    current: date | None = start(unit, first)
    while current is not None and current <= last:
        yield current
        current = _next(unit, current)


def _next(unit: str, first: date) -> date | None:
    """The beginning of the next period; nothing after the calendar's end."""
    try:
        match unit:
            case "year":
                return first.replace(year=first.year + 1)
            case "month":
                return (first + timedelta(days=31)).replace(day=1)
        return first + timedelta(days=7 if unit == "week" else 1)
    except (OverflowError, ValueError):
        return None
