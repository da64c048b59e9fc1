"""Orders of lists, and where a page begins in them. There is no OFFSET: page 10,000 costs what page 1 costs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, F, Value
from django.db.models.expressions import OrderBy

from .entry_set import EntrySet
from .subjects import Subject
from .written import Written


@dataclass(frozen=True, slots=True)
class Order:
    """By a column and then by public id, both in the same direction, along one index."""

    column: str
    descending: bool
    of_days: bool = False

    def sort(self, entries: EntrySet, *, backwards: bool = False) -> EntrySet:
        descending = self.descending != backwards
        return entries.order_by(*(OrderBy(F(column), descending=descending) for column in self._columns))

    def beyond(self, entries: EntrySet, key: list[Any], *, backwards: bool = False) -> EntrySet:
        """Those that come after the key. A row comparison, which the index can jump to."""
        first = date.fromisoformat(key[0]) if self.of_days else key[0]
        return entries.filter(Beyond(self._columns, [first, *key[1:]], less=self.descending != backwards))

    def key(self, row: tuple[Any, ...]) -> list[Any]:
        """The key of a row of ``columns``, in a form that a cursor can carry."""
        return [row[0].isoformat() if self.of_days else row[0], *row[1:]]

    @property
    def columns(self) -> tuple[str, ...]:
        return self._columns

    @property
    def _columns(self) -> tuple[str, ...]:
        return (self.column,) if self.column == "edition_id" else (self.column, "public_id")


class Beyond(Written):
    """``(a, b) < (x, y)``: a condition over columns, compared as whole rows."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, columns: tuple[str, ...], key: list[Any], *, less: bool) -> None:
        left, right = ("({0})", "({1})") if len(columns) == 1 else ("({0}, {1})", "({2}, {3})")
        self.pattern = f"({left} {'<' if less else '>'} {right})"
        super().__init__(*(F(column) for column in columns), *(Value(value) for value in key))


_DATED = {
    "occurred_from": Order("occurred_from", descending=True, of_days=True),
    "occurred_from:asc": Order("occurred_from", descending=False, of_days=True),
}
_LOG = {
    "sequence": Order("edition_id", descending=False),
    "sequence:desc": Order("edition_id", descending=True),
}
_NAMED = {"name": Order("name", descending=False), "name:desc": Order("name", descending=True)}

ORDERS: dict[Subject, dict[str, Order]] = {
    Subject.INCIDENT: _DATED | {"killed_best": Order("killed_rank", descending=True)} | _LOG | _NAMED,
    Subject.EPISODE: _DATED | _LOG | _NAMED,
    Subject.ACTOR: _NAMED | _LOG,
    Subject.LOCATION: _NAMED | _LOG,
    Subject.SOURCE: _NAMED | _LOG,
}
"""By name; the first is the default. ``killed_best`` puts the unknown last."""
