"""Probes: ask a capped question first, to choose the way through the index that cannot be slow.

Sorted by date with a LIMIT, PostgreSQL likes to walk the date index and test each row; for a word that does not
occur it walks a million rows (15 s). So the rarer condition is asked for by itself, without order and with a cap:
few rows are listed by their ids; many mean that walking along the order meets a page's worth of them soon.
"""

from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from .entry_set import EntrySet

CAP = 5_000


def capped(sequences: QuerySet[Any, int]) -> list[int] | None:
    """Up to ``CAP`` sequences, or ``None`` when there are more."""
    found = list(sequences[: CAP + 1])
    return found if len(found) <= CAP else None


def matching_words(question: SearchQuery, entries: EntrySet) -> Q:
    """The question as a condition on these entries."""
    matching = entries.filter(words=question)
    found = capped(matching.order_by().values_list("edition_id", flat=True))
    return Q(words=question) if found is None else Q(edition__in=found)
