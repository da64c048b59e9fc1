"""Writing many rows of a desk table at once, by COPY, with keys that are known beforehand.

COPY knows none of Django's defaults, so that every column gets a value here. History triggers fire once for all rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any

from django.db import connection, models
from django.utils import timezone

from incidents.record.copying import copy_in


def new_keys(model: type[models.Model], count: int) -> Iterator[int]:
    """Primary keys that nobody else gets. One query."""
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
    """Rows of one model on their way in. ``given`` are the columns whose values ``add`` takes, in that order.

    ``same`` are columns with one value for all rows; every other column gets its model's default.
    """

    def __init__(self, model: type[models.Model], *given: str, **same: Any) -> None:
        self.model = model
        fixed = {**_defaults(model, timezone.now()), **same}
        self.columns = given
        self.rest = {column: value for column, value in fixed.items() if column not in given}
        self.rows: list[tuple[Any, ...]] = []

    def add(self, *values: Any) -> None:
        self.rows.append(values)

    def write(self) -> None:
        if not self.rows:
            return
        copy_in(self.model._meta.db_table, self.columns, self.rows, self.rest)
        self.rows = []

    def write_with_keys(self, keys: Sequence[int] | None = None) -> list[int]:
        """Write rows whose first column is the key, giving the keys out in order; returns them."""
        keys = list(keys or new_keys(self.model, len(self.rows)))
        self.rows = [(key, *row) for key, row in zip(keys, self.rows, strict=True)]
        self.write()
        return keys


class KeyPool:
    """Primary keys of one model for a whole chunk, drawn with one query and handed out one by one."""

    def __init__(self, model: type[models.Model], count: int) -> None:
        self._keys = new_keys(model, count)

    def next(self) -> int:
        return next(self._keys)

    def take(self, count: int) -> list[int]:
        return list(islice(self._keys, count))


def _defaults(model: type[models.Model], now: datetime) -> dict[str, Any]:
    return {
        str(field.column): _default(field, now)
        for field in model._meta.concrete_fields
        if not field.primary_key and not isinstance(field, models.GeneratedField)
    }


def _default(field: Any, now: datetime) -> Any:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return now
    value = field.get_default()
    return value.value if isinstance(value, models.Choices) else value
