"""Search for events: how many satisfy the filters, and any stretch of them, in an order that does not change.

Documents are read by the thousand along the index, each stretch a query of its own: memory is the same for one row
and for all, no statement runs for long, and a reader who goes away stops the reading. All of it is read in one
state of the record.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import Any

from django.db.models import Max, Q

from ...codebook import Extent
from ...codebook.acled import COLUMNS
from ...record.filters.orders import ORDERS
from ...record.filters.raw_rows import raw_rows
from ...record.models import Entry, EntrySet
from ...record.projection import terms
from ...record.reading import ALIAS, Subject
from ..page_marks import get_cached, key_of, set_cached
from .cache import counts, positions
from .event import Row, monadic, row_of
from .filters import Filter, matches
from .messages import left_out, other_names
from .options import Options
from .partial_decoding import decode_partial
from .pushdown import push_down
from .slots import search_slot

AT_ONCE = 500
ORDER = next(iter(ORDERS[Subject.INCIDENT].values()))
"""Newest first, then by id."""


class EventSearch:
    """Found lazily. Counting reads documents only where the index alone cannot decide."""

    searched = False

    def __init__(self, filters: list[Filter], options: Options) -> None:
        self.filters, self.options = filters, options
        self.pushdown = push_down(filters, monadic=options.monadic)

    def total(self) -> int:
        if self._by_index:
            return counts.get_or_compute(self._key, self._entries.count)
        return len(self._positions)

    def rows(self, skip: int, limit: int) -> Iterator[Row]:
        """``limit`` rows after the first ``skip``; all of them with 0."""
        if self._by_index:
            return self._rows_by_index(skip, limit)
        rows = self._rows_at_positions(skip, limit)
        return islice(rows, limit) if limit else rows

    def messages(self) -> list[str]:
        """What the extents leave out, as far as the index can tell; and names, where nothing was found."""
        messages = [] if self.total() else list(other_names(self.filters, self.options.state))
        if not self.options.all_extents:
            others = replace(self.options, extents=tuple(set(Extent.values) - set(self.options.extents)))
            if hidden := EventSearch(self.filters, others).most():
                messages.append(left_out(hidden, exact=self._by_index))
        return messages

    def most(self) -> int:
        """How many there are at most, without reading a document."""
        return counts.get_or_compute((self._key, "most"), self._entries.count)

    @property
    def _by_index(self) -> bool:
        return self.pushdown.exact and not self.pushdown.reads and not self.options.monadic

    @property
    def _entries(self) -> EntrySet:
        entries = Entry.objects.using(ALIAS).of(Subject.INCIDENT).at(self.options.state.sequence)
        return entries.filter(_of_extent(self.options), self.pushdown.where)

    @cached_property
    def _positions(self) -> array[int]:
        """Where the rows are that satisfy everything: eight bytes for each, so that all may be remembered."""
        return positions.get_or_compute(self._key, self._search)

    @property
    def _key(self) -> object:
        filters = tuple(
            tuple((condition.column.name, condition.operator, condition.texts) for condition in alternatives)
            for alternatives in self.filters
        )
        state = self.options.state
        return state.epoch, state.sequence, self.options.extents, self.options.monadic, filters

    def _search(self) -> array[int]:
        self.searched = True
        with search_slot():
            return array("q", self._find_positions())

    def _find_positions(self) -> Iterator[int]:
        """The index may know where. Otherwise documents are read, and only the columns that are looked at are made."""
        if self.pushdown.exact and not self.options.monadic:
            return (2 * sequence for sequence in _sequences(self._entries))
        only = {condition.column.name for alternatives in self.filters for condition in alternatives}
        if self.options.monadic:
            only.add("actor1")
        return (position for position, _row in self._matching(read(self._entries, only=only)))

    def _rows_by_index(self, skip: int, limit: int) -> Iterator[Row]:
        """A page leaves a mark where it ends, so that the next one does not count its way there again."""
        key = self._key_before(skip) if skip else None
        rows = read(self._entries, skip if key is None else 0, key=key)
        for number, (sequence, row) in enumerate(rows, start=1):
            if number == limit and skip + limit < self.total():
                set_cached(self._mark(skip + limit), sequence)
            yield row
            if number == limit:
                return

    def _mark(self, offset: int) -> str:
        return key_of("acled page", self._key, offset)

    def _key_before(self, offset: int) -> list[Any] | None:
        """Of the row before that offset, if a page that ended there left a mark and it is still in the index."""
        sequence = get_cached(self._mark(offset))
        if sequence is None:
            return None
        key = Entry.objects.using(ALIAS).filter(edition=sequence).values_list(*ORDER.columns).first()
        return key and list(key)

    def _rows_at_positions(self, skip: int, limit: int) -> Iterator[Row]:
        positions = self._positions[skip : skip + limit] if limit else self._positions[skip:]
        for start in range(0, len(positions), AT_ONCE):
            some = positions[start : start + AT_ONCE]
            entries = Entry.objects.using(ALIAS).filter(edition__in={position // 2 for position in some})
            rows = dict(self._matching(read(entries)))
            yield from (rows[position] for position in some if position in rows)

    def _matching(self, documents: Iterator[tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
        """Rows that satisfy the filters, with their position: twice the sequence, and one more for a second actor."""
        for sequence, row in documents:
            rows = monadic(row) if self.options.monadic else [row]
            for number, row in enumerate(rows):
                if matches(row, self.filters):
                    yield 2 * sequence + number, row


def _sequences(entries: EntrySet) -> Iterator[int]:
    """In order; year by year, so that a statement that reads texts does not run for long.

    Years of which nothing is known are passed over: a single event of the year 216 must not cost 1,800 queries.
    """
    earlier = Entry.objects.using(ALIAS).of(Subject.INCIDENT)
    while last := earlier.aggregate(last=Max("occurred_from"))["last"]:
        yield from ORDER.sort(entries.filter(occurred_from__year=last.year)).values_list(
            "edition_id", flat=True
        )
        earlier = earlier.filter(occurred_from__lt=last.replace(month=1, day=1))


def read(
    entries: EntrySet,
    skip: int = 0,
    only: Collection[str] = frozenset(COLUMNS),
    key: list[Any] | None = None,
) -> Iterator[tuple[int, Row]]:
    """Sequence and row of each, in order; ``only`` as in ``row_of``, ``key`` is of the row before the first."""
    while True:
        after = ORDER.sort(entries if key is None else ORDER.beyond(entries, key))
        columns = after.values_list(*ORDER.columns, "edition_id", "edition__issued_at", "edition__body")
        stretch = raw_rows(columns[skip : skip + AT_ONCE])
        for _day, _id, sequence, issued_at, body in stretch:
            yield sequence, row_of(decode_partial(body), issued_at, only)
        if len(stretch) < AT_ONCE:
            return
        key, skip = list(stretch[-1][:2]), 0


def _of_extent(options: Options) -> Q:
    if options.all_extents:
        return Q()
    return Q(terms__overlap=[terms.code("extent", Extent(extent)) for extent in options.extents])
