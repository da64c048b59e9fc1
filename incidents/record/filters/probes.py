"""Probes: a capped query beforehand, to choose the way through the index that cannot be slow.

Sorted by date with a LIMIT, PostgreSQL likes to walk the date index and test each row; for a word that does not
occur it walks a million rows (15 s). So the rarer condition is asked for by itself, without order and with a cap:
few rows are listed by their ids; many mean that walking along the order meets a page's worth of them soon.
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery
from django.db.models import BigIntegerField, BooleanField, F, Q, QuerySet, Value

from ..models import EntrySet
from ..sql_patterns import SqlPattern

CAP = 5_000


def capped(sequences: QuerySet[Any, int], cap: int | None = None) -> list[int] | None:
    """Up to ``cap`` sequences, ``CAP`` unless told, or ``None`` when there are more."""
    most = CAP if cap is None else cap
    listed = list(sequences[: most + 1])
    return listed if len(listed) <= most else None


def words_condition(search: SearchQuery, entries: EntrySet) -> Q:
    """Full-text search as a condition on these entries."""
    matching = entries.filter(words=search)
    few = capped(matching.order_by().values_list("edition_id", flat=True))
    return Q(words=search) if few is None else in_sequences(few)


class InArray(SqlPattern):
    """In a list that is made first. PostgreSQL takes it to be short, and so never looks for its members by walking
    along an order, as it does for a list whose length it sees."""

    pattern = "({0} = ANY(ARRAY(SELECT unnest({1}::bigint[]))))"
    arity = 2
    output_field = BooleanField()
    conditional = True


def in_sequences(sequences: list[int]) -> Q:
    """Entries with these sequences."""
    if not sequences:
        return Q(pk__in=[])
    return Q(InArray(F("edition_id"), Value(sequences, ArrayField(BigIntegerField()))))
