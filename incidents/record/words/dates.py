"""Dates in words, with what is not known said as well."""

from calendar import monthrange
from datetime import date

from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ...codebook import DatePrecision, TimeOfDay
from ..document import Occurred, Period


def day(value: date) -> str:
    """“20 April 2021”."""
    return formatted(value, pgettext("date format: 20 April 2021", "j F Y"))


def day_of(iso: str | None) -> str:
    """The same from an ISO date; empty for nothing."""
    return day(date.fromisoformat(iso)) if iso else ""


def month(value: date) -> str:
    return formatted(value, pgettext("date format: April 2021", "F Y"))


def short_month(value: date) -> str:
    return formatted(value, pgettext("date format: Apr 2021", "M Y"))


def when(occurred: Occurred) -> str:
    """“20–21 April 2021, from the evening”, “in February 2021, day not known”."""
    first, last = date.fromisoformat(occurred.earliest), date.fromisoformat(occurred.latest)
    if occurred.precision == DatePrecision.DAY:
        parts_of_day = _parts_of_day() if first == last else _from_parts_of_day()
        part, days = parts_of_day.get(occurred.time_of_day or "", ""), _days(first, last)
        return _("%(days)s, %(part_of_day)s") % {"days": days, "part_of_day": part} if part else days
    if occurred.precision == DatePrecision.UNKNOWN:
        return _("%(days)s, how exact is not stated") % {"days": _days(first, last)}
    if _is_year(first, last):
        return _("in %(year)s, month and day not known") % {"year": first.year}
    if _is_month(first, last):
        return _("in %(month)s, day not known") % {"month": month(first)}
    return _("some time between %(first)s and %(last)s") % {"first": day(first), "last": day(last)}


def on(occurred: Occurred) -> str:
    """A short form for lists: no weekday, no time of day."""
    first, last = date.fromisoformat(occurred.earliest), date.fromisoformat(occurred.latest)
    if occurred.precision == DatePrecision.DAY:
        return _days(first, last)
    if _is_year(first, last):
        return str(first.year)
    return month(first) if _is_month(first, last) else _days(first, last)


def period(value: Period) -> str:
    """“from 3 March 2014”, “2014–2019” in full days, “until …”; empty where both ends are unknown."""
    match value.start, value.end:
        case None, None:
            return ""
        case start, None:
            return _("from %(day)s") % {"day": day_of(start)}
        case None, end:
            return _("until %(day)s") % {"day": day_of(end)}
    return _("%(first)s to %(last)s") % {"first": day_of(value.start), "last": day_of(value.end)}


def _days(first: date, last: date) -> str:
    """“20 April 2021”, “20–21 April 2021”, “30 April – 2 May 2021”."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return _("%(first)s–%(last)s") % {"first": first.day, "last": day(last)}
    if first.year == last.year:
        opening = formatted(first, pgettext("date format: 20 April", "j F"))
        return _("%(first)s – %(last)s") % {"first": opening, "last": day(last)}
    return _("%(first)s – %(last)s") % {"first": day(first), "last": day(last)}


def _is_month(first: date, last: date) -> bool:
    return first.day == 1 and last == first.replace(day=monthrange(first.year, first.month)[1])


def _is_year(first: date, last: date) -> bool:
    return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year


def _parts_of_day() -> dict[str, str]:
    return {
        TimeOfDay.NIGHT: _("at night"),
        TimeOfDay.EARLY: _("in the early hours"),
        TimeOfDay.MORNING: _("in the morning"),
        TimeOfDay.AFTERNOON: _("in the afternoon"),
        TimeOfDay.EVENING: _("in the evening"),
    }


def _from_parts_of_day() -> dict[str, str]:
    """For what went on into another day."""
    return {
        TimeOfDay.NIGHT: _("from the night"),
        TimeOfDay.EARLY: _("from the early hours"),
        TimeOfDay.MORNING: _("from the morning"),
        TimeOfDay.AFTERNOON: _("from the afternoon"),
        TimeOfDay.EVENING: _("from the evening"),
    }
