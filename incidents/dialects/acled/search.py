"""The events that an address asks for: how many, and any stretch of them, in an order that does not change.

Documents are read by the thousand along the index, each stretch a query of its own: memory is the same for one row
and for all, no statement runs for long, and a reader who goes away stops the reading. All of it is read in one
state of the record.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator
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
from ..page_marks import keep, kept, key_of
from .cache import counts, places
from .event import Row, monadic, row_of
from .filters import Filter, matches
from .options import Options
from .partial_decoding import needed
from .pushdown import narrowed
from .slots import place_to_search

AT_ONCE = 500
ORDER = next(iter(ORDERS[Subject.INCIDENT].values()))
"""Newest first, then by id."""


class Events:
    """Found lazily. Counting reads documents only where the index alone cannot decide."""

    searched = False

    def __init__(self, filters: list[Filter], options: Options) -> None:
        self.filters, self.options = filters, options
        self.narrowed = narrowed(filters, monadic=options.monadic)

    def total(self) -> int:
        if self._by_index:
            return counts.recall(self._question, self._entries.count)
        return len(self._kept)

    def rows(self, skip: int, limit: int) -> Iterator[Row]:
        """``limit`` rows after the first ``skip``; all of them with 0."""
        if not self._by_index:
            found = self._from_kept(skip, limit)
            return islice(found, limit) if limit else found
        return self._from_index(skip, limit)

    @property
    def _by_index(self) -> bool:
        return self.narrowed.exact and not self.narrowed.reads and not self.options.monadic

    @property
    def _entries(self) -> EntrySet:
        entries = Entry.objects.using(ALIAS).of(Subject.INCIDENT).at(self.options.state.sequence)
        return entries.filter(_of_extent(self.options), self.narrowed.where)

    @cached_property
    def _kept(self) -> array[int]:
        """Where the rows are that satisfy everything: eight bytes for each, so that all may be remembered."""
        return places.recall(self._question, self._search)

    @property
    def _question(self) -> object:
        asked = tuple(
            tuple((c.column.name, c.operator, c.texts) for c in alternatives) for alternatives in self.filters
        )
        state = self.options.state
        return state.epoch, state.sequence, self.options.extents, self.options.monadic, asked

    def _search(self) -> array[int]:
        self.searched = True
        with place_to_search():
            return array("q", self._places())

    def _places(self) -> Iterator[int]:
        """The index may know where. Otherwise documents are read, and only the columns that are looked at are made."""
        if self.narrowed.exact and not self.options.monadic:
            return (2 * sequence for sequence in _sequences(self._entries))
        only = {condition.column.name for alternatives in self.filters for condition in alternatives}
        if self.options.monadic:
            only.add("actor1")
        return (place for place, _row in self._matching(read(self._entries, only=only)))

    def _from_index(self, skip: int, limit: int) -> Iterator[Row]:
        """A page leaves a mark where it ends, so that the next one does not count its way there again."""
        key = self._key_before(skip) if skip else None
        rows = read(self._entries, skip if key is None else 0, key=key)
        for number, (sequence, row) in enumerate(rows, start=1):
            if number == limit and skip + limit < self.total():
                keep(self._mark(skip + limit), sequence)
            yield row
            if number == limit:
                return

    def _mark(self, place: int) -> str:
        return key_of("acled page", self._question, place)

    def _key_before(self, place: int) -> list[Any] | None:
        """Of the row before that place, if a page that ended there left a mark and it is still in the index."""
        sequence = kept(self._mark(place))
        if sequence is None:
            return None
        key = Entry.objects.using(ALIAS).filter(edition=sequence).values_list(*ORDER.columns).first()
        return key and list(key)

    def _from_kept(self, skip: int, limit: int) -> Iterator[Row]:
        kept = self._kept[skip : skip + limit] if limit else self._kept[skip:]
        for start in range(0, len(kept), AT_ONCE):
            some = kept[start : start + AT_ONCE]
            entries = Entry.objects.using(ALIAS).filter(edition__in={place // 2 for place in some})
            rows = dict(self._matching(read(entries)))
            yield from (rows[place] for place in some if place in rows)

    def _matching(self, documents: Iterator[tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
        """Rows that satisfy the filters, with their place: twice the sequence, and one more for a second actor."""
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
            yield sequence, row_of(needed(body), issued_at, only)
        if len(stretch) < AT_ONCE:
            return
        key, skip = list(stretch[-1][:2]), 0


def _of_extent(options: Options) -> Q:
    if options.all_extents:
        return Q()
    return Q(terms__overlap=[terms.code("extent", Extent(extent)) for extent in options.extents])
