"""Values of one row as its mapping reads them: words, codes, numbers, days."""

from __future__ import annotations

import re
from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache

from django.utils.translation import gettext as _

from incidents.codebook import Coded, DatePrecision
from incidents.dates import ImpreciseDate, fits
from incidents.folding import fold

from ...date_words import NotADate, read_date
from ..engine.coded import Rejected, Verbatim
from ..files.cells import decimal, whole
from .mapping import Dates, Field, given, pick

LARGEST = 2_000_000_000
"""The columns of the desk hold no more."""

_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[T ]\d.*)?")
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?=$|[T ])")
_MONTH_IN_WORDS = re.compile(r"[^\W\d_]{3}")
"""Whoever writes “20 April 2021” names a day; of 2021-04-20, which any program writes, nobody can say so."""


@dataclass(slots=True)
class Values:
    """The cells of a row; ``flags`` say what had to be normalised. What cannot be read raises ``Rejected``."""

    row: Verbatim
    flags: list[str] = field(default_factory=list)

    def flag(self, what: str) -> None:
        if what not in self.flags:
            self.flags.append(what)

    def text(self, wanted: Field) -> str:
        """The cell, translated by ``values`` where it is listed there."""
        one = pick(wanted)
        if one.constant:
            return one.constant
        cell = " ".join(str(self.row.get(one.column) or "").split())
        return _translated(cell, one.values) or cell or one.default

    def long(self, wanted: Field) -> str:
        """A text of several lines, as it is."""
        one = pick(wanted)
        return one.constant or str(self.row.get(one.column) or "").strip() or one.default

    def code(self, key: str, wanted: Field, codes: type[Coded], *, open_ended: bool = False) -> str:
        """A code of the vocabulary: listed in ``values``, written as the code or its label, or the default.

        ``open_ended``: a word that is none of these says nothing; otherwise it sets the row aside.
        """
        one = pick(wanted)
        if one.constant:
            return one.constant
        cell = " ".join(str(self.row.get(one.column) or "").split())
        found = _translated(cell, one.values) or _codes(codes).get(fold(cell), "") or one.default
        if cell and not found and not open_ended:
            raise Rejected(
                f"{one.column} is “{cell}”, which has no code: give it one in {key}.values, or a default."
            )
        return found

    def people(self, wanted: Field) -> int | None:
        """A whole number of people; ``None`` where the cell is empty."""
        text = self.text(wanted)
        if not text:
            return None
        number = whole(text, pick(wanted).column)
        if not 0 <= number <= LARGEST:
            raise Rejected(f"{pick(wanted).column} is “{text}”, which is no number of people.")
        return number

    def degrees(self, wanted: Field) -> float | None:
        text = self.text(wanted)
        return decimal(text.replace(",", "."), pick(wanted).column) if text else None

    def days(self, dates: Dates) -> ImpreciseDate:
        """First to last day, with the precision that is given or that the words have."""
        first = self._date(dates, dates.first)
        if first is None:
            raise Rejected(f"{pick(dates.first).column or 'dates.first'} is empty.")
        last = self._date(dates, dates.last) or first
        if last.latest < first.earliest:
            self.flag("dates-swapped")
            first, last = last, first
        return self._precise(dates, first, last)

    def day(self, dates: Dates, wanted: Field) -> date | None:
        """A single day, such as that of a report; nothing where the cell has none."""
        try:
            found = self._date(dates, wanted)
        except Rejected:
            self.flag("publication-day-not-read")
            return None
        return found.earliest if found and found.days == 1 else None

    def _date(self, dates: Dates, wanted: Field) -> ImpreciseDate | None:
        text = self.text(wanted)
        if not text:
            return None
        try:
            return _read(text, dates.order, tuple(dates.formats))
        except ValueError as problem:
            raise Rejected(f"{pick(wanted).column} is “{text}”: {problem}") from None

    def _precise(self, dates: Dates, first: ImpreciseDate, last: ImpreciseDate) -> ImpreciseDate:
        earliest, latest = first.earliest, max(first.latest, last.latest)
        code = self.code("dates.precision", dates.precision, DatePrecision) if given(dates.precision) else ""
        told = first.precision != DatePrecision.DAY or bool(_MONTH_IN_WORDS.search(self.text(dates.first)))
        by_words = first if first is last and told else None
        if not code and by_words:
            return by_words
        if not code:
            self.flag("date-precision-not-given")
        precision = DatePrecision(code or DatePrecision.UNKNOWN)
        if by_words and precision == DatePrecision.DAY:
            return by_words  # the column of days holds a month here
        if not fits(earliest, latest, precision):
            self.flag("days-wider-than-their-precision")
            precision = DatePrecision.PERIOD
        return ImpreciseDate(earliest, latest, precision)


def _translated(cell: str, values: Mapped[str, str]) -> str:
    if not values:
        return ""
    return values.get(cell) or next((code for word, code in values.items() if fold(word) == fold(cell)), "")


@cache
def _codes(codes: type[Coded]) -> dict[str, str]:
    """Codes by themselves and by their labels in the site's language, folded."""
    return {fold(str(one.label)): one.value for one in codes} | {
        fold(one.value.replace("_", " ")): one.value for one in codes
    } | {fold(one.value): one.value for one in codes}  # fmt: skip


@lru_cache(maxsize=10_000)
def _read(text: str, order: str, formats: tuple[str, ...]) -> ImpreciseDate:
    """Raises ``ValueError`` that says what is wrong."""
    for form in formats:
        try:
            return ImpreciseDate.day(datetime.strptime(text, form).date())  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    if found := _NUMERIC.fullmatch(text):
        return ImpreciseDate.day(_ordered(int(found[1]), int(found[2]), int(found[3]), order))
    found = _ISO.match(text)
    try:
        return read_date(found[0] if found else text)
    except NotADate as problem:
        raise ValueError(f"{problem} {_('Otherwise, give its form in dates.formats.')}") from None


def _ordered(one: int, other: int, year: int, order: str) -> date:
    """The order that is given; without one, the only one that is possible."""
    if not order and one <= 12 and other <= 12 and one != other:
        raise ValueError(_("is the day or the month first? Say so in dates.order."))
    month_first = order == "month-first" if order else one <= 12 < other
    try:
        return date(year, one, other) if month_first else date(year, other, one)
    except ValueError:
        raise ValueError(_("there is no such day.")) from None
