"""In-memory cache of recent searches: positions of rows, counts and tallies, so that the next page does not search.

Each worker has its own: nothing of a text outlives the process, and what was found before a withholding answers no
question after it. Two who ask at once may both search.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from threading import Lock
from typing import Generic, TypeVar

from ...record.log.withheld import count_emptied

Result = TypeVar("Result")


@dataclass
class LruCache(Generic[Result]):
    """The results of the last questions: at most so many, and at most so much weight in all."""

    max_entries: int
    max_weight: int
    weigh: Callable[[Result], int]
    _results: OrderedDict[bytes, Result] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def get_or_compute(self, question: object, compute: Callable[[], Result]) -> Result:
        """The key is of a fixed length, since questions may be as long as an address; another after a withholding."""
        key = blake2b(repr((question, count_emptied())).encode(), digest_size=16).digest()
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key]
        result = compute()
        with self._lock:
            self._results[key] = result
            while len(self._results) > 1 and self._is_full():
                self._results.popitem(last=False)
        return result

    def clear(self) -> None:
        with self._lock:
            self._results.clear()

    def __len__(self) -> int:
        return len(self._results)

    def _is_full(self) -> bool:
        weight = sum(map(self.weigh, self._results.values()))
        return len(self._results) > self.max_entries or weight > self.max_weight


positions: LruCache[array[int]] = LruCache(max_entries=1_000, max_weight=4_000_000, weigh=len)
"""Where rows are, eight bytes each."""
counts: LruCache[int] = LruCache(max_entries=10_000, max_weight=10_000, weigh=lambda count: 1)
"""Among millions it takes a second to find out."""
