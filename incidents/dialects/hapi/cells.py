"""Counting: incidents by kind, month and division, each in the one place and month it surely belongs to.

An incident counts in its main place and in the month of its days. What lasted from one month into the next counts in
the first; what only happened *some time* within several months counts in none, since no month of them can be named.
Sums and series (``extent``) are left out: they are no number of events.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections

from ...codebook import CivilianHarm, DatePrecision, EventType, ViolenceType
from ...record import terms
from ...record.entry_set import EntrySet


class Kind(StrEnum):
    """HAPI's three kinds. They overlap: deliberate violence against civilians is political violence too."""

    CIVILIANS = "civilian_targeting"
    DEMONSTRATION = "demonstration"
    POLITICAL = "political_violence"


_POLITICAL = [EventType.BATTLE.value, EventType.EXPLOSION.value, EventType.CIVILIANS.value]
_DETERMINED = [terms.violence(one) for one in ViolenceType if one != ViolenceType.UNDETERMINED]
"""What a dataset calls violence of organised actors is that, though it does not say of what kind."""


@dataclass(frozen=True, slots=True)
class Cell:
    country: str
    admin1_id: str | None
    admin1: str | None
    admin2_id: str | None
    admin2: str | None
    level: int
    kind: str
    month: date
    events: int
    fatalities: int | None
    """Of the incidents that have a best figure; ``None`` where none has."""


# The narrowest division known of each incident, or the one asked for, in which all below it are counted.
_LEVELS = {
    None: "CASE WHEN row.admin2_id IS NOT NULL THEN 2 WHEN row.admin1_id IS NOT NULL THEN 1 ELSE 0 END",
    0: "0",
    1: "CASE WHEN row.admin1_id IS NOT NULL THEN 1 END",
    2: "CASE WHEN row.admin2_id IS NOT NULL THEN 2 END",
}
_CELLS = """
SELECT row.country,
    CASE WHEN at.level >= 1 THEN row.admin1_id END, max(CASE WHEN at.level >= 1 THEN row.admin1 END),
    CASE WHEN at.level = 2 THEN row.admin2_id END, max(CASE WHEN at.level = 2 THEN row.admin2 END),
    at.level, kind.code, at.month, count(*), sum(row.killed_best)
FROM ({found}) AS found (sequence, terms)
JOIN record_row AS row USING (sequence)
CROSS JOIN LATERAL (SELECT {level} AS level, date_trunc('month', row.date_from)::date AS month) AS at
CROSS JOIN LATERAL (VALUES
    (%(civilians)s, row.event_type = %(against)s OR row.event_type = %(explosion)s AND row.civilian_harm = %(aimed)s),
    (%(demonstration)s, row.event_type = %(gathering)s),
    (%(political)s, row.event_type = ANY(%(violent)s)
        OR row.event_type = %(unclear)s AND found.terms && %(determined)s::text[])
) AS kind (code, holds)
WHERE kind.holds AND kind.code = ANY(%(kinds)s) AND row.country IS NOT NULL AND at.level IS NOT NULL
    AND (row.date_precision = %(lasting)s OR date_trunc('month', row.date_to)::date = at.month)
GROUP BY 1, 2, 4, 6, 7, 8
ORDER BY 1, 2 NULLS FIRST, 4 NULLS FIRST, 8, 7
LIMIT %(limit)s OFFSET %(offset)s
"""


def cells(
    found: EntrySet, *, kinds: list[Kind], level: int | None, limit: int, offset: int
) -> Iterator[Cell]:
    """Counts over what was found, in the order of their places and months. One query."""
    try:
        sql, parameters = found.order_by().values_list("edition_id", "terms").query.sql_with_params()
    except EmptyResultSet:
        return
    with connections[found.db].cursor() as cursor:
        inner = cursor.mogrify(sql, parameters).decode().replace("%", "%%")
        asked = _codes() | {"kinds": [one.value for one in kinds], "limit": limit, "offset": offset}
        cursor.execute(_CELLS.format(found=inner, level=_LEVELS[level]), asked)
        rows = cursor.fetchall()
    yield from (Cell(*row) for row in rows)


def _codes() -> dict[str, Any]:
    return {
        "civilians": Kind.CIVILIANS.value,
        "demonstration": Kind.DEMONSTRATION.value,
        "political": Kind.POLITICAL.value,
        "against": EventType.CIVILIANS.value,
        "explosion": EventType.EXPLOSION.value,
        "gathering": EventType.DEMONSTRATION.value,
        "aimed": CivilianHarm.TARGETED.value,
        "violent": _POLITICAL,
        "unclear": EventType.UNCLEAR.value,
        "determined": _DETERMINED,
        "lasting": DatePrecision.DAY.value,
    }
