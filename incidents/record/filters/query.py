"""Query of a list: the parameters of an address as a QuerySet in one state of the record."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import msgspec
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from ..errors import BadParameters, Problem, UnknownState
from ..models import Entry, EntryPlace, EntrySet
from ..states import (
    ALIAS,
    CLOCKS_DIFFER,
    State,
    head,
    refuse_future,
    refuse_if_behind,
    settled_head,
    state_as_of,
    state_at,
    state_of_release,
)
from ..subjects import Subject
from . import contradictions, cursors
from .conditions import Condition, conditions, conditions_without_shapes, shape_conditions
from .cursors import Cursor
from .grammar import LIMIT, fields_of
from .orders import ORDERS, Order
from .parameters import read

PINNING = {"as_of", "release", "cursor"}
"""Parameters that ask for a certain state of the record; without them the newest is read."""

RANGES = {"from", "to", "certain", "near", "bbox", "killed_min", "killed_max", "updated_since"}
"""Filters that neither the index of terms nor that of words can follow."""

CAPPED = 10_000
"""Where a capped count stops: "10,000+"."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are; ``more`` says that counting stopped at the cap."""

    number: int
    more: bool = False


@dataclass(frozen=True)
class Query:
    """A list as it was asked for, in one state of the record."""

    subject: Subject
    state: State
    parameters: dict[str, str]
    values: dict[str, Any] = field(repr=False)
    cursor: Cursor | None = None

    @property
    def pinned(self) -> bool:
        """Whether a certain state was asked for."""
        return bool(PINNING & self.parameters.keys())

    @property
    def order(self) -> Order:
        return _order(self.subject, self.values)

    @property
    def limit(self) -> int:
        limit: int = self.values.get("limit") or LIMIT
        return limit

    @property
    def fields(self) -> list[str]:
        fields: list[str] = self.values.get("fields") or []
        return fields

    @cached_property
    def conditions(self) -> list[Condition]:
        """Read from the database where a probe or a name has to be looked up, once."""
        return [
            *self.conditions_without_shapes,
            *shape_conditions(self.values, alone=not self.conditions_without_shapes),
        ]

    @cached_property
    def conditions_without_shapes(self) -> list[Condition]:
        """Those conditions that are not on circles and boxes."""
        return list(conditions_without_shapes(self.subject, self.values, self.state))

    @property
    def uses_terms_only(self) -> bool:
        """Whether the indexes of terms and words alone know what satisfies the query."""
        return bool(self.conditions_without_shapes) and self.values.keys().isdisjoint(RANGES)

    @property
    def certain(self) -> bool:
        return bool(self.values.get("certain"))

    def apply(self) -> EntrySet:
        """All entries that satisfy the query, in no order."""
        entries = Entry.objects.using(ALIAS).of(self.subject).at(self.state.sequence)
        return entries.filter(*self.conditions)

    def in_any_state(self) -> EntrySet:
        """All entries that satisfy the query, whether they are in force in its state or no more."""
        entries = Entry.objects.using(ALIAS).of(self.subject)
        return entries.filter(*conditions(self.subject, self.values, self.state, ever=True))

    def ordered(self) -> EntrySet:
        return self.order.sort(self.apply())

    def from_cursor(self) -> EntrySet:
        """All entries of the subject in the query's order from its cursor on, whether they satisfy it or not."""
        entries = Entry.objects.using(ALIAS).of(self.subject).at(self.state.sequence)
        backwards = self.cursor is not None and self.cursor.backwards
        if self.cursor is not None:
            entries = self.order.beyond(entries, self.cursor.key, backwards=backwards)
        return self.order.sort(entries, backwards=backwards)

    def places(self) -> "QuerySet[EntryPlace]":
        """The places of what was found, for maps."""
        return EntryPlace.objects.using(ALIAS).filter(entry__in=self.apply())

    def count(self) -> Count:
        """How many there are, up to the cap. For an exact number see ``reading.exact_count``."""
        number = self.apply().order_by()[: CAPPED + 1].count()
        return Count(min(number, CAPPED), number > CAPPED)


def parse(
    params: QueryDict | Mapping[str, str],
    subject: str = Subject.INCIDENT,
    *,
    besides: Collection[str] = (),
    at: State | None = None,
) -> Query:
    """Read the parameters of a list of that subject. Raises ``BadParameters`` that names every wrong one.

    ``besides`` are parameters that the caller reads itself, such as ``format``. ``at`` is the state to read where
    the parameters ask for none, if the caller knows it already; otherwise it is the newest.
    Raises ``BehindError`` when this copy of the record has not reached the state of the cursor.
    """
    subject = Subject(subject)
    texts, values = read(params, fields_of(subject), besides=besides)
    contradictions.refuse(values)
    cursor = _cursor(subject, texts, _order(subject, values))
    return Query(subject, _state(values, cursor, at), texts, values, cursor)


def _order(subject: Subject, values: Mapping[str, Any]) -> Order:
    orders = ORDERS[subject]
    return orders[values.get("order") or next(iter(orders))]


def _cursor(subject: Subject, texts: Mapping[str, str], order: Order) -> Cursor | None:
    if "cursor" not in texts:
        return None
    try:
        cursor = cursors.read(texts["cursor"])
        if cursor.filter_hash != cursors.filter_hash(subject, texts):
            message = _("belongs to other parameters; keep them all, or start again")
            raise BadParameters([Problem("cursor", message)])
        return msgspec.structs.replace(cursor, key=order.read(cursor.key))
    except ValueError:
        raise BadParameters([Problem("cursor", _("is not a cursor of this list"))]) from None


def _state(values: Mapping[str, Any], cursor: Cursor | None, at: State | None) -> State:
    """The one state that everything in this query is read in."""
    pinning = [name for name in ("as_of", "release") if values.get(name) is not None]
    if len(pinning) > 1:
        raise BadParameters([Problem("release", _("cannot be given together with as_of"))])
    try:
        if cursor is not None:
            if cursor.epoch != cursors.epoch_bytes((now := head()).epoch):
                refuse_if_behind(now)
                raise BadParameters(
                    [Problem("cursor", _("is of an earlier epoch of the record; start again"))]
                )
            return state_at(cursor.sequence)
        if values.get("release") is not None:
            return state_of_release(values["release"])
        as_of = values.get("as_of")
        if as_of is not None:
            return state_at(as_of) if isinstance(as_of, int) else state_as_of(as_of)
        if (since := values.get("updated_since")) is None:
            return at or head()
        refuse_future(since, tolerance=CLOCKS_DIFFER)
        # With what is being written: a client that asks next since the instant of this question misses nothing.
        return at or settled_head(since, until_now=True)
    except UnknownState as unknown:
        named = "cursor" if cursor is not None else next(iter(pinning), "updated_since")
        raise BadParameters([Problem(named, str(unknown))]) from None
