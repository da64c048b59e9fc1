"""Fetching rows whose texts are left as the bytes they came in.

A page of 1,000 documents is some 15 MB: to decode it only to encode it again for the answer cost more than the
fetch itself.
"""

from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from psycopg2.extensions import BYTES, register_type


def raw_rows(queryset: QuerySet[Any, tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows of a ``values_list``; the last column as UTF-8 bytes, the others as usual. One query."""
    try:
        sql, parameters = queryset.query.sql_with_params()
    except EmptyResultSet:
        return []
    return _fetched(queryset.db, sql, parameters)


@dataclass(frozen=True, slots=True)
class KeyQuery:
    """A statement for rows in order: the sequence of an edition, and so many other columns."""

    alias: str
    sql: str
    parameters: tuple[Any, ...]
    others: int


def with_texts(keys: KeyQuery | None) -> list[tuple[Any, ...]]:
    """The other columns of each row, and the edition's text as bytes. In the same order.

    One query, or a text could be withheld between two. The texts are joined to the rows that are left in the end:
    where thousands are sorted to find a page, they would have been carried along.
    """
    if keys is None:
        return []
    names = ", ".join(["sequence", *(f"key{place}" for place in range(keys.others))])
    numbered = f"SELECT row_number() OVER () AS place, * FROM ({keys.sql}) AS keys ({names})"  # noqa: S608
    sql = f"SELECT listed.*, body FROM ({numbered}) AS listed JOIN record_edition USING (sequence)"  # noqa: S608
    rows = _fetched(keys.alias, sql, keys.parameters)
    return [row[2:] for row in sorted(rows, key=itemgetter(0))]


def _fetched(alias: str, sql: str, parameters: Any) -> list[tuple[Any, ...]]:
    with connections[alias].cursor() as cursor:
        register_type(BYTES, cursor.cursor)
        cursor.execute(sql, parameters)
        return [
            (*(value.decode() if isinstance(value, bytes) else value for value in row[:-1]), row[-1])
            for row in cursor.fetchall()
        ]
