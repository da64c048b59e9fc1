"""Orders of lists and their keyset pagination. There is no OFFSET: page 10,000 costs what page 1 costs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, F, Value
from django.db.models.expressions import OrderBy

from ..models import EntrySet
from ..sql_patterns import SqlPattern
from ..subjects import Subject

LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Order:
    """By a column and then by public id, both in the same direction, along one index."""

    column: str
    descending: bool
    kind: type = str

    def sort(self, entries: EntrySet, *, backwards: bool = False) -> EntrySet:
        descending = self.descending != backwards
        return entries.order_by(*(OrderBy(F(column), descending=descending) for column in self.columns))

    def beyond(self, entries: EntrySet, key: list[Any], *, backwards: bool = False) -> EntrySet:
        """Those that come after the key. A row comparison, which the index can jump to."""
        return entries.filter(RowComparison(self.columns, key, less=self.descending != backwards))

    def read(self, key: list[Any]) -> list[Any]:
        """The key of a row, out of a cursor, whose words are a stranger's. Raises ``ValueError``."""
        kinds = [int if self.kind is int else str, str][: len(self.columns)]
        if [type(part) for part in key] != kinds or any("\0" in str(part) for part in key):
            raise ValueError("no key of this order")
        if self.kind is int and abs(key[0]) > LARGEST:
            raise ValueError("no key of this order")
        return [date.fromisoformat(key[0]), *key[1:]] if self.kind is date else key

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,) if self.column == "edition_id" else (self.column, "public_id")


class RowComparison(SqlPattern):
    """``(a, b) < (x, y)``: a condition over columns, compared as whole rows."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, columns: tuple[str, ...], key: list[Any], *, less: bool) -> None:
        left, right = ("({0})", "({1})") if len(columns) == 1 else ("({0}, {1})", "({2}, {3})")
        self.pattern = f"({left} {'<' if less else '>'} {right})"
        super().__init__(*(F(column) for column in columns), *(Value(value) for value in key))


_DATED = {
    "occurred_from": Order("occurred_from", descending=True, kind=date),
    "occurred_from:asc": Order("occurred_from", descending=False, kind=date),
}
_LOG = {
    "sequence": Order("edition_id", descending=False, kind=int),
    "sequence:desc": Order("edition_id", descending=True, kind=int),
}
_NAMED = {"name": Order("name", descending=False), "name:desc": Order("name", descending=True)}

ORDERS: dict[Subject, dict[str, Order]] = {
    Subject.INCIDENT: _DATED
    | {"killed_best": Order("killed_rank", descending=True, kind=int)}
    | _LOG
    | _NAMED,
    Subject.EPISODE: _DATED | _LOG | _NAMED,
    Subject.ACTOR: _NAMED | _LOG,
    Subject.LOCATION: _NAMED | _LOG,
    Subject.SOURCE: _NAMED | _LOG,
    Subject.COVERAGE: _NAMED | _DATED | _LOG,
}
"""By name; the first is the default. ``killed_best`` puts the unknown last."""
