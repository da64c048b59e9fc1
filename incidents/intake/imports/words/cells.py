"""Cells of one row under the importer's own names for its columns, read as text, numbers and points, with flags."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..engine.coded import Rejected, Verbatim
from .placeholders import names_nobody

_WHOLE = re.compile(r"([+-]?\d{1,30})(?:\.0*)?")
"""Python refuses to read a number of thousands of digits, and nobody counts so far."""
_HINTS = (
    (re.compile(r"\d{1,3}([,.' ]\d{3})+"), "Write it without separators, such as 12000."),
    (re.compile(r"\d+\s*(-|–|to|\.\.)\s*\d+"), "The ends of a range need columns of their own, low and high."),
    (re.compile(r"(at least|up to|more than|over|under|about|some|[<>≥≤~+]).*\d.*|\d+\s*\+"),
     "A number alone is read; “at least” belongs into a column of its own, low, and “up to” into high."),
)  # fmt: skip


def hint(text: str) -> str:
    """What to write in place of a number that is none, after a space; empty where nothing is known."""
    if names_nobody(text):
        return " Leave the cell empty where the number is not known, and write 0 where there was none."
    return next((f" {remedy}" for pattern, remedy in _HINTS if pattern.fullmatch(text.strip().lower())), "")


Point = tuple[float | None, float | None]
"""Latitude and longitude, both or neither."""
NO_POINT: Point = (None, None)


def whole(text: str, column: str) -> int:
    """The whole number in a cell of that column, its digits written out. Raises ``Rejected`` for what is none."""
    if not (match := _WHOLE.fullmatch(text)):
        raise Rejected(f"{column} is “{text}”, which is no whole number.{hint(text)}")
    return int(match[1])


def decimal(text: str, column: str) -> float:
    """The number in a cell of that column. Raises ``Rejected`` for what is none."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Rejected(f"{column} is “{text}”, which is no number.{hint(text)}")
    return value


def point_at(lat: float | None, lon: float | None) -> Point:
    """To five decimals, about a metre. Raises ``Rejected`` for a point that is not on the earth."""
    if lat is None or lon is None:
        return NO_POINT
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise Rejected(f"The point {lat}, {lon} does not lie on the earth.")
    return round(lat, 5), round(lon, 5)


@dataclass(slots=True)
class Cells:
    """``names`` leads from our name for a column to the table's; an empty name is a column that it does not have."""

    row: Verbatim
    names: Mapping[str, str]
    flags: list[str] = field(default_factory=list)
    agreed: bool = True
    """Whether low <= best <= high held as given."""

    def text(self, name: str) -> str:
        value = self.row.get(self.names[name])
        if value is None:
            return ""
        return (value if isinstance(value, str) else str(value)).strip()

    def has(self, name: str) -> bool:
        return bool(self.names[name])

    def needed(self, name: str) -> str:
        """Raises ``Rejected`` where the cell is empty."""
        if not (text := self.text(name)):
            raise Rejected(f"{self.names[name] or name} is empty.")
        return text

    def number(self, name: str, otherwise: int) -> int:
        """A whole number; ``otherwise`` where the cell is empty or the column missing. Raises ``Rejected``."""
        number = self.count(name)
        return otherwise if number is None else number

    def count(self, name: str) -> int | None:
        """The same, with ``None`` for an empty cell."""
        text = self.text(name)
        if not text:
            return None
        return whole(text, self.names[name])

    def degrees(self, name: str) -> float | None:
        """A decimal number; ``None`` for an empty cell. Raises ``Rejected`` for what is none."""
        text = self.text(name)
        return decimal(text, self.names[name]) if text else None

    def point(self, lat: str, lon: str) -> Point:
        """The point in two columns; that there is none is flagged. Raises ``Rejected``."""
        point = point_at(self.degrees(lat), self.degrees(lon))
        if point == NO_POINT:
            self.flag("point-not-given")
        return point

    def flag(self, flag: str) -> None:
        if flag not in self.flags:
            self.flags.append(flag)
