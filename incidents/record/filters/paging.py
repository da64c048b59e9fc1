"""Pages of a list: which rows a page consists of, the shortest way to them, and the cursors on both sides.

Sorted with a LIMIT, PostgreSQL either walks along the order's index and tests each entry, or finds all and sorts them.
Which is shorter it guesses from how many there are, not from where they lie: a country that was at war thirty years ago
and has three per cent of all incidents was looked for through millions of newer ones. Of a box it cannot even tell how
much is in it. So a walk of limited length is tried first. If it fills the page, that is the page; if not, all are found
before they are sorted.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, Case, F, Q, QuerySet, Subquery, When

from ..models import Entry
from ..states import State
from . import cursors
from .conditions import shapes
from .cursors import Cursor
from .nearby import (
    InSubqueryArray,
    estimated_incidents,
    listed_by_index,
    tested_for_each_entry,
    touches_many_places,
)
from .query import Count, Query
from .raw_rows import KeyQuery, with_texts

WALK = 10_000
"""Entries that a page is looked for among: some ten milliseconds."""
A_ROW = 20
"""The same for each row of a large page."""
LISTED = 150_000
"""Places that are listed before other filters are asked; with more, PostgreSQL chooses with what to begin."""

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Page:
    """Stored texts in UTF-8, the cursors of the pages on both sides, and the state they belong to."""

    bodies: list[bytes]
    next: str | None
    previous: str | None
    count: Count | None
    state: State


def page(query: Query, *, count: Count | None) -> Page:
    """One page of a query, with the count that the caller made of it: two queries, and one more for each probe."""
    backwards = query.cursor is not None and query.cursor.backwards
    rows = _rows(query)
    more, rows = len(rows) > query.limit, rows[: query.limit]
    if backwards:
        rows.reverse()
    # Where a page was reached from, there are rows: the one the cursor stands for.
    before = more if backwards else query.cursor is not None
    after = True if backwards else more
    return Page(
        bodies=shown([row[-1] for row in rows], query.fields),
        next=_cursor_at(query, rows[-1], backwards=False) if rows and after else None,
        previous=_cursor_at(query, rows[0], backwards=True) if rows and before else None,
        count=count,
        state=query.state,
    )


def shown(bodies: list[bytes], fields: list[str]) -> list[bytes]:
    """The texts as they are stored or, with ``fields``, only these keys of them, in their own order."""
    if not fields:
        return bodies
    shown_keys = {"id", *fields}
    read = msgspec.json.Decoder(dict[str, msgspec.Raw])
    return [
        msgspec.json.encode({key: value for key, value in read.decode(body).items() if key in shown_keys})
        for body in bodies
    ]


def _cursor_at(query: Query, row: tuple[Any, ...], *, backwards: bool) -> str:
    return Cursor(
        filter_hash=cursors.filter_hash(query.subject, query.parameters),
        epoch=cursors.epoch_bytes(query.state.epoch),
        sequence=query.state.sequence,
        backwards=backwards,
        key=[value.isoformat() if isinstance(value, date) else value for value in row[:-1]],
    ).text()


def _rows(query: Query) -> Rows:
    """One row more than the page holds, if there is one: the columns of the order, and the text."""
    around = shapes(query.values)
    if query.uses_terms_only or any(touches_many_places(shape) for shape in around):
        rows = with_texts(_walk(query))
        if len(rows) > query.limit:
            return rows
        return _sorted(query, *_listing_conditions(query))
    return _sorted(query, *query.conditions)


def _listing_conditions(query: Query) -> list[Any]:
    """Conditions that make PostgreSQL find all before it sorts, where that is bound to be the shorter way."""
    around = shapes(query.values)
    if not around:
        return [InSubqueryArray(F("edition_id"), Subquery(query.apply().values("pk")))]
    if query.conditions_without_shapes and any(estimated_incidents(shape) > LISTED for shape in around):
        return query.conditions
    return [
        *(listed_by_index(shape, certain=query.certain) for shape in around),
        *query.conditions_without_shapes,
    ]


def _walk(query: Query) -> KeyQuery | None:
    """What satisfies the query among the next entries in its order."""
    in_shapes = (tested_for_each_entry(shape, certain=query.certain) for shape in shapes(query.values))
    satisfied = Q(*in_shapes, *query.conditions_without_shapes)
    met = Case(When(satisfied, then=True), default=False, output_field=BooleanField())
    along = query.from_cursor()
    if query.values.get("to"):
        along = along.filter(occurred_from__lte=query.values["to"][1])
    walk = along.values_list("pk", *query.order.columns, met)
    keys = _keys(query, walk[: max(WALK, A_ROW * query.limit)])
    if keys is None:
        return None
    names = ", ".join(f"key{place}" for place in range(keys.others + 1))
    sql = f"SELECT {names} FROM ({keys.sql}) AS walked ({names}, met) WHERE met LIMIT {query.limit + 1}"  # noqa: S608
    return KeyQuery(keys.alias, sql, keys.parameters, keys.others)


def _sorted(query: Query, *conditions: Any) -> Rows:
    keys = query.from_cursor().filter(*conditions).values_list("pk", *query.order.columns)
    return with_texts(_keys(query, keys[: query.limit + 1]))


def _keys(query: Query, rows: QuerySet[Entry, Any]) -> KeyQuery | None:
    try:
        sql, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    return KeyQuery(rows.db, sql, parameters, len(query.order.columns))
