"""Bulk writing of a desk table by COPY, with keys that are known beforehand.

COPY knows none of Django's defaults, so that every column gets a value here. History triggers fire once for all rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, models
from django.utils import timezone

from incidents.record.copying import copy_in


def new_keys(model: type[models.Model], count: int) -> Iterator[int]:
    """Primary keys that nobody else gets, to be handed out one by one. One query."""
    if not count:
        return iter(())
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [_sequence(model), count])
        return iter([key for (key,) in cursor.fetchall()])


@cache
def _sequence(model: type[models.Model]) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
        return str(cursor.fetchone()[0])


class TableCopy:
    """Rows of one model to be copied. ``columns`` are those whose values ``add`` takes, in that order.

    ``same`` are columns with one value for all rows; every other column gets its model's default.
    """

    def __init__(self, model: type[models.Model], *columns: str, **same: Any) -> None:
        self.model, self.columns = model, columns
        fixed = {**_defaults(model, timezone.now()), **same}
        self.rest = {column: value for column, value in fixed.items() if column not in columns}
        self.rows: list[tuple[Any, ...]] = []

    def add(self, *values: Any) -> None:
        self.rows.append(values)

    def write(self) -> None:
        if not self.rows:
            return
        copy_in(self.model._meta.db_table, self.columns, self.rows, self.rest)
        self.rows = []

    def write_with_keys(self) -> list[int]:
        """Write rows whose first column is the key, giving new keys out in order; returns them."""
        keys = list(new_keys(self.model, len(self.rows)))
        self.rows = [(key, *row) for key, row in zip(keys, self.rows, strict=True)]
        self.write()
        return keys


def _defaults(model: type[models.Model], now: datetime) -> dict[str, Any]:
    """Values of all columns but the key and those that the database makes."""
    defaults: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or isinstance(field, models.GeneratedField):
            continue
        stamped = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
        value = now if stamped else field.get_default()
        defaults[str(field.column)] = value.value if isinstance(value, models.Choices) else value
    return defaults
