"""The cells of one row as its mapping reads them: texts, codes, numbers, days."""

from __future__ import annotations

import dataclasses
from datetime import date
from functools import cache
from typing import Any

from incidents.codebook import Coded, DatePrecision
from incidents.dates import ImpreciseDate, fits
from incidents.folding import fold
from incidents.spreadsheets import harmless, without_apostrophe

from ..engine.coded import Rejected, Verbatim
from ..files.characters import value_text
from ..words.cells import NOT_KNOWN, cell_text, read_code, read_key, read_long, read_name, read_value
from ..words.days import names_a_month, read_days
from ..words.numbers import decimal, people
from ..words.placeholders import names_nobody, says_nothing
from .mapping import DateColumns, Field, Pick, is_given, listed_code, pick


@dataclasses.dataclass(slots=True)
class RowValues:
    """The cells of a row; ``flags`` say what had to be normalised. What cannot be read raises ``Rejected``."""

    row: Verbatim
    apostrophes: bool = False
    """Whether words that begin as a formula does are protected by an apostrophe, see ``FileFormat``."""
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
        """A text of several lines."""
        plan = pick(field)
        cell = self.row.get(plan.column)
        text = plan.constant or self._bare(read_long(self._protected(cell), self.flags))
        return (text if len(text) > 40 or not says_nothing(text) else "") or plan.default

    def key(self, field: Field) -> str:
        """An identifier; empty where the cell is, or says that it is not known."""
        plan = pick(field)
        return plan.constant or read_key(self.row.get(plan.column), plan.column) or plan.default

    def code(self, key: str, field: Field, codes: type[Coded], *, open_ended: bool = False) -> str:
        """A code of the vocabulary: listed in ``values``, written as the code or its label, or the default.

        ``open_ended``: a word that is none of these says nothing; otherwise it sets the row aside.
        """
        plan = pick(field)
        if plan.constant:
            return plan.constant
        cell = read_value(self.row.get(plan.column), plan.column)
        code = listed_code(cell, plan.values) or _codes_by_word(codes).get(fold(cell), "")
        if not code:
            cell = read_code(cell, plan.column)
            code = listed_code(cell, plan.values) or plan.default
        if cell and not code and not open_ended:
            raise Rejected(
                f"{plan.column} is “{cell}”, which has no code: give it one in {key}.values, or a default."
            )
        return code

    def _cell(self, plan: Pick) -> str:
        return self._bare(read_name(self._protected(self.row.get(plan.column)), plan.column))

    def _protected(self, cell: Any) -> Any:
        """Workbooks and documents need no apostrophe for such words, and have none."""
        return harmless(cell) if self.apostrophes else cell

    def _bare(self, text: str) -> str:
        return without_apostrophe(text) if self.apostrophes else text

    def value(self, field: Field) -> str:
        """A number or a day as it is seen; empty where the cell is, or says that it is not known."""
        plan = pick(field)
        if plan.constant:
            return plan.constant
        cell = read_value(self.row.get(plan.column), plan.column)
        text = listed_code(cell, plan.values) or cell
        return plan.default if names_nobody(text) else text

    def people(self, field: Field) -> int | None:
        """A whole number of people; ``None`` where the cell is empty, or says that it is not known: a flag tells."""
        text = self.value(field)
        if not text and value_text(cell_text(self.row.get(pick(field).column))):
            self.flag(NOT_KNOWN)
        return people(text, pick(field).column) if text else None

    def degrees(self, field: Field) -> float | None:
        text = self.value(field)
        return decimal(text, pick(field).column) if text else None

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
        text = self.value(field)
        if not text:
            return None
        try:
            return read_days(text, dates.order, tuple(dates.formats))
        except ValueError as problem:
            raise Rejected(f"{pick(field).column} is “{text}”: {problem}") from None

    def _precise(self, dates: DateColumns, first: ImpreciseDate, last: ImpreciseDate) -> ImpreciseDate:
        earliest, latest = first.earliest, max(first.latest, last.latest)
        code = (
            self.code("dates.precision", dates.precision, DatePrecision) if is_given(dates.precision) else ""
        )
        exact = first.precision != DatePrecision.DAY or names_a_month(self.value(dates.first))
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
