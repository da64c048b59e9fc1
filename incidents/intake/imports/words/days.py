"""Days as people and programs write them, in the languages of the desk; one rule for every importer.

What is written is matched to its end. Whether 3/4/2021 begins with the day or the month nobody can know of one cell:
without an order it is refused, wherever it stands. A day that no calendar has, or that cannot be the day of an event,
is refused however it is written. Words and ranges are read by ``date_words``, once months and numbers are written out.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.dates import ImpreciseDate
from incidents.folding import fold

from ...date_words import NotADate, read_date
from ..files.characters import ascii_digits

FIRST_YEAR = 1901
"""Spreadsheets count days from 1900, and an empty cell becomes the first of them."""

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
ORDERS = ("", DAY_FIRST, MONTH_FIRST)

_ENGLISH = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTHS = """
jan, كانون الثاني, يناير, جانفي, çile, çileya paşîn, kanûna paşîn, کانوونی دووەم, ocak, oca, janvier, janv
feb, شباط, فبراير, فيفري, sibat, شوبات, şubat, şub, février, févr, fév
mar, آذار, مارس, adar, ئازار, mart, mars
apr, نيسان, أبريل, إبريل, أفريل, nîsan, avrêl, نیسان, nisan, nis, avril, avr
أيار, مايو, ماي, gulan, ئایار, mayıs, mai
jun, حزيران, يونيو, يونيه, جوان, hezîran, حوزەیران, haziran, haz, juin
jul, تموز, يوليو, يوليه, يوليوز, جويلية, tîrmeh, temûz, تەممووز, temmuz, tem, juillet, juil
aug, آب, أغسطس, غشت, أوت, tebax, ئاب, ağustos, ağu, août
sep, sept, أيلول, سبتمبر, شتنبر, îlon, ئەیلوول, eylül, eyl, septembre
oct, تشرين الأول, أكتوبر, cotmeh, çiriya pêşîn, تشرینی یەکەم, ekim, eki, octobre
nov, تشرين الثاني, نوفمبر, نونبر, mijdar, çiriya paşîn, تشرینی دووەم, kasım, kas, novembre
dec, كانون الأول, ديسمبر, دجنبر, berfanbar, çileya pêşîn, kanûna pêşîn, کانوونی یەکەم, aralık, ara, décembre, déc
"""
"""January to December, a line each: Arabic as in the Levant, in Egypt and in the Maghreb, Kurmanji, Sorani, Turkish,
French. Kurdish months of the solar calendar, which begin in the midst of ours, are not among them."""
_OF = "من|في|de|le|di|ê|î|a|an|ی"
"""Small words and endings that stand between the parts of a day."""

_TIME = re.compile(
    r"[T ,]\s*(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?\s*"
    r"(?P<half>[ap]\.?m\.?)?\s*(?:Z|UTC|GMT|(?:UTC|GMT)?\s*[+-]\d\d(?::?\d\d)?)?$",
    re.I,
)
_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(?<!\d[-./])(\d{1,2})\s?[-./]\s?(\d{1,2})\s?[-./]\s?(\d{4})(?!\d)")
_MONTH = f"(?P<month>{'|'.join(_ENGLISH)})"
_NAMED = (
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})[-./\s]+{_MONTH}[-.,/\s]+(?P<year>\d{{4}})(?!\d)"),
    re.compile(rf"{_MONTH}[-./\s]+(?P<day>\d{{1,2}})[-.,/\s]+(?P<year>\d{{4}})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<year>\d{{4}})[-./\s]+{_MONTH}[-./\s]+(?P<day>\d{{1,2}})(?!\d)"),
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_EXCEL_S_ZERO = date(1899, 12, 30)
_WORD = re.compile(r"([^\W\d_]+)")
_MARKS = re.compile("[\u0300-\u036f\u0640\u064b-\u0655\u0670]")


def read_days(text: str, order: str = "", formats: tuple[str, ...] = ()) -> ImpreciseDate:
    """The day, or the days, of a cell. ``formats`` are as for Python's ``strptime`` and come first.

    Raises ``ValueError`` with a sentence that says what is wrong and what would be right.
    """
    return _read(text, order, formats, timezone.localdate())


@lru_cache(maxsize=20_000)
def _read(text: str, order: str, formats: tuple[str, ...], today: date) -> ImpreciseDate:
    days = _by_formats(text, formats) or _read_written(_with_plain_signs(ascii_digits(text)), order)
    _check_plausible(days, today)
    return days


def _by_formats(text: str, formats: tuple[str, ...]) -> ImpreciseDate | None:
    for form in formats:
        try:
            return ImpreciseDate.day(datetime.strptime(text, form).date())  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None


def _check_plausible(days: ImpreciseDate, today: date) -> None:
    """Nothing is told of an event before it happens. Its month or year may go on."""
    if days.earliest.year < FIRST_YEAR:
        raise ValueError(_("The year %(year)s cannot be right.") % {"year": days.earliest.year})
    tomorrow = today + timedelta(days=1)  # somewhere on earth it is
    if days.earliest > tomorrow or days.latest.year > tomorrow.year:
        day = days.earliest if days.earliest > tomorrow else days.latest
        raise ValueError(_("%(day)s lies in the future.") % {"day": day.isoformat()})


def _read_written(text: str, order: str) -> ImpreciseDate:
    text = _without_time(text)
    if match := _YEAR_FIRST.fullmatch(text):
        return _year_first(int(match[1]), int(match[2]), int(match[3]))
    if len(text) == 8 and text.isdigit() and (day := _compact(text)):
        return ImpreciseDate.day(day)
    if _SERIAL.fullmatch(text):
        day = _EXCEL_S_ZERO + timedelta(days=int(float(text)))
        raise ValueError(
            _(
                "It is a spreadsheet's count of days, of %(day)s unless it counts from 1904. Format the column as days."
            )
            % {"day": day.isoformat()}
        )
    words = _YEAR_FIRST.sub(lambda match: _iso(*map(int, match.groups())), text)
    words = _NUMERIC.sub(lambda match: _day_of(match, order).isoformat(), words)
    words = _with_days_of_months(_in_english(words))
    if _ISO.fullmatch(words):
        return ImpreciseDate.day(date.fromisoformat(words))
    try:
        return read_date(words)
    except NotADate as problem:
        raise ValueError(f"{problem} {_('Otherwise, give its form in dates.formats.')}") from None


def _year_first(year: int, month: int, day: int) -> ImpreciseDate:
    """A day; with zeros in place of day, or of month and day, the month or the year."""
    if day == 0 and year:
        if month == 0:
            return ImpreciseDate.year(year)
        if 1 <= month <= 12:
            return ImpreciseDate.month(year, month)
    return ImpreciseDate.day(_calendar_day(year, month, day))


def _iso(year: int, month: int, day: int) -> str:
    return _calendar_day(year, month, day).isoformat()


def _calendar_day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(_("There is no such day.")) from None


def _day_of(match: re.Match[str], order: str) -> date:
    """The order that is given; without one, the only one that is possible."""
    first, second, year = map(int, match.groups())
    if not order and first <= 12 and second <= 12 and first != second:
        raise ValueError(
            _("Is the day or the month first? Say so with --order, or in dates.order of the mapping.")
        )
    month_first = order == MONTH_FIRST if order else first <= 12 < second
    return _calendar_day(year, first, second) if month_first else _calendar_day(year, second, first)


def _compact(text: str) -> date | None:
    """20210420, as ISO 8601 has it too; nothing where that is no day."""
    try:
        day = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
    return day if day.year >= FIRST_YEAR else None


def _without_time(text: str) -> str:
    """The day without a time of day behind it, which has to be one."""
    match = _TIME.search(text)
    if match is None or not re.search(r"\d", text[: match.start()]):
        return text
    if int(match["hour"]) > 24 or int(match["minute"]) > 59 or int(match["second"] or 0) > 60:
        raise ValueError(_("There is no such time of day."))
    return text[: match.start()].rstrip(" ,")


# Months by their names ----------------------------------------------------------------------------


@cache
def _months() -> dict[str, str]:
    """Folded names of months, with the endings that Kurdish gives them, to the English ones."""
    months: dict[str, str] = {}
    for english, line in zip(_ENGLISH, _MONTHS.strip().splitlines(), strict=True):
        for name in (english, *line.split(",")):
            for ending in ("", "ê", "a", "an", "ی"):
                months.setdefault(fold(f"{name.strip()}{ending}"), english)
    return months


def _in_english(text: str) -> str:
    """The text with English names of months, in small letters; two names of one month are one."""
    parts = _WORD.split(_MARKS.sub("", unicodedata.normalize("NFC", text)).lower())
    position = 1
    while position < len(parts):
        two = fold(f"{parts[position]} {parts[position + 2]}") if position + 2 < len(parts) else ""
        if two in _months() and not parts[position + 1].strip():
            parts[position : position + 3] = [_months()[two]]
        else:
            parts[position] = _months().get(fold(parts[position]), parts[position])
        position += 2
    words = re.sub(rf"{_MONTH}\s*[/(]\s*(?P=month)\)?", r"\g<month>", "".join(parts))
    words = re.sub(r"(?<=\d)(?:['’]?(?:ê|î|em|an|er|ی))\b", "", words)
    return " ".join(re.sub(rf"(?<!\w)(?:{_OF})(?!\w)", " ", words).split())


def _with_days_of_months(words: str) -> str:
    for pattern in _NAMED:
        words = pattern.sub(_named_day, words)
    return words


def _named_day(match: re.Match[str]) -> str:
    return _iso(int(match["year"]), 1 + _ENGLISH.index(match["month"]), int(match["day"]))


def _with_plain_signs(text: str) -> str:
    """Hyphens of all kinds and the Arabic comma in the form that is read here."""
    return re.sub("[\u2010\u2011\u2212]", "-", text).replace("،", ",")


def names_a_month(text: str) -> bool:
    """Whether somebody wrote it in words: “20 April 2021” is as exact as its words; of 2021-04-20, which any program
    writes, nobody can say so."""
    return bool(re.search(r"[^\W\d_]{3}", _without_time(text)))
