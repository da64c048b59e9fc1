"""SQL of aggregates: one statement, over the kept sums where they can answer, else over the rows of the index."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Q
from django.utils.translation import gettext as _

from ....codebook import Extent, LocationType
from ...errors import BadParameters, Problem
from ...models.measures import INCIDENTS, SQL, columns_of
from ...models.monthly_sums import fits, start_of
from ...projection import terms
from ...states import ALIAS
from ..summaries import states
from . import precomputed as kept_sums
from .parameters import AggregateRequest
from .precomputed import PrecomputedSums, find_precomputed

MOST = 100_000
"""Lines of one answer."""
TRIES = 3
"""How often to begin anew when the kept sums moved on while they were read; then the index is counted."""

COLUMNS = (
    "extent", "event_type", "sub_event_type", "date_from", "date_to", "date_precision", "country", "admin1_id",
    "grade_occurrence",
    *(f"{harm}_{end}" for harm in ("killed", "wounded", "killed_civilians", "wounded_civilians")
      for end in ("low", "best", "high")),
)  # fmt: skip
"""What of the index's row is counted with."""

_EXPRESSIONS = {
    "country": "flat.country",
    "admin1": "flat.admin1_id",
    "event_type": "flat.event_type",
    "sub_event_type": "flat.sub_event_type",
    "grade": "flat.grade_occurrence",
    "extent": "flat.extent",
    "actor": "part.actor",
}


@dataclass(frozen=True, slots=True)
class AggregateRow:
    """One line: the value of each dimension (a period as its first day), the extent, and the sums by column."""

    keys: tuple[Any, ...]
    extent: str
    sums: dict[str, int]


@dataclass(frozen=True)
class SqlStatement:
    sql: str
    parameters: tuple[Any, ...]


def count(request: AggregateRequest, *, from_index: bool = False) -> list[AggregateRow]:
    """All lines in order. Raises ``BadParameters`` where there are more than ``MOST``.

    ``from_index`` leaves the kept sums alone: for checking them.
    """
    rows = None if from_index else from_kept_sums(request)
    return _fetch(request, _statement(request, None)) if rows is None else rows


def from_kept_sums(request: AggregateRequest) -> list[AggregateRow] | None:
    """``None`` where no kept sums can answer, or where they do not stay the same for long enough."""
    for _attempt in range(TRIES):
        sums = find_precomputed(request)
        if sums is None:
            return None
        rows = _fetch(request, _statement(request, sums))
        if states([sums.summary.table], using=ALIAS)[sums.summary.table] == sums.since:
            return rows
    return None


def _statement(request: AggregateRequest, sums: PrecomputedSums | None) -> SqlStatement | None:
    if sums is None:
        parts = [_counted(request)]
    else:
        parts = [_summed(request, sums), *(_counted(request, besides) for besides in sums.besides)]
    statements = [part for part in parts if part]
    return _grouped(request, statements) if statements else None


def _summed(request: AggregateRequest, sums: PrecomputedSums) -> SqlStatement:
    """The kept sums, brought to the state that is asked for."""
    kept = sums.summary.at(sums.since, request.query.state.sequence)
    keys = _named_keys(kept_sums.columns(sums.summary, request))
    columns = ", ".join([*keys, "extent AS on_its_own", *_sums(request)])
    where = " AND ".join(["true", *sums.conditions])
    return SqlStatement(f"SELECT {columns} FROM ({kept}) AS kept WHERE {where}", tuple(sums.parameters))  # noqa: S608


def _counted(request: AggregateRequest, besides: Q | None = None) -> SqlStatement | None:
    """The rows of the index that the filters find, one by one; ``besides`` narrows them further."""
    entries = request.query.apply().order_by().filter(row__isnull=False)
    if besides is not None:
        entries = entries.filter(besides)
    try:
        sql, parameters = entries.values_list(
            "terms", *(f"row__{column}" for column in COLUMNS)
        ).query.sql_with_params()
    except EmptyResultSet:
        return None
    joins, more = _joins(request)
    keys = _named_keys(_expressions(request))
    sums = [f"({SQL[column]}) AS {column}" for column in _sums(request)]
    columns = ", ".join([*keys, "flat.extent AS on_its_own", *sums])
    source = f"({sql}) AS flat (terms, {', '.join(COLUMNS)}) {joins}"
    return SqlStatement(f"SELECT {columns} FROM {source}", (*parameters, *more))  # noqa: S608


def _expressions(request: AggregateRequest) -> Iterator[str]:
    for dimension in request.by:
        if dimension == request.unit:
            first = f"CASE WHEN {fits(dimension)} THEN {start_of(dimension, 'flat.date_from')} END"
            yield "touched.period" if request.overlap else first
        else:
            yield "area.id" if dimension == request.area else _EXPRESSIONS[dimension]


def _joins(request: AggregateRequest) -> tuple[str, tuple[Any, ...]]:
    """What an incident is repeated for: the actors, the areas, the periods. Without one of these it stays one row."""
    joins: list[str] = []
    parameters: tuple[Any, ...] = ()
    if "actor" in request.by:
        joins.append(_each("part", "actor", "actor:"))
    if request.area == "country":
        joins.append(_each("area", "id", "country:"))
    elif request.area == "admin1":
        joins.append(_EACH_DIVISION)
        state = request.query.state.sequence
        parameters = (state, state, [terms.code("kind", LocationType.ADMIN1)])
    if request.overlap:
        joins.append(_each_period(request))
    return " ".join(joins), parameters


def _each(table: str, column: str, prefix: str) -> str:
    return (
        f"LEFT JOIN LATERAL (SELECT substr(term, {len(prefix) + 1}) AS {column} FROM unnest(flat.terms) AS term "  # noqa: S608
        f"WHERE starts_with(term, '{prefix}')) AS {table} ON true"
    )


_EACH_DIVISION = """
LEFT JOIN LATERAL (
    SELECT place.public_id AS id FROM unnest(flat.terms) AS term
    JOIN record_entry AS place ON place.public_id = substr(term, 5)
    WHERE starts_with(term, 'loc:') AND place.sequence <= %s AND place.until > %s AND place.terms @> %s::text[]
) AS area ON true
"""


def _each_period(request: AggregateRequest) -> str:
    """Every period from the first to the last possible day, as far as these days were asked for."""
    first, last = request.days
    begin = f"greatest(flat.date_from, date '{first}')" if first else "flat.date_from"
    finish = f"least(flat.date_to, date '{last}')" if last else "flat.date_to"
    unit = request.unit or "day"
    return (
        f"CROSS JOIN LATERAL (SELECT day::date AS period FROM generate_series({start_of(unit, begin)}::timestamp, "  # noqa: S608
        f"{finish}::timestamp, interval '1 {unit}') AS day) AS touched"
    )


def _sums(request: AggregateRequest) -> list[str]:
    """Columns that are summed: always the incidents, or a cell could not be told from an empty one."""
    return [
        column for measure in dict.fromkeys((INCIDENTS, *request.measures)) for column in columns_of(measure)
    ]


def _named_keys(expressions: Iterable[str]) -> list[str]:
    return [f"{expression} AS key{place}" for place, expression in enumerate(expressions)]


def _grouped(request: AggregateRequest, parts: list[SqlStatement]) -> SqlStatement:
    keys = [f"key{place}" for place in range(len(request.by))]
    sums = [f"sum({column})::bigint" for column in _sums(request)]
    union = " UNION ALL ".join(part.sql for part in parts)
    order = [
        *(_sorted(dimension, key) for dimension, key in zip(request.by, keys, strict=True)),
        "array_position(%s, on_its_own)",
    ]
    sql = (
        f"SELECT {', '.join([*keys, 'on_its_own', *sums])} FROM ({union}) AS counted "  # noqa: S608
        f"GROUP BY {', '.join([*keys, 'on_its_own'])} HAVING sum(incidents) <> 0 "
        f"ORDER BY {', '.join(order)} LIMIT {MOST + 1}"
    )
    parameters = [parameter for part in parts for parameter in part.parameters]
    return SqlStatement(sql, (*parameters, Extent.values))


def _sorted(dimension: str, key: str) -> str:
    return (
        f"{key} NULLS LAST"
        if dimension in ("year", "month", "week", "day")
        else f'{key} COLLATE "C" NULLS LAST'
    )


def _fetch(request: AggregateRequest, statement: SqlStatement | None) -> list[AggregateRow]:
    if statement is None:
        return []
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(statement.sql, statement.parameters)
        fetched = cursor.fetchall()
    if len(fetched) > MOST:
        raise too_many_rows()
    width, columns = len(request.by), _sums(request)
    return [
        AggregateRow(values[:width], values[width], dict(zip(columns, values[width + 1 :], strict=True)))
        for values in fetched
    ]


def too_many_rows() -> BadParameters:
    message = _("makes more than %(most)s lines; leave a dimension out, or narrow the filter")
    return BadParameters([Problem("by", message % {"most": f"{MOST:,}"})])
