"""Reading of number words: twenty-one, خمسة وعشرون, sed û bîst û pênc."""

from __future__ import annotations

from collections.abc import Sequence

from .tokens import Language, Mark

ReadNumber = tuple[int, int]
"""A value, and the place after the words that say it."""


class NumberWords:
    """The words of a line in folded form, of which some may say a number below a million."""

    def __init__(self, forms: Sequence[str], language: Language) -> None:
        self.forms = forms
        self.language = language
        self.numerals = language.numerals

    def at(self, place: int) -> ReadNumber | None:
        """The longest number that begins at that word."""
        return self._below(1_000_000, place)

    def _below(self, limit: int, place: int) -> ReadNumber | None:
        if limit == 100:
            return self._below_hundred(place)
        unit = 1000 if limit == 1_000_000 else 100
        head = self._whole(unit, place)
        if head is None:
            return self._below(unit, place)
        tail = self._below(unit, self._beyond_and(head[1]))
        return (head[0] + tail[0], tail[1]) if tail else head

    def _whole(self, unit: int, place: int) -> ReadNumber | None:
        """So many hundreds or thousands."""
        dual = self.numerals.simple.get(self._form(place))
        if dual == 2 * unit:
            return dual, place + 1
        factor, after = self._below(unit, place) or (1, place + (self._form(place) == "a"))
        if self.numerals.multipliers.get(self._form(after)) == unit:
            return factor * unit, after + 1
        return None

    def _below_hundred(self, place: int) -> ReadNumber | None:
        teen = self.numerals.simple.get(f"{self._form(place)} {self._form(place + 1)}")
        if teen is not None:
            return teen, place + 2
        first = self.numerals.simple.get(self._form(place), 100)
        if first >= 100:
            return None
        second_at = self._beyond_and(place + 1) if self.numerals.joined_by_and else place + 1
        if self.numerals.joined_by_and == (second_at > place + 1):
            second = self.numerals.simple.get(self._form(second_at), 0)
            units, tens = (first, second) if self.numerals.units_first else (second, first)
            if 1 <= units <= 9 and 20 <= tens <= 90:
                return units + tens, second_at + 1
        return first, place + 1

    def _form(self, place: int) -> str:
        return self.forms[place] if place < len(self.forms) else ""

    def _beyond_and(self, place: int) -> int:
        return place + 1 if self.language.words.get(self._form(place)) is Mark.AND else place
