"""Numbers as people and programs write them: whole numbers of people, and coordinates.

Digits of every script; thousands parted by commas, spaces, apostrophes or the Arabic sign; a whole number that a
program wrote as 12.0. What can be read in two ways, such as 1.200, is refused with a word on what to write.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..engine.coded import Rejected
from ..files.characters import ascii_digits
from .placeholders import names_nobody

LARGEST = 2_000_000_000
"""People. The columns of the desk hold no more."""

_SIGNS = str.maketrans({"−": "-", "٬": "'", "’": "'", "٫": "\N{FULLWIDTH COMMA}", "\u066a": "%"})  # fmt: skip
"""Other forms of a minus and of the signs between digits. ٫ parts the decimals and nothing else."""
_DECIMAL_SIGN = "\N{FULLWIDTH COMMA}"
_WHOLE = (
    re.compile(rf"(?P<whole>\d{{1,30}})(?:\.(?!\d{{3}}$)0*|,0{{1,2}}|{_DECIMAL_SIGN}0*)?"),
    re.compile(r"(?P<whole>0)\.0+"),
    re.compile(
        r"(?P<whole>\d{1,3}(?:(?:,\d{3}){1,9}|(?: \d{3}){1,9}|(?:'\d{3}){1,9}))"
        rf"(?:\.0*|{_DECIMAL_SIGN}0*)?"
    ),
    re.compile(rf"(?P<whole>\d{{1,3}}(?:[. ']\d{{3}}){{1,9}})(?:,0{{1,2}}|{_DECIMAL_SIGN}0*)"),
    re.compile(r"(?P<whole>\d{1,3}(?:\.\d{3}){2,9})"),
)
"""Plain or with decimals that are zero; with thousands; with thousands as in 1.200,0 or 1.200.000.

None has more than thirty digits: more are no number of anything, and Python reads no number of thousands of them."""
_DECIMAL = re.compile(
    rf"(?P<whole>\d{{1,17}})(?:[.,{_DECIMAL_SIGN}](?P<part>\d*))?(?P<power>[eE][+-]?\d{{1,2}})?"
)
_DEGREES = re.compile(
    rf"(?P<before>[NSEWnsew])?\s*(?P<degrees>\d{{1,3}}(?:[.,{_DECIMAL_SIGN}]\d*)?)\s*(?:°|º|deg)\s*"
    r"(?:(?P<minutes>\d{1,2}(?:[.,]\d*)?)\s*['′’]\s*)?(?:(?P<seconds>\d{1,2}(?:[.,]\d*)?)\s*(?:\"|″|”|'')\s*)?"
    r"(?P<after>[NSEWnsew])?|(?P<plain>\d{1,3}(?:[.,]\d*)?)\s*(?P<side>[NSEWnsew])"
)
_HINTS = (
    (re.compile(r"\d{1,3}\.\d{3}"), "Is the point between thousands or before decimals? Write 1200 or 1.2."),
    (re.compile(r"\d{1,3}([,.' ]\d{1,3})+"), "Write it without separators, such as 12000."),
    (re.compile(r"\d+(\.\d+)?\s*%"), "A share is no number of people."),
    (re.compile(r"\d+(\.\d+)?e[+-]?\d+"), "It was shortened by a program; write all of its digits."),
    (re.compile(r"\d+\s*(-|–|to|\.\.)\s*\d+"), "The ends of a range need columns of their own, low and high."),
    (re.compile(r"(at least|up to|more than|over|under|about|some|[<>≥≤~+]).*\d.*|\d+\s*\+"),
     "A number alone is read; “at least” belongs into a column of its own, low, and “up to” into high."),
)  # fmt: skip


def shortened(text: str) -> str:
    """A cell as a message quotes it."""
    return text if len(text) <= 60 else f"{text[:59]}…"


def hint(text: str) -> str:
    """What to write in place of a number that is none, after a space; empty where nothing is known."""
    if names_nobody(text):
        return " Leave the cell empty where the number is not known, and write 0 where there was none."
    return next((f" {remedy}" for pattern, remedy in _HINTS if pattern.fullmatch(text.strip().lower())), "")


def whole(text: str, column: str) -> int:
    """The whole number in a cell of that column. Raises ``Rejected`` for what is none, or might be two."""
    number = _whole(text)
    if number is None:
        raise Rejected(f"{column} is “{shortened(text)}”, which is no whole number.{hint(text)}")
    return number


@lru_cache(maxsize=10_000)
def _whole(text: str) -> int | None:
    if text.isascii() and text.isdigit() and len(text) <= 30:
        return int(text)
    written = ascii_digits(text).translate(_SIGNS)
    sign = -1 if written.startswith("-") else 1
    written = written.lstrip("+-") if written[:2] not in ("--", "++", "+-", "-+") else written
    match = next(filter(None, (pattern.fullmatch(written) for pattern in _WHOLE)), None)
    return sign * int(re.sub(r"\D", "", match["whole"])) if match else None


def people(text: str, column: str) -> int:
    """The number of people in a cell of that column. Raises ``Rejected`` for what is none, or too large."""
    number = whole(text, column)
    if not 0 <= number <= LARGEST:
        raise Rejected(f"{column} is “{shortened(text)}”, which is no number of people.")
    return number


def decimal(text: str, column: str) -> float:
    """The number in a cell of that column; a comma parts its decimals. Raises ``Rejected`` for what is none."""
    number = _decimal(text)
    if number is None:
        raise Rejected(f"{column} is “{shortened(text)}”, which is no number.{hint(text)}")
    return number


@lru_cache(maxsize=10_000)
def _decimal(text: str) -> float | None:
    written = ascii_digits(text).translate(_SIGNS)
    negative = written.startswith("-")
    if match := _DECIMAL.fullmatch(written.removeprefix("-").removeprefix("+")):
        number = float(f"{match['whole']}.{match['part'] or '0'}{match['power'] or ''}")
        return -number if negative else number
    match = None if negative else _DEGREES.fullmatch(written)
    return _degrees(match) if match else None


def _degrees(match: re.Match[str]) -> float | None:
    """Degrees with their sign, minutes and seconds, and the letter of the half of the earth."""
    before, after = match["before"], match["after"] or match["side"]
    minutes, seconds = (_number(match[name] or "0") for name in ("minutes", "seconds"))
    if (before and after) or minutes >= 60 or seconds >= 60 or (match["seconds"] and not match["minutes"]):
        return None
    number = _number(match["degrees"] or match["plain"]) + minutes / 60 + seconds / 3600
    return -number if (before or after or "").upper() in ("S", "W") else number


def _number(text: str) -> float:
    return float(re.sub(rf"[,{_DECIMAL_SIGN}]", ".", text))


Point = tuple[float | None, float | None]
"""Latitude and longitude, both or neither."""
NO_POINT: Point = (None, None)


def point_at(lat: float | None, lon: float | None) -> Point:
    """To five decimals, about a metre. Raises ``Rejected`` for a point that is not on the earth."""
    if lat is None or lon is None:
        return NO_POINT
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise Rejected(f"The point {lat}, {lon} does not lie on the earth.")
    return round(lat, 5), round(lon, 5)
