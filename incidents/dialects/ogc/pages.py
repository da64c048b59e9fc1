"""Page of features with the cursors of the pages on both sides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from ...record.filters import cursors
from ...record.filters.cursors import Cursor
from ...record.filters.query import CAPPED
from ...record.reading import Query, State, Subject, exact_count
from .features import Feature, feature, rows_of
from .links import Addresses
from .parameters import FeaturesRequest

NOT_NARROWING = {"cursor", "as_of", "release"}
"""Parameters that narrow nothing."""


@dataclass(frozen=True)
class FeaturePage:
    """Features with cursors; ``matched`` is how many there are in all, where that was counted.

    ``unplaced`` are those that no box holds, counted for the first page up to 10,000.
    """

    features: list[Feature]
    matched: int | None
    unplaced: int
    next: str | None
    previous: str | None


def read_page(request: FeaturesRequest, addresses: Addresses) -> FeaturePage:
    """In the record's own order, from where the cursor stands, in the state that it is of. Two queries."""
    query, order = request.query, request.query.order
    backwards = query.cursor is not None and query.cursor.backwards
    entries = request.entries()
    if query.cursor is not None:
        entries = order.beyond(entries, query.cursor.key, backwards=backwards)
    rows = rows_of(
        order.sort(entries, backwards=backwards)[: request.limit + 1], query.subject, order.columns
    )
    more, rows = len(rows) > request.limit, rows[: request.limit]
    if backwards:
        rows.reverse()
    before = more if backwards else query.cursor is not None
    after = backwards or more
    return FeaturePage(
        features=[feature(query.subject, row, addresses) for _key, row in rows],
        matched=_matched(request, len(rows), more=more),
        unplaced=0 if query.cursor else request.unplaced().order_by()[:CAPPED].count(),
        next=_cursor(query, rows[-1][0], backwards=False) if rows and after else None,
        previous=_cursor(query, rows[0][0], backwards=True) if rows and before else None,
    )


def _matched(request: FeaturesRequest, shown: int, *, more: bool) -> int | None:
    """Counted for the first page only, which is where clients look for it, and to the end only where that is cheap."""
    if request.query.cursor is not None or (more and request.is_crowded):
        return None
    if not more:
        return shown
    if request.box is None and not request.query.parameters.keys() - NOT_NARROWING:
        return _count_all(request.query.subject, request.query.state)
    number = request.entries().order_by()[: CAPPED + 1].count()
    return number if number <= CAPPED else None


@lru_cache(maxsize=16)
def _count_all(subject: Subject, state: State) -> int:
    """All of a collection: what clients ask first, and read every page to find out where they are not told.

    Counted once for each state; 50 ms for 150,000.
    """
    return exact_count(Query(subject, state, {}, {})).number


def _cursor(query: Query, key: tuple[Any, ...], *, backwards: bool) -> str:
    return Cursor(
        filter_hash=cursors.filter_hash(query.subject, query.parameters),
        epoch=cursors.epoch_bytes(query.state.epoch),
        sequence=query.state.sequence,
        backwards=backwards,
        key=[value.isoformat() if isinstance(value, date) else value for value in key],
    ).text()
