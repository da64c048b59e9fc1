"""Search for a name in a text as a reader would, in any case, accent or script variant, and its replacement."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from incidents.folding import APOSTROPHES, fold

MASK = "█"
_PIECE = re.compile(r"\S+")
_PROCLITICS = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل", "لل", "ال", "وال", "بال", "كال", "فال")
"""Arabic particles that are written together with the word after them: “and Zeki” is one word."""
_ESCAPED = re.compile(r"""[^\s"'<>\\]*%[0-9A-Fa-f]{2}[^\s"'<>\\]*""")
"""An address in which other scripts are written as bytes: %D8%B2%D9%83%D9%8A."""
_APART = str.maketrans(dict.fromkeys(APOSTROPHES, " "))
"""Folding drops apostrophes; Turkish sets its endings off with them: Zeki'nin."""
ESCAPES = "%[0-9A-Fa-f]{2}"
"""A regular expression for texts that have to be read here, since the database cannot read such addresses."""


def readings(text: str) -> str:
    """The folded words of a text in all ways in which a name may stand in it, separated by a bar."""
    ways = [fold(text)]
    if any(mark in text for mark in APOSTROPHES):
        ways.append(fold(text.translate(_APART)))
    ways += [fold(unquote(match.group())) for match in _ESCAPED.finditer(text)]
    return " | ".join(ways)


def bare(word: str) -> Iterator[str]:
    """The folded word, and what is left of it without particles."""
    yield word
    for particle in _PROCLITICS if word[0] in _FIRST_LETTERS else ():
        if word.startswith(particle) and len(word) > len(particle) + 1:
            yield word[len(particle) :]


_FIRST_LETTERS = frozenset(particle[0] for particle in _PROCLITICS)


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and where it stands in the text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class NamePattern:
    """A name to be found. Raises ``ValueError`` where nothing of it is left in folded form."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, name: str) -> NamePattern:
        words = tuple(fold(name).split())
        if not words:
            raise ValueError("a name has at least one letter")
        return cls(words)

    @property
    def folded(self) -> str:
        return " ".join(self.words)

    @property
    def pattern(self) -> str:
        """A POSIX regular expression for folded texts; folded words hold no special characters."""
        return f"(^| )({'|'.join(_PROCLITICS)})?{self.folded}( |$)"

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the name stands, from its first character to after its last; spans never overlap."""
        spans = [*self._spans(text)]
        if any(mark in text for mark in APOSTROPHES):
            spans += self._spans(text.translate(_APART))
        if "%" in text:
            addresses = _ESCAPED.finditer(text)
            spans += [match.span() for match in addresses if [*self._spans(unquote(match.group()))]]
        end = 0
        # Of spans that overlap, the one that begins first and reaches farthest.
        for span in sorted(set(spans), key=lambda span: (span[0], -span[1])):
            if span[0] >= end:
                end = span[1]
                yield span

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        words = list(words_of(text))
        place = 0
        while place <= len(words) - len(self.words):
            phrase = words[place : place + len(self.words)]
            if self._meets([word.text for word in phrase]):
                yield phrase[0].start, phrase[-1].end
                place += len(self.words)
            else:
                place += 1

    def stands_in(self, text: str) -> bool:
        return any(True for _span in self.spans(text))

    def replaced(self, text: str, put: Callable[[str], str]) -> str:
        """The text with ``put(what stood there)`` instead of the name."""
        for start, end in reversed(list(self.spans(text))):
            text = text[:start] + put(text[start:end]) + text[end:]
        return text

    def scrubbed(self, value: Any, replacement: str) -> Any:
        """A text, list or mapping (as JSON has them) without the name, in keys neither."""
        if isinstance(value, str):
            return self.replaced(value, lambda _text: replacement)
        if isinstance(value, list):
            return [self.scrubbed(item, replacement) for item in value]
        if isinstance(value, dict):
            return {
                self.scrubbed(key, replacement): self.scrubbed(item, replacement)
                for key, item in value.items()
            }
        return value

    def masked(self, text: str) -> str:
        """The same length as before, so that passages still point at their sentences."""
        return self.replaced(text, lambda replaced: MASK * len(replaced))

    def _meets(self, words: list[str]) -> bool:
        first, rest = words[0], tuple(words[1:])
        if rest != self.words[1:]:
            return False
        return first == self.words[0] or first in {particle + self.words[0] for particle in _PROCLITICS}


def words_of(text: str) -> Iterator[Word]:
    """The folded words of a text with their places; what parts words in folded form parts them here."""
    for run in _PIECE.finditer(text):
        yield from _words_of_run(run.group(), run.start())


def _words_of_run(run: str, offset: int) -> Iterator[Word]:
    start: int | None = None
    for place, char in enumerate(run):
        separates = _separates_words(char)
        if not separates and start is None:
            start = place
        if separates and start is not None:
            yield from _word(run[start:place], offset + start)
            start = None
    if start is not None:
        yield from _word(run[start:], offset + start)


@lru_cache(maxsize=4096)
def _separates_words(char: str) -> bool:
    return " " in fold(f"a{char}a")


def _word(piece: str, offset: int) -> Iterator[Word]:
    for text in fold(piece).split():
        yield Word(text, offset, offset + len(piece))
