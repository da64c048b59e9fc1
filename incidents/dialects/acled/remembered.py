"""Where the rows of recent questions are, and how many, so that the next page does not search again.

Kept by each worker for itself. A state of the record never changes, but for what is withheld from it; and what is
withheld is no longer there when the page is read.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

MOST = 4_000_000
"""Rows in all, eight bytes each."""
MOST_COUNTS = 1_000

_kept: OrderedDict[Hashable, array[int]] = OrderedDict()
_counts: OrderedDict[Hashable, int] = OrderedDict()
_lock = Lock()


def remembered(question: Hashable, search: Callable[[], array[int]]) -> array[int]:
    """The answer to the question, searched for unless it is known. Two who ask at once may both search."""
    with _lock:
        known = _kept.get(question)
        if known is not None:
            _kept.move_to_end(question)
            return known
    found = search()
    with _lock:
        _kept[question] = found
        while len(_kept) > 1 and sum(map(len, _kept.values())) > MOST:
            _kept.popitem(last=False)
    return found


def remembered_count(question: Hashable, count: Callable[[], int]) -> int:
    """How many rows answer the question; among millions that takes a second to find out."""
    with _lock:
        if question in _counts:
            return _counts[question]
    found = count()
    with _lock:
        _counts[question] = found
        while len(_counts) > MOST_COUNTS:
            _counts.popitem(last=False)
    return found


def forget() -> None:
    with _lock:
        _kept.clear()
        _counts.clear()
