"""Counts by kind, month and division, from the precomputed sums (``record/models/division_sums.py``).

For a state before that of the sums the same is counted from the index.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connections

from ...record.models.division_sums import MONTHLY_DIVISION
from ...record.models.summary import COUNTED
from ...record.reading import ALIAS
from ...record.sums.summaries import states
from .parameters import HapiRequest

TRIES = 3
"""How often to ask again when the sums were brought up to date between two looks; each takes a publisher's while."""


@dataclass(frozen=True, slots=True)
class ConflictCount:
    """How many events of one kind in one month and division, and how many people were killed in them."""

    country: str
    admin1: str | None
    admin2: str | None
    level: int
    kind: str
    month: date
    events: int
    fatalities: int | None
    """Of the incidents that have a best figure; ``None`` where none has."""


# The narrowest division known of each incident, or the one asked for, in which all below it are counted.
_LEVELS = {
    None: "CASE WHEN admin2 IS NOT NULL THEN 2 WHEN admin1 IS NOT NULL THEN 1 ELSE 0 END",
    0: "0",
    1: "CASE WHEN admin1 IS NOT NULL THEN 1 END",
    2: "CASE WHEN admin2 IS NOT NULL THEN 2 END",
}
_COUNTS = """
SELECT country, CASE WHEN at.level >= 1 THEN admin1 END, CASE WHEN at.level = 2 THEN admin2 END, at.level, kind, first,
    sum(incidents)::bigint, CASE WHEN sum(killed_bests) <> 0 THEN sum(killed_best)::bigint END
FROM ({rows}) AS counted CROSS JOIN LATERAL (SELECT {level} AS level) AS at
WHERE at.level IS NOT NULL AND {conditions}
GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(incidents) <> 0
ORDER BY 1, 2 NULLS FIRST, 3 NULLS FIRST, 6, 5
LIMIT %s OFFSET %s
"""


def count_conflicts(request: HapiRequest) -> list[ConflictCount]:
    """The counts that are asked for, in the order of places and months."""
    for _try in range(TRIES):
        since = _state_of_sums()
        counts = _read(request, since)
        if since == _state_of_sums():
            return counts
    return _read(request, None)


def _state_of_sums() -> int:
    return states([MONTHLY_DIVISION.table], using=ALIAS)[MONTHLY_DIVISION.table]


def _read(request: HapiRequest, since: int | None) -> list[ConflictCount]:
    """From the sums as of ``since``, where that is no later than the state asked for; else from the index."""
    parameters: list[Any] = []
    conditions = []
    for column, values in request.keys.items():
        conditions.append(f"{column} = ANY(%s)")
        parameters.append(values)
    for bound, month in (("first >= %s", request.earliest), ("first <= %s", request.latest)):
        if month is not None:
            conditions.append(bound)
            parameters.append(month)
    now = request.state.sequence
    if since is not None and 0 < since <= now:
        rows = MONTHLY_DIVISION.at(since, now)
    else:
        rows = MONTHLY_DIVISION.rows(COUNTED.format(since=now))
    sql = _COUNTS.format(
        rows=rows,
        level=_LEVELS[request.level],
        conditions=" AND ".join(conditions) or "true",
    )
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(sql, [*parameters, request.limit, request.offset])
        return [ConflictCount(*row) for row in cursor.fetchall()]
