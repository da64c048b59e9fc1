"""Plain rows: the desk's tables read without Django's model instances, for batches of thousands.

Django's instances and prefetching cost a millisecond for each incident, ten times what its document takes to build.
A plain row has the columns of its model as attributes and, like a model's, its related rows under ``all()``; what is
compiled from it is the same. Nothing can be saved from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import GeneratedField, Model
from django.db.models.expressions import RawSQL

_BOOKKEEPING = ("revision", "created_at", "updated_at", "created_by_id", "updated_by_id")
"""Columns that no document is made of."""


def key_array(keys: Collection[int]) -> RawSQL:
    """Keys as one array, for Django's ``__in`` with thousands: its own list costs 5 µs a key."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(keys)])


class PlainRow:
    """A row: its model's columns as attributes, ``pk`` among them."""

    _meta: Any

    @property
    def pk(self) -> int:
        key: int = self.__dict__["id"]
        return key


class RelatedRows(list[Any]):
    """Related rows, loaded already."""

    def all(self) -> RelatedRows:
        return self


_NO_ROWS = RelatedRows()


@cache
def _columns(model: type[Model], without: tuple[str, ...]) -> tuple[tuple[str, ...], str, type[PlainRow]]:
    """Attributes, the columns to select for them, and a class that says which model it is of."""
    stored = [field for field in model._meta.concrete_fields if not isinstance(field, GeneratedField)]
    fields = [field for field in stored if field.column not in (*without, *_BOOKKEEPING)]
    select = ", ".join(f'"{field.column}"' for field in fields)
    kind = type(f"PlainRow{model.__name__}", (PlainRow,), {"_meta": model._meta})
    return tuple(field.attname for field in fields), select, kind


def rows_of(
    model: type[Model], column: str, keys: Collection[int], order: str = "id", without: tuple[str, ...] = ()
) -> list[Any]:
    """Rows whose ``column`` is one of the keys, but for columns that are long and not needed.

    One query; the names are the caller's own, never a user's.
    """
    names, select, kind = _columns(model, without)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT {select} FROM "{table}" WHERE "{column}" = ANY(%s) ORDER BY {order}',  # noqa: S608
            [list(keys)],
        )
        rows = []
        for values in cursor.fetchall():
            row = kind.__new__(kind)
            row.__dict__ = dict(zip(names, values, strict=True))
            rows.append(row)
        return rows


def by_key(rows: Iterable[Any]) -> dict[int, Any]:
    return {row.id: row for row in rows}


def grouped(rows: Iterable[Any], column: str) -> Mapping[int, RelatedRows]:
    """Rows by one of their columns."""
    groups: dict[int, RelatedRows] = defaultdict(RelatedRows)
    for row in rows:
        groups[getattr(row, column)].append(row)
    return groups


def attach_many(parents: Iterable[Any], name: str, groups: Mapping[int, RelatedRows]) -> None:
    """Give each parent its related rows under ``name``."""
    for parent in parents:
        parent.__dict__[name] = groups.get(parent.id, _NO_ROWS)


def attach_one(rows: Iterable[Any], name: str, others: Mapping[int, Any]) -> None:
    """Give each row the other one that its foreign key ``name`` leads to, or ``None``."""
    column = f"{name}_id"
    for row in rows:
        row.__dict__[name] = others.get(row.__dict__[column])
