"""The cells of one row as its mapping reads them: texts, codes, numbers, days."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, datetime
from functools import cache, lru_cache

from django.utils.translation import gettext as _

from incidents.codebook import Coded, DatePrecision
from incidents.dates import ImpreciseDate, fits
from incidents.folding import fold

from ...date_words import NotADate, read_date
from ..engine.coded import Rejected, Verbatim
from ..words.cells import decimal, whole
from .mapping import DateColumns, Field, Pick, is_given, listed_code, pick

LARGEST = 2_000_000_000
"""The columns of the desk hold no more."""

_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[T ]\d.*)?")
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?=$|[T ])")
_MONTH_IN_WORDS = re.compile(r"[^\W\d_]{3}")
"""Whoever writes “20 April 2021” names a day; of 2021-04-20, which any program writes, nobody can say so."""


@dataclasses.dataclass(slots=True)
class RowValues:
    """The cells of a row; ``flags`` say what had to be normalised. What cannot be read raises ``Rejected``."""

    row: Verbatim
    flags: list[str] = dataclasses.field(default_factory=list)

    def flag(self, what: str) -> None:
        if what not in self.flags:
            self.flags.append(what)

    def text(self, field: Field) -> str:
        """The cell, translated by ``values`` where it is listed there."""
        plan = pick(field)
        if plan.constant:
            return plan.constant
        cell = self._cell(plan)
        return listed_code(cell, plan.values) or cell or plan.default

    def long(self, field: Field) -> str:
        """A text of several lines, as it is."""
        plan = pick(field)
        return plan.constant or str(self.row.get(plan.column) or "").strip() or plan.default

    def code(self, key: str, field: Field, codes: type[Coded], *, open_ended: bool = False) -> str:
        """A code of the vocabulary: listed in ``values``, written as the code or its label, or the default.

        ``open_ended``: a word that is none of these says nothing; otherwise it sets the row aside.
        """
        plan = pick(field)
        if plan.constant:
            return plan.constant
        cell = self._cell(plan)
        code = listed_code(cell, plan.values) or _codes_by_word(codes).get(fold(cell), "") or plan.default
        if cell and not code and not open_ended:
            raise Rejected(
                f"{plan.column} is “{cell}”, which has no code: give it one in {key}.values, or a default."
            )
        return code

    def _cell(self, plan: Pick) -> str:
        return " ".join(str(self.row.get(plan.column) or "").split())

    def people(self, field: Field) -> int | None:
        """A whole number of people; ``None`` where the cell is empty."""
        text = self.text(field)
        if not text:
            return None
        number = whole(text, pick(field).column)
        if not 0 <= number <= LARGEST:
            raise Rejected(f"{pick(field).column} is “{text}”, which is no number of people.")
        return number

    def degrees(self, field: Field) -> float | None:
        text = self.text(field)
        return decimal(text.replace(",", "."), pick(field).column) if text else None

    def days(self, dates: DateColumns) -> ImpreciseDate:
        """First to last day, with the precision that is given or that the words have."""
        first = self._date(dates, dates.first)
        if first is None:
            raise Rejected(f"{pick(dates.first).column or 'dates.first'} is empty.")
        last = self._date(dates, dates.last) or first
        if last.latest < first.earliest:
            self.flag("dates-swapped")
            first, last = last, first
        return self._precise(dates, first, last)

    def day(self, dates: DateColumns, field: Field) -> date | None:
        """A single day, such as that of a report; nothing where the cell has none."""
        try:
            day = self._date(dates, field)
        except Rejected:
            self.flag("publication-day-not-read")
            return None
        return day.earliest if day and day.days == 1 else None

    def _date(self, dates: DateColumns, field: Field) -> ImpreciseDate | None:
        text = self.text(field)
        if not text:
            return None
        try:
            return _read_day(text, dates.order, tuple(dates.formats))
        except ValueError as problem:
            raise Rejected(f"{pick(field).column} is “{text}”: {problem}") from None

    def _precise(self, dates: DateColumns, first: ImpreciseDate, last: ImpreciseDate) -> ImpreciseDate:
        earliest, latest = first.earliest, max(first.latest, last.latest)
        code = (
            self.code("dates.precision", dates.precision, DatePrecision) if is_given(dates.precision) else ""
        )
        exact = first.precision != DatePrecision.DAY or bool(_MONTH_IN_WORDS.search(self.text(dates.first)))
        by_words = first if first is last and exact else None
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


@cache
def _codes_by_word(codes: type[Coded]) -> dict[str, str]:
    """Codes by themselves and by their labels in the site's language, folded."""
    return {fold(str(code.label)): code.value for code in codes} | {
        fold(code.value.replace("_", " ")): code.value for code in codes
    } | {fold(code.value): code.value for code in codes}  # fmt: skip


@lru_cache(maxsize=10_000)
def _read_day(text: str, order: str, formats: tuple[str, ...]) -> ImpreciseDate:
    """Raises ``ValueError`` that says what is wrong."""
    for form in formats:
        try:
            return ImpreciseDate.day(datetime.strptime(text, form).date())  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    if numbers := _NUMERIC.fullmatch(text):
        return ImpreciseDate.day(_day_of(int(numbers[1]), int(numbers[2]), int(numbers[3]), order))
    iso = _ISO.match(text)
    try:
        return read_date(iso[0] if iso else text)
    except NotADate as problem:
        raise ValueError(f"{problem} {_('Otherwise, give its form in dates.formats.')}") from None


def _day_of(first: int, second: int, year: int, order: str) -> date:
    """The order that is given; without one, the only one that is possible."""
    if not order and first <= 12 and second <= 12 and first != second:
        raise ValueError(_("is the day or the month first? Say so in dates.order."))
    month_first = order == "month-first" if order else first <= 12 < second
    try:
        return date(year, first, second) if month_first else date(year, second, first)
    except ValueError:
        raise ValueError(_("there is no such day.")) from None
