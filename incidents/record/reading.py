"""Reading the record, as the public rooms do: states, single documents, editions, changes, and pages of lists.

A page stands above the filters and the sums, since its exact count comes from the sums.
"""

from .editions import Change, amendments, bodies, changes, document_of, edition, editions, in_force
from .errors import BadParameters, BehindError, Problem, UnknownState
from .filters import paging
from .filters.paging import Page
from .filters.query import PINNING, Count, Query, parse
from .states import (
    ALIAS,
    PRIMARY,
    State,
    head,
    reading_primary,
    refuse_if_behind,
    state_as_of,
    state_at,
    state_of_release,
)
from .subjects import Subject, subject_of
from .sums.aggregates.totals import exact_count

__all__ = [
    "ALIAS",
    "PINNING",
    "PRIMARY",
    "BadParameters",
    "BehindError",
    "Change",
    "Count",
    "Page",
    "Problem",
    "Query",
    "State",
    "Subject",
    "UnknownState",
    "amendments",
    "bodies",
    "changes",
    "document_of",
    "edition",
    "editions",
    "exact_count",
    "head",
    "in_force",
    "page",
    "parse",
    "reading_primary",
    "refuse_if_behind",
    "state_as_of",
    "state_at",
    "state_of_release",
    "subject_of",
]


def page(query: Query) -> Page:
    """One page of a query: two queries, and one more for each probe and for the count."""
    count = None
    if mode := query.values.get("count"):
        count = exact_count(query) if mode == "exact" else query.count()
    return paging.page(query, count=count)
