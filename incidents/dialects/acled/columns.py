"""Columns as filters: how their values are read from an address, and when a row satisfies a condition.

Texts are compared folded, as everywhere in the record: without regard to case, accents or punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from operator import ge, gt, le, lt
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from ...codebook import ViolenceType, acled
from ...folding import fold, fold_name
from ...record.subjects import PUBLIC_ID
from . import crosswalk
from .event import Value, searched_notes
from .regions import REGIONS, countries

EQUAL, LIKE, BETWEEN = "=", "LIKE", "BETWEEN"
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {">": gt, "<": lt, ">=": ge, "<=": le}
OPERATORS = (EQUAL, *_COMPARED, LIKE, BETWEEN)

LAST_SECOND = 253_402_300_799
"""The end of the year 9999, after which no calendar of ours goes on."""

_WHOLE = re.compile(r"-?[0-9]{1,9}")
_FRACTION = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,12})?")
_SECONDS = re.compile(r"[0-9]{1,12}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

ValueTest = Callable[[Value], bool]


class ColumnKind(Enum):
    """What a column holds, which decides how its values are read and compared."""

    TEXT = "text"
    WHOLE = "whole number"
    FRACTION = "number"
    DAY = "day"
    MOMENT = "moment"
    CODE = "number or its words"


@dataclass(frozen=True, slots=True)
class AcledColumn:
    """``words`` are what the numbers of a coded column stand for; ``usual`` is the operator when none is given.

    ``searched`` is the part of a text that is looked through.
    """

    name: str
    kind: ColumnKind
    usual: str = EQUAL
    words: Callable[[int], str] | None = field(default=None, compare=False)
    searched: Callable[[str], str] = field(default=str, compare=False)

    def test(self, operator: str, texts: list[str]) -> ValueTest:
        """Whether a value of the column satisfies the condition. Raises ``ValueError`` that says what is wrong.

        Several texts are alternatives, or with BETWEEN the two ends. What is unknown (``None``) satisfies nothing.
        """
        if operator == BETWEEN and len(texts) != 2:
            raise ValueError(_("needs two values parted by | with BETWEEN"))
        if operator == LIKE:
            return _containing([pieces(text) for text in texts], self)
        values = [self.read(text) for text in texts]
        if operator == BETWEEN:
            low, high = values
            return lambda value: value is not None and low <= self.compared(value) <= high
        if operator == EQUAL:
            return _any([_equal(bound, self) for bound in values])
        compare = _COMPARED[operator]
        return _any([_related(compare, bound, self) for bound in values])

    def read(self, text: str) -> Any:
        """A value as ``compared`` gives it. Raises ``ValueError``."""
        return _READERS[self.kind](text, self)

    def compared(self, value: Value) -> Any:
        """A row's value in the form in which it is compared."""
        return fold(self.worded(value)) if self.kind is ColumnKind.TEXT else value

    def worded(self, value: Value) -> str:
        """A row's value in words, as LIKE looks through them."""
        return self.words(int(value or 0)) if self.words else self.searched(str(value))


def _any(tests: list[ValueTest]) -> ValueTest:
    return tests[0] if len(tests) == 1 else lambda value: any(test(value) for test in tests)


def _equal(bound: Any, column: AcledColumn) -> ValueTest:
    return lambda value: value is not None and column.compared(value) == bound


def _related(compare: Callable[[Any, Any], bool], bound: Any, column: AcledColumn) -> ValueTest:
    return lambda value: value is not None and compare(column.compared(value), bound)


def _containing(texts: list[list[str]], column: AcledColumn) -> ValueTest:
    """One of the texts anywhere in the value, which is folded once; between its pieces stand any characters."""

    def test(value: Value) -> bool:
        if value is None:
            return False
        text = fold_name(column.worded(value))
        return any(_stand_in_turn(parts, text) for parts in texts)

    return test


def _stand_in_turn(parts: list[str], text: str) -> bool:
    """Each piece after the one before. Taking the first place each time is enough, and never slow."""
    begin = 0
    for part in parts:
        place = text.find(part, begin)
        if place < 0:
            return False
        begin = place + len(part)
    return True


def pieces(text: str) -> list[str]:
    """The folded parts between the ``%`` of a LIKE. Raises ``ValueError`` where none holds a letter or digit."""
    folded_parts = [folded for part in text.split("%") if (folded := fold(part))]
    if not folded_parts:
        raise ValueError(_("holds no letter or digit to look for"))
    return folded_parts


def _text(text: str, column: AcledColumn) -> str:
    if folded := fold(text):
        return folded
    raise ValueError(_("holds no letter or digit to look for"))


def _whole(text: str, column: AcledColumn) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError(_("must be a whole number"))
    if column.name == "year" and not 1 <= int(text) <= 9999:
        raise ValueError(_("must be a year from 1 to 9999"))
    return int(text)


def _fraction(text: str, column: AcledColumn) -> float:
    if not _FRACTION.fullmatch(text):
        raise ValueError(_("must be a number such as 37.05"))
    return float(text)


def _day(text: str, column: AcledColumn) -> str:
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(_("must be a day such as 2021-04-20")) from None


def _moment(text: str, column: AcledColumn) -> int:
    """Seconds since 1970; a day stands for its beginning in UTC."""
    if _SECONDS.fullmatch(text):
        if int(text) > LAST_SECOND:
            raise ValueError(_("is too far in the future"))
        return int(text)
    try:
        # A plus sign of a zone that nobody encoded arrives as a space.
        moment = parse_datetime(re.sub(r" (\d\d:\d\d)$", r"+\1", text)) or datetime.fromisoformat(
            _day(text, column)
        )
    except ValueError:
        raise ValueError(_("must be seconds since 1970 or a day such as 2021-04-20")) from None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0, int(aware.timestamp()))


def _code(text: str, column: AcledColumn) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError(_("must be a number with this operator"))
    return int(text)


_READERS: dict[ColumnKind, Callable[[str, AcledColumn], Any]] = {
    ColumnKind.TEXT: _text,
    ColumnKind.WHOLE: _whole,
    ColumnKind.FRACTION: _fraction,
    ColumnKind.DAY: _day,
    ColumnKind.MOMENT: _moment,
    ColumnKind.CODE: _code,
}


def _columns(
    names: str, kind: ColumnKind, usual: str = EQUAL, words: Callable[[int], str] | None = None
) -> list[AcledColumn]:
    return [AcledColumn(name, kind, usual, words) for name in names.split()]


FILTERED: dict[str, AcledColumn] = {
    column.name: column
    for column in (
        *_columns("event_id_cnty disorder_type event_type sub_event_type", ColumnKind.TEXT, LIKE),
        *_columns("actor1 assoc_actor_1 actor2 assoc_actor_2 civilian_targeting", ColumnKind.TEXT, LIKE),
        *_columns("region country admin1 admin2 admin3 location", ColumnKind.TEXT, LIKE),
        *_columns("source source_scale tags", ColumnKind.TEXT, LIKE),
        AcledColumn("notes", ColumnKind.TEXT, LIKE, searched=searched_notes),
        *_columns("year time_precision iso geo_precision fatalities", ColumnKind.WHOLE),
        *_columns("latitude longitude", ColumnKind.FRACTION),
        *_columns("event_date", ColumnKind.DAY),
        # The only sensible question, and what ACLED's service does unasked.
        *_columns("timestamp", ColumnKind.MOMENT, ">="),
        *_columns("inter1 inter2", ColumnKind.CODE, EQUAL, acled.inter_name),
        *_columns("interaction", ColumnKind.CODE, EQUAL, acled.interaction_name),
    )
}
"""The columns of events."""


def operator_for(column: AcledColumn, texts: list[str], operator: str | None) -> str:
    """The operator of the request or, where it has none, the usual one of the column and the value."""
    if operator:
        return operator
    if column.kind is ColumnKind.CODE and not all(_WHOLE.fullmatch(text) for text in texts):
        return LIKE  # inter1=Rebel group
    if column.name == "event_id_cnty" and all(PUBLIC_ID.fullmatch(text.upper()) for text in texts):
        return EQUAL  # a list of ids, which may be long
    if column.name == "country" and all(fold(text) in _country_names() for text in texts):
        return EQUAL  # Niger is not Nigeria
    return column.usual


def region_named(text: str) -> str:
    """ACLED's number of a region as its name; any other text as it is."""
    return REGIONS.get(int(text), text) if _WHOLE.fullmatch(text) else text


@cache
def vocabulary(column: AcledColumn) -> tuple[Value, ...]:
    """Every value that a column can have; none for those that may have any.

    Sub-event types are left out: ACLED has some that are not coded here, and a script may ask for them.
    """
    match column.name:
        case "event_type":
            return tuple({crosswalk.event_type(*codes) for codes in crosswalk.event_codes()})
        case "disorder_type":
            kinds = [
                (*codes, violence) for codes in crosswalk.event_codes() for violence in (None, *ViolenceType)
            ]
            return tuple({crosswalk.disorder_type(*codes) for codes in kinds})
        case "country":
            return tuple(country.name for country in countries().values())
        case "region":
            return tuple(REGIONS.values()) if column.kind is ColumnKind.TEXT else tuple(REGIONS)
        case "inter1" | "inter2":
            return (0, *acled.INTER)
    return ()


@cache
def _country_names() -> set[str]:
    return {fold(country.name) for country in countries().values()}
