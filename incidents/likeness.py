"""Likeness of names: those that are spelled most like one, and whether two may be one name misspelled.

Names are compared in folded form. How much two have in common is Dice's coefficient of their trigrams.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Generic, TypeVar

from .folding import fold

ItemT = TypeVar("ItemT")

LEAST = 0.4
"""Below it two names have nothing to do with each other."""
WORDS_ALIKE = 0.8
"""Of two words that may be one: one letter in five may differ, as in Jaysh and Jaish."""
RAREST = 8
"""Trigrams of a name that are looked up: what stands in every other name tells nothing."""


@lru_cache(maxsize=100_000)
def trigrams(name: str) -> frozenset[str]:
    """Of a folded name, each word with a space before and behind it."""
    return frozenset(
        padded[start : start + 3]
        for padded in (f" {word} " for word in name.split())
        for start in range(len(padded) - 2)
    )


def spelled_alike(name: str, other: str) -> bool:
    """Whether one may be the other misspelled: word for word alike, numbers and what is shorter than four the same.

    >>> spelled_alike("Jaysh al-Islam", "Jaish al Islam"), spelled_alike("Northern Brigade", "Southern Brigade")
    (True, False)
    """
    words, others = fold(name).split(), fold(other).split()
    differing = [pair for pair in zip(words, others, strict=False) if pair[0] != pair[1]]
    beside_same = len(differing) < len(words)
    return len(words) == len(others) and all(
        _words_alike(word, other, beside_same=beside_same) for word, other in differing
    )


def _words_alike(word: str, other: str, *, beside_same: bool) -> bool:
    """In a word of four letters one may differ where other words are the same, as in Free Syrian Armi."""
    if min(len(word), len(other)) < 4 or not (word.isalpha() and other.isalpha()):
        return False
    least = 0.75 if beside_same and len(word) == len(other) == 4 else WORDS_ALIKE
    return SequenceMatcher(None, word, other, autojunk=False).ratio() >= least


class SpellingIndex(Generic[ItemT]):
    """Things by their names, to ask for those whose names are most like one."""

    def __init__(self) -> None:
        self._by_trigram: dict[str, set[tuple[str, ItemT]]] = defaultdict(set)

    def add(self, item: ItemT, names: Iterable[str]) -> None:
        for name in filter(None, map(fold, names)):
            for trigram in trigrams(name):
                self._by_trigram[trigram].add((name, item))

    def most_like(self, name: str, most: int = 3) -> list[tuple[str, ItemT]]:
        """The likest things, each once, with the folded name that is so like; the likest first."""
        wanted = trigrams(fold(name))
        rarest = sorted(wanted, key=lambda trigram: len(self._by_trigram.get(trigram, ())))[:RAREST]
        likeness: dict[ItemT, tuple[float, str]] = {}
        for known, item in {pair for trigram in rarest for pair in self._by_trigram.get(trigram, ())}:
            theirs = trigrams(known)
            dice = 2 * len(wanted & theirs) / (len(wanted) + len(theirs))
            if dice >= LEAST:
                likeness[item] = max((dice, known), likeness.get(item, (0.0, "")))
        likest = sorted(likeness.items(), key=lambda pair: (-pair[1][0], pair[1][1]))
        return [(known, item) for item, (_dice, known) in likest[:most]]
