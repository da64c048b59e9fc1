"""Paginator of lists that never counts a large table to its end."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

MOST_COUNTED = 10_000
"""Rows counted at most, and so reachable by turning pages: beyond that, filtering is quicker than leafing."""


class CappedPaginator(Paginator[Any]):
    """Counts up to ``MOST_COUNTED`` rows; the count of a larger list reads as that number and one."""

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return len(rows)
        return rows.order_by().values("pk")[: MOST_COUNTED + 1].count()

    @property
    def capped(self) -> bool:
        return self.count > MOST_COUNTED
