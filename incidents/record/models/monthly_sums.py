"""Sums by month or day for counting incidents: small tables, each for some of the ways to group.

All keys together in one table would hold nearly as many rows as there are incidents. Which ways of grouping have a
table of their own follows from how often they are asked for and how few combinations there are.
"""

from .measures import SQL
from .summary import Summary

FLAT = "record_entry AS entry JOIN record_row AS flat ON flat.sequence = entry.sequence"


def start_of(unit: str, day: str) -> str:
    """First day of the year, month, ISO week or day that a day is in. A date alone would be read in a time zone."""
    return f"date_trunc('{unit}', {day}::timestamp)::date"


def fits(unit: str) -> str:
    """Whether an incident can be placed in one period: its days are exact, or all lie in the same period."""
    return f"(flat.date_precision = 'day' OR {start_of(unit, 'flat.date_from')} = {start_of(unit, 'flat.date_to')})"


def _fit(fine: str, coarse: str) -> str:
    return f"CASE WHEN {fits(fine)} THEN 0 WHEN {fits(coarse)} THEN 1 ELSE 2 END"


_MONTHLY = {
    "first": start_of("month", "flat.date_from"),
    "fit": _fit("month", "year"),
    "extent": "flat.extent",
}
_DAILY = {"first": "flat.date_from", "fit": _fit("day", "week"), "extent": "flat.extent"}
_SEVERAL = {"several": "flat.places > 1"}
"""Whether other places are named too: a filter by area may then find it by one of these."""

MONTHLY_KIND = Summary(
    "record_monthly_kind",
    FLAT,
    _MONTHLY | {"event_type": "flat.event_type", "sub_event_type": "flat.sub_event_type"},
    SQL,
)
MONTHLY_GRADE = Summary(
    "record_monthly_grade",
    FLAT,
    _MONTHLY | _SEVERAL | {"country": "flat.country", "grade": "flat.grade_occurrence"},
    SQL,
)
MONTHLY_AREA = Summary(
    "record_monthly_area",
    FLAT,
    _MONTHLY
    | _SEVERAL
    | {"country": "flat.country", "admin1": "flat.admin1_id", "event_type": "flat.event_type"},
    SQL,
)
MONTHLY_ACTOR = Summary(
    "record_monthly_actor",
    f"{FLAT} LEFT JOIN LATERAL (SELECT substr(term, 7) AS actor FROM unnest(entry.terms) AS term "  # noqa: S608
    "WHERE starts_with(term, 'actor:')) AS part ON true",
    _MONTHLY | _SEVERAL | {"country": "flat.country", "actor": "part.actor"},
    SQL,
)
"""Once for each actor that takes part and each it was a member of on that day; without one for what names nobody."""
DAILY_COUNTRY = Summary("record_daily_country", FLAT, _DAILY | _SEVERAL | {"country": "flat.country"}, SQL)

FOUND_BY = {"actor": "actor:", "source": "source:", "origin": "origin:", "civilian_harm": "civilian_harm:"}
"""Filters for which sums are kept, and how their terms begin. No tags: they are free text, and what was withheld would
still be told by an empty row."""
_BEGINNINGS = " OR ".join(f"starts_with(term, '{beginning}')" for beginning in FOUND_BY.values())
MONTHLY_TERM = Summary(
    "record_monthly_term",
    f"{FLAT} JOIN LATERAL (SELECT term FROM unnest(entry.terms) AS term WHERE {_BEGINNINGS}) AS part ON true",  # noqa: S608
    _MONTHLY | _SEVERAL | {"country": "flat.country", "event_type": "flat.event_type", "term": "part.term"},
    SQL,
)
"""Once for each term that it is found by: for a filter by a single one of them."""

SUMMARIES = (MONTHLY_KIND, MONTHLY_GRADE, DAILY_COUNTRY, MONTHLY_AREA, MONTHLY_ACTOR, MONTHLY_TERM)
"""The smallest first: the first that knows all that is asked for answers."""
