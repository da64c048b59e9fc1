"""Rows whose texts are left as the bytes they came in.

A page of 1,000 documents is some 15 MB: to decode it only to encode it again for the answer cost more than the
fetch itself.
"""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from psycopg2.extensions import BYTES, register_type


def raw_rows(found: QuerySet[Any, tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows of a ``values_list``; the last column as UTF-8 bytes, the others as usual. One query."""
    try:
        sql, parameters = found.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connections[found.db].cursor() as cursor:
        register_type(BYTES, cursor.cursor)
        cursor.execute(sql, parameters)
        return [(*map(_text, row[:-1]), row[-1]) for row in cursor.fetchall()]


def _text(value: Any) -> Any:
    return value.decode() if isinstance(value, bytes) else value
