"""Meanings of the words of a casualty line, and a language's words with theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from incidents.codebook import AgeBand, CasualtyStatus, Outcome, Sex
from incidents.folding import fold


class Mark(Enum):
    """Words and signs that build a line without counting or naming anybody."""

    AND = auto()
    COMMA = auto()
    COLON = auto()
    SLASH = auto()
    OPEN = auto()
    CLOSE = auto()
    BETWEEN = auto()
    UP_TO = auto()
    """Between the ends of a range: “3 to 5”, “3–5”."""
    OR = auto()
    OR_MORE = auto()
    OF = auto()
    """Before the name of those whose people they were."""
    INCLUDING = auto()
    OF_THEM = auto()
    OTHERS = auto()
    """More people of the kind named before."""
    THEIR = auto()
    """“a woman and her son”."""
    FAMILY_OF = auto()
    LEAVING = auto()
    """Opens a clause: “leaving 5 dead”."""
    NOISE = auto()
    """Auxiliary verbs and articles, which change nothing about who came to what harm."""
    BARRED = auto()
    """A word that is understood nowhere and is no part of a name: “in”, “by”, “not”."""


class Qualifier(Enum):
    """How a word qualifies the number beside it."""

    LEAST = auto()
    ABOVE = auto()
    BELOW = auto()
    MOST = auto()
    ABOUT = auto()


@dataclass(frozen=True)
class Number:
    value: int
    rough: bool = False
    """A number that is meant roughly by itself, as a dozen is."""
    after_noun: bool = False
    """Whether it may stand behind its noun, as in مدنيين اثنين."""


@dataclass(frozen=True)
class Vague:
    """An amount without a number: “dozens”."""

    before_number: bool = False
    """Whether it makes a number that follows a rough one, as in “some 20”."""


@dataclass(frozen=True)
class Harm:
    """What happened; ``count`` where the word itself says to how many, as the Arabic dual does."""

    outcome: Outcome
    count: int | None = None
    leads: bool = False
    """Whether it stands before those who came to harm: “kills 3”; “3 soldiers kill” says nothing of their deaths."""


@dataclass(frozen=True)
class PeopleWord:
    """What people are called; ``count`` where the word itself says how many."""

    status: CasualtyStatus = CasualtyStatus.UNKNOWN
    age_band: AgeBand | None = None
    sex: Sex | None = None
    occupation: str = ""
    count: int | None = None


Meaning = Mark | Qualifier | Number | Vague | Harm | PeopleWord


@dataclass(frozen=True)
class Token:
    """A word or phrase at ``start:end`` of the line; a word without meaning may be part of a name."""

    meaning: Meaning | None
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Numerals:
    """Number words: simple ones, and those that multiply what stands before them."""

    simple: Mapping[str, int]
    multipliers: Mapping[str, int]
    joined_by_and: bool
    """Whether tens and units are joined by “and”, as in bîst û yek."""
    units_first: bool = False
    """Whether units stand before tens, as in خمسة وعشرون."""


@dataclass(frozen=True)
class Language:
    """A language's words, folded, with what they mean."""

    words: Mapping[str, Meaning]
    numerals: Numerals
    claimant_marks: tuple[str, ...]
    """Words before the name of who says so."""
    joined_and: str = ""
    """A letter that means “and” where it is joined to the next word."""
    number_follows: bool = False
    """Whether one and two follow their noun, as in مدنيين اثنين."""

    @cached_property
    def longest(self) -> int:
        """Words of the longest phrase."""
        return max(len(phrase.split()) for phrase in self.words)

    @cached_property
    def openings(self) -> frozenset[str]:
        """First words of the phrases and numbers."""
        numbers = [*self.numerals.simple, *self.numerals.multipliers]
        return frozenset(phrase.split()[0] for phrase in (*self.words, *numbers))


def word_form(text: str) -> str:
    """Folded, except that ێ stays apart from ی: سێ is three and سی is thirty."""
    return fold(text.replace("ێ", "یی"))


def phrases(table: Mapping[str, Meaning], *more: Mapping[str, Meaning]) -> dict[str, Meaning]:
    """One table of single phrases, from tables whose keys are phrases parted by bars.

    Raises ``ValueError`` where a phrase has two meanings.
    """
    single: dict[str, Meaning] = {}
    for written, meaning in ((key, meaning) for rows in (table, *more) for key, meaning in rows.items()):
        for phrase in written.split("|"):
            if single.setdefault(word_form(phrase), meaning) != meaning:
                raise ValueError(f"“{phrase}” has two meanings.")
    return single


def spelled(table: Mapping[str, int]) -> dict[str, int]:
    """Number words with their values, one by one, from a table whose keys are spellings parted by bars."""
    return {word_form(spelling): value for key, value in table.items() for spelling in key.split("|")}


def in_order(words: Iterable[str], start: int, step: int = 1) -> dict[str, int]:
    """Number words in counting order, spellings parted by bars."""
    return spelled({word: start + step * place for place, word in enumerate(words)})
