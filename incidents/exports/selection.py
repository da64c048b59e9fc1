"""What is exported: a query of the filter grammar, one table of it, some of its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import F

from ..record.reading import ALIAS, Query
from . import flat, tables
from .columns import Column, chosen
from .reader import Reader

BODIES_AT_ONCE = 100
"""Documents in memory at a time; a rich one is 15 kB, the richest hundreds."""


@dataclass(frozen=True)
class Selection:
    """Rows of one query in a fixed order: the query's own, if it was asked for one, else by id or as in the log."""

    query: Query
    rows: str = "incident"
    """One row per incident, actor, location or claim."""
    names: Sequence[str] = field(default=())
    """Columns that were asked for; none means all."""
    narrowed: str = ""
    """A further condition in SQL on the columns of ``record_row AS row``: our own words, never a user's."""
    by_id: bool = True
    """Files by id can be compared line by line; but they are sorted before the first line. The log's order is there
    already, and needs neither memory nor disk for however many rows."""

    @cached_property
    def entries(self) -> bytes:
        """Which entries, as a SELECT."""
        return _entries(self.query, self._keys)

    @property
    def _keys(self) -> tuple[str, ...]:
        """What to sort by."""
        if self.query.values.get("order"):
            return self.query.order.columns
        return ("public_id",) if self.by_id else ("edition_id",)

    def looked_up(self) -> Selection:
        """Itself, with names, words and probes looked up: what is wrong with them is raised now, and the thread
        that writes needs no other connection than its reader. Raises ``BadParameters``."""
        _ = self.entries
        return self

    @property
    def is_flat(self) -> bool:
        return self.rows == "incident"

    @property
    def all_columns(self) -> list[Column]:
        return flat.COLUMNS if self.is_flat else tables.TABLES[self.rows].columns

    @property
    def columns(self) -> list[Column]:
        return chosen(self.all_columns, self.names)

    def flat_sql(self, *, plain: bool) -> bytes:
        """A SELECT of the columns; texts are safe for spreadsheets unless ``plain``."""
        expressions = ", ".join(flat.expression(column, plain=plain) for column in self.columns)
        return self._select(expressions)

    def bodies_sql(self) -> bytes:
        """A SELECT of the stored texts."""
        return self._select("edition.body", " JOIN record_edition AS edition USING (sequence)")

    def documents_sql(self) -> bytes:
        """The columns of a row, plain, days written out, and after them the stored text."""
        expressions = [flat.expression(column, plain=True, days_as_text=True) for column in self.columns]
        edition = " JOIN record_edition AS edition USING (sequence)"
        return self._select(", ".join([*expressions, "edition.body"]), edition)

    def count(self, reader: Reader, *, most: int) -> int:
        """How many incidents there are, counted up to ``most``."""
        inner = self._select("1", limit=most)
        return int(reader.value(b"SELECT count(*) FROM (%b) AS counted" % inner))

    def tuples(self, reader: Reader) -> Iterator[tuple[Any, ...]]:
        """The rows as Python values, plain, in the order of ``columns``."""
        if self.is_flat:
            return reader.rows(self.flat_sql(plain=True))
        return self._from_documents(reader)

    def _from_documents(self, reader: Reader) -> Iterator[tuple[Any, ...]]:
        table = tables.TABLES[self.rows]
        take = _taker([self.all_columns.index(column) for column in self.columns])
        for (body,) in reader.rows(self.bodies_sql(), at_once=BODIES_AT_ONCE, as_bytes=True):
            yield from map(take, table.rows_of(body))

    def _select(self, expressions: str, joins: str = "", *, limit: int | None = None) -> bytes:
        keys = self._keys
        narrowed = f" WHERE {self.narrowed}" if self.narrowed else ""
        row = " JOIN record_row AS row USING (sequence)" if "row." in expressions + narrowed else ""
        direction = " DESC" if self.query.values.get("order") and self.query.order.descending else ""
        order = ", ".join(f"found.key_{key}{direction}" for key in keys)
        end = f" ORDER BY {order}" if limit is None else f" LIMIT {limit}"
        names = ", ".join(["sequence", *(f"key_{key}" for key in keys)])
        tail = f") AS found ({names}){row}{joins}{narrowed}{end}"
        return b"SELECT %b FROM (%b%b" % (expressions.encode(), self.entries, tail.encode())


def _taker(positions: list[int]) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    if len(positions) == 1:
        return lambda row: (row[positions[0]],)
    return itemgetter(*positions)


def _entries(query: Query, keys: tuple[str, ...]) -> bytes:
    """A SELECT of the sequences and sort keys of the entries that were found."""
    entries = query.apply().order_by().annotate(**{f"key_{key}": F(key) for key in keys})
    try:
        sql, parameters = entries.values_list(
            "edition_id", *(f"key_{key}" for key in keys)
        ).query.sql_with_params()
    except EmptyResultSet:
        return b"SELECT 0::bigint%b WHERE false" % (b", ''" * len(keys))
    with connections[ALIAS].cursor() as cursor:
        written: bytes = cursor.mogrify(sql, parameters)
    return written
