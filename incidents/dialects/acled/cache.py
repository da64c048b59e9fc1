"""Where the rows of recent questions are, how many, and their tallies, so that the next page does not search again.

Kept in memory, by each worker for itself: nothing of a text outlives the process, and what was found before a
withholding answers no question after it. Two who ask at once may both search.
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

Found = TypeVar("Found")


@dataclass
class Memory(Generic[Found]):
    """The answers to the last questions: at most so many, and at most so much in all."""

    most: int
    heaviest: int
    weigh: Callable[[Found], int]
    _kept: OrderedDict[bytes, Found] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def recall(self, question: object, find: Callable[[], Found]) -> Found:
        """What is known, or else found now."""
        key = _key(question)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = find()
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > 1 and (len(self._kept) > self.most or self._weight() > self.heaviest):
                self._kept.popitem(last=False)
        return found

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()

    def __len__(self) -> int:
        return len(self._kept)

    def _weight(self) -> int:
        return sum(map(self.weigh, self._kept.values()))


def _key(question: object) -> bytes:
    """Of a fixed length, since questions may be as long as an address; another after each withholding."""
    return blake2b(repr((question, count_emptied())).encode(), digest_size=16).digest()


places: Memory[array[int]] = Memory(most=1_000, heaviest=4_000_000, weigh=len)
"""Rows, eight bytes each."""
counts: Memory[int] = Memory(most=10_000, heaviest=10_000, weigh=lambda count: 1)
"""Among millions it takes a second to find out."""
