"""SQL of maps: from the kept sums where these can follow the filter, else from the index, exact or refused."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Q
from django.utils.translation import gettext as _

from ...errors import BadParameters, Problem
from ...grid import FINEST, Window
from ...models import EntrySet
from ...models.cell_sums import KEYS, MEASURES, SUMMED, TABLES, X, Y
from ...models.summary import Summary
from ...states import ALIAS
from ..summaries import states
from .parameters import MapRequest

MOST = 100_000
"""Incidents that are added up one by one for one map."""
NEAR = 100_000
"""Editions between the kept sums and the state asked for, up to which the difference is worth reading."""
TRIES = 3
"""How often to begin anew when the kept sums moved on while they were read; then the index is counted."""

SEVERAL = Q(row__places__gt=1)
"""Incidents that a filter by country may find by another place than the one they are counted at."""

_COLUMNS = ("lat", "lon", *KEYS, "killed_low", "killed_best", "killed_high")

CellRow = tuple[int | None, int | None, str, dict[str, int]]
"""Column and row of a cell (both ``None`` for what has no point), the extent, and the sums by column."""


def count_cells(request: MapRequest, *, from_index: bool = False) -> list[CellRow]:
    """A row for each cell and extent. ``from_index`` leaves the kept sums alone: for checking them.

    Raises ``BadParameters`` where more than ``MOST`` incidents would have to be added up.
    """
    for _attempt in range(TRIES):
        kept = None if from_index else _kept(request)
        if kept is None:
            break
        summary, since = kept
        rows = _run(request, _summed(request, summary, since))
        if "country" in request.query.values:
            rows = _together(rows, _from_index(request, SEVERAL))
        if states([summary.table], using=ALIAS)[summary.table] == since:
            return rows
    return _from_index(request)


def _together(some: list[CellRow], others: list[CellRow]) -> list[CellRow]:
    """Rows of the same cell and extent added up."""
    sums = {row[:3]: row[3] for row in some}
    for x, y, extent, more in others:
        before = sums.get((x, y, extent), dict.fromkeys(SUMMED, 0))
        sums[x, y, extent] = {column: before[column] + more[column] for column in SUMMED}
    # As SQL sorts: what has no cell comes last.
    order = sorted(sums, key=lambda key: (key[0] is None, key))
    return [(*key, sums[key]) for key in order]


def _kept(request: MapRequest) -> tuple[Summary, int] | None:
    """The kept sums that can answer, and the state they stand for; ``None`` for other filters and far-off states."""
    if set(request.query.parameters) - {"as_of", "release", "country", *KEYS}:
        return None
    summary = TABLES[_level_kept(request)]
    since = states([summary.table], using=ALIAS)[summary.table]
    near = abs(request.query.state.sequence - since) <= NEAR
    return (summary, since) if since and near else None


def _level_kept(request: MapRequest) -> int:
    return min(level for level in TABLES if level >= request.level)


@dataclass(frozen=True)
class _CellStatement:
    """Rows with ``x`` and ``y`` of a level, the keys and the measures."""

    sql: str
    parameters: tuple[Any, ...]
    level: int


def _summed(request: MapRequest, summary: Summary, since: int) -> _CellStatement:
    """The kept sums in the state that is asked for, whether that is later than theirs or earlier."""
    now, level = request.query.state.sequence, _level_kept(request)
    rows = summary.at(since, now)
    conditions, parameters = _within(request.window.at(level)) if request.window else ("true", [])
    for key in KEYS:
        if codes := request.query.values.get(key):
            conditions += f" AND {key} = ANY(%s)"
            parameters.append(list(codes))
    if countries := request.query.values.get("country"):
        conditions += " AND NOT several AND country = ANY(%s)"
        parameters.append(countries)
    return _CellStatement(f"SELECT * FROM ({rows}) AS kept WHERE {conditions}", tuple(parameters), level)  # noqa: S608


def _within(window: Window) -> tuple[str, list[Any]]:
    """A condition on ``x`` and ``y``; what has no point lies in no window."""
    columns = " OR ".join(["x BETWEEN %s AND %s"] * len(window.columns))
    parameters = [*(edge for columns in window.columns for edge in columns), *window.rows]
    return f"({columns}) AND y BETWEEN %s AND %s", parameters


def _from_index(request: MapRequest, besides: Q | None = None) -> list[CellRow]:
    """Added up from the index; one more than the most tells that there are too many. ``besides`` narrows further."""
    entries = matching_entries(request) if besides is None else matching_entries(request).filter(besides)
    try:
        sql, parameters = entries.values_list(
            *(f"row__{column}" for column in _COLUMNS)
        ).query.sql_with_params()
    except EmptyResultSet:
        return []
    measures = [f"({sql}) AS {column}" for column, sql in MEASURES.items()]
    columns = ", ".join([f"{X} AS x", f"{Y} AS y", *KEYS, *measures])
    each = f"SELECT {columns} FROM ({sql}) AS flat ({', '.join(_COLUMNS)})"  # noqa: S608
    conditions, more = _within(request.window.at(FINEST)) if request.window else ("true", [])
    limited = f"SELECT * FROM ({each}) AS each WHERE {conditions} LIMIT {MOST + 1}"  # noqa: S608
    rows = _run(request, _CellStatement(limited, (*parameters, *more), FINEST))
    if sum(row[3]["incidents"] for row in rows) > MOST:
        message = _("holds more than %(most)s incidents; ask for a smaller one, or narrow the filter")
        raise BadParameters([Problem("window", message % {"most": f"{MOST:,}"})])
    return rows


def matching_entries(request: MapRequest) -> EntrySet:
    """What the query finds, without most of what lies outside of the window."""
    entries = request.query.apply().order_by().filter(row__isnull=False)
    if request.window is None:
        return entries
    # What the index on points can answer; a little more than the window, since its edges are rounded.
    spare = 1e-6
    points = (
        Q(
            row__lat__range=(box.south - spare, box.north + spare),
            row__lon__range=(box.west - spare, box.east + spare),
        )
        for box in request.window.boxes
    )
    return entries.filter(reduce(or_, points))


def _run(request: MapRequest, statement: _CellStatement) -> list[CellRow]:
    finer = statement.level - request.level
    sums = ", ".join(f"sum({column})::bigint" for column in SUMMED)
    sql = (
        f"SELECT x >> {finer}, y >> {finer}, extent, {sums} FROM ({statement.sql}) AS counted "  # noqa: S608
        "GROUP BY 1, 2, 3 HAVING sum(incidents) <> 0 ORDER BY 1, 2, 3"
    )
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(sql, statement.parameters)
        return [
            (x, y, extent, dict(zip(SUMMED, values, strict=True)))
            for x, y, extent, *values in cursor.fetchall()
        ]
