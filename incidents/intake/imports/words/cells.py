"""Cells of one row, each read by what it is: a value, a code, an identifier, a name, a long text.

``read_…`` are the readers, which every importer uses; ``Cells`` are those of a row under the importer's own names for
its columns, with flags.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from incidents.dates import ImpreciseDate

from ..engine.coded import Rejected, Verbatim
from ..files.characters import ascii_digits, is_lost, long_text, mended, name_text, value_text
from .days import read_days
from .numbers import NO_POINT, Point, decimal, people, point_at, whole
from .placeholders import names_nobody, says_nothing

MENDED = "letters-mended"
NOT_KNOWN = "number-not-known"

_ERROR = re.compile(r"#(?:REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BUSY!|GETTING_DATA|#{2,})")
_FORMULA = re.compile(r"=[-+(@$\"']?[\w.$!':]+(?:[-+*/&^(<>=,;:!$%).].*)?", re.S)
_WHOLE_FLOAT = re.compile(r"(\d{1,30})(?:\.0+)?")
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}")


def cell_text(cell: Any) -> str:
    """What a cell holds as text: JSON has numbers, too, whole ones as floats."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def read_value(cell: Any, column: str) -> str:
    """A number or a day as it is seen. Raises ``Rejected`` for a formula without its result, or an error of one."""
    text = value_text(cell_text(cell))
    if text[:1] in ("#", "="):
        _check_result(text, column)
    return text


def read_code(cell: Any, column: str) -> str:
    """A code; empty for a placeholder. A whole number is written without decimals, as programs may write it."""
    text = read_value(cell, column)
    match = _WHOLE_FLOAT.fullmatch(text)
    return str(int(match[1])) if match else "" if text and names_nobody(text) else text


def key_text(cell: Any) -> str:
    """An identifier as it is seen, whatever it is; empty for a placeholder. Leading zeros stay."""
    text = value_text(cell_text(cell))
    if match := _WHOLE_FLOAT.fullmatch(text):
        return ascii_digits(match[1])
    return "" if text and names_nobody(text) else text


def read_key(cell: Any, column: str) -> str:
    """An identifier; empty for a placeholder. Raises ``Rejected`` for a number that a program has shortened."""
    read_value(cell, column)
    text = key_text(cell)
    if _SHORTENED.fullmatch(text):
        raise Rejected(
            f"{column} is “{text}”, a number that a spreadsheet has shortened. Format the column as text or as a "
            "number without decimals, and save it again."
        )
    return text


def read_name(cell: Any, column: str) -> str:
    """A name or another single line. Raises ``Rejected`` for letters that were broken before."""
    raw = cell_text(cell)
    text = name_text(raw)
    if text[:1] in ("#", "="):
        _check_result(text, column)
    if better := mended(raw.strip(" \t\r\n")):
        raise Rejected(
            f"{column} is “{text[:80]}”, whose letters were broken when it was saved. It would read “{better[:80]}”. "
            "Mend it, or save the file again as UTF-8."
        )
    if is_lost(text):
        raise Rejected(
            f"{column} is “{text[:80]}”: its letters became question marks when it was saved. Write it anew, or save "
            "the file again as UTF-8."
        )
    return text


def read_long(cell: Any, flags: list[str]) -> str:
    """A text of several lines. Letters that were broken before are mended, and that is flagged."""
    raw = cell_text(cell)
    if better := mended(raw):
        _add(flags, MENDED)
        raw = better
    return long_text(raw)


def _check_result(text: str, column: str) -> None:
    if _ERROR.fullmatch(text):
        raise Rejected(
            f"{column} is “{text}”, the error of a formula. Mend it in the spreadsheet and save it again."
        )
    if _FORMULA.fullmatch(text):
        raise Rejected(
            f"{column} is “{text[:80]}”, a formula without its result. Open the file in a spreadsheet program and "
            "save it again."
        )


def _add(flags: list[str], flag: str) -> None:
    if flag not in flags:
        flags.append(flag)


@dataclass(slots=True)
class Cells:
    """``names`` leads from our name for a column to the table's; an empty name is a column that it does not have.

    ``order`` says whether days such as 3/4/2021 begin with the day or with the month.
    """

    row: Verbatim
    names: Mapping[str, str]
    order: str = ""
    flags: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        """A name or another single line; empty for a placeholder. Raises ``Rejected``."""
        text = read_name(self.row.get(self.names[name]), self.names[name] or name)
        return "" if says_nothing(text) else text

    def long(self, name: str) -> str:
        """A text of several lines; empty for a placeholder."""
        text = read_long(self.row.get(self.names[name]), self.flags)
        return "" if len(text) < 40 and says_nothing(text) else text

    def code(self, name: str) -> str:
        return read_code(self.row.get(self.names[name]), self.names[name] or name)

    def key(self, name: str) -> str:
        return read_key(self.row.get(self.names[name]), self.names[name] or name)

    def has(self, name: str) -> bool:
        return bool(self.names[name])

    def needed(self, name: str) -> str:
        """The text. Raises ``Rejected`` where the cell is empty, or as good as that."""
        if not (text := self.text(name)):
            raise Rejected(f"{self.names[name] or name} is empty.")
        return text

    def needed_key(self, name: str) -> str:
        """The same for an identifier."""
        if not (key := self.key(name)):
            raise Rejected(f"{self.names[name] or name} is empty.")
        return key

    def number(self, name: str, otherwise: int) -> int:
        """A whole number; ``otherwise`` where the cell is empty or the column missing. Raises ``Rejected``."""
        number = self.count(name)
        return otherwise if number is None else number

    def count(self, name: str) -> int | None:
        """The same, with ``None`` for an empty cell."""
        text = self._value(name)
        return whole(text, self.names[name]) if text else None

    def people(self, name: str) -> int | None:
        """A number of people; ``None`` for an empty cell, or one that says it is not known. Raises ``Rejected``."""
        text = self._value(name, NOT_KNOWN)
        return people(text, self.names[name]) if text else None

    def days(self, name: str) -> ImpreciseDate | None:
        """The day or days in a cell; ``None`` for an empty one. Raises ``Rejected``."""
        text = self._value(name)
        if not text:
            return None
        try:
            return read_days(text, self.order)
        except ValueError as problem:
            raise Rejected(f"{self.names[name]} is “{text}”: {problem}") from None

    def degrees(self, name: str) -> float | None:
        """A decimal number; ``None`` for an empty cell. Raises ``Rejected`` for what is none."""
        text = self._value(name)
        return decimal(text, self.names[name]) if text else None

    def point(self, lat: str, lon: str) -> Point:
        """The point in two columns; that there is none is flagged. Raises ``Rejected``."""
        point = point_at(self.degrees(lat), self.degrees(lon))
        if point == NO_POINT:
            self.flag("point-not-given")
        return point

    def flag(self, flag: str) -> None:
        _add(self.flags, flag)

    def _value(self, name: str, flag: str = "") -> str:
        """A value; empty for a placeholder, which is flagged."""
        text = read_value(self.row.get(self.names[name]), self.names[name] or name)
        if text and not text.isdigit() and names_nobody(text):
            if flag:
                self.flag(flag)
            return ""
        return text
