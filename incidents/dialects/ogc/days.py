"""Parsing of ``datetime`` into days in UTC, since incidents are known by the day."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from django.utils.translation import gettext as _

from .errors import ParameterError

OPEN = ("", "..")
"""An end of an interval that is not bounded."""

_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[Tt ](?:(?P<time>\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?)(?P<zone>[Zz]|[-+ ]\d{2}:?\d{2})?)?)?"
)


def read_days(text: str) -> dict[str, str]:
    """``from`` and ``to`` of the record's grammar. An end may be open: ``..`` or nothing."""
    ends = text.split("/")
    if len(ends) > 2 or not text:
        raise ParameterError(_wrong_moment())
    first, last = (_day(end, single=len(ends) == 1) for end in (ends[0], ends[-1]))
    if first and last and first > last:
        raise ParameterError(_("ends before it begins"))
    days = {"from": first, "to": last}
    return {name: day.isoformat() for name, day in days.items() if day}


def _day(text: str, *, single: bool) -> date | None:
    if text in OPEN and not single:
        return None
    match = _MOMENT.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        return _in_utc(match)
    except (ValueError, OverflowError):
        raise ParameterError(_wrong_moment()) from None


def _in_utc(match: re.Match[str]) -> date:
    """The day of an instant; GDAL leaves out the time but not its T, and QGIS the zone."""
    if match["time"] is None:
        return date.fromisoformat(match["day"])
    # A plus sign in an address is read as a space unless it was escaped.
    zone = (match["zone"] or "Z").upper().replace(" ", "+")
    clock = match["time"] if ":" in match["time"] else f"{match['time']}:00"
    return datetime.fromisoformat(f"{match['day']}T{clock}{zone}").astimezone(UTC).date()


def _wrong_moment() -> str:
    return _("is an instant or an interval such as 2021-04-20T00:00:00Z or 2021-04-01/.. (RFC 3339)")


def merge_halves(*intervals: str) -> list[str]:
    """``since/..`` and ``../until``, which GDAL writes apart, as one interval; any other two stay two."""
    since = [interval.split("/")[0] for interval in intervals if interval.endswith(("/..", "/"))]
    until = [interval.split("/")[-1] for interval in intervals if interval.startswith(("../", "/"))]
    return [f"{since[0]}/{until[0]}"] if len(since) == len(until) == 1 else list(intervals)
