"""Names of months, weekdays and times of day as date words have them, and Arabic ones in English."""

from __future__ import annotations

import re
from datetime import time

from django.utils.translation import gettext as _

from incidents.codebook import DatePrecision, TimeOfDay, decided
from incidents.folding import fold

MONTHS = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
MONTH = "(?P<{0}>" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS) + r"|sept)\.?"
TIMES = {
    r"(?:early hours|small hours|before dawn|dawn|after midnight)": TimeOfDay.EARLY,
    r"morning": TimeOfDay.MORNING,
    r"(?:afternoon|noon|midday)": TimeOfDay.AFTERNOON,
    r"(?:evening|dusk)": TimeOfDay.EVENING,
    r"(?:nighttime|night|overnight)": TimeOfDay.NIGHT,
}
TIME_WORDS: dict[str, str] = decided(
    TimeOfDay,
    {
        TimeOfDay.NIGHT: "night",
        TimeOfDay.EARLY: "early hours",
        TimeOfDay.MORNING: "morning",
        TimeOfDay.AFTERNOON: "afternoon",
        TimeOfDay.EVENING: "evening",
        TimeOfDay.UNKNOWN: "",
    },
)
"""How a time of day is said; the reader understands it in every language of the interface."""
PRECISIONS: dict[str, str] = decided(
    DatePrecision,
    {
        DatePrecision.DAY: "exact days",
        DatePrecision.DAYS: "within a few days",
        DatePrecision.WEEK: "within a week",
        DatePrecision.MONTH: "within a month",
        DatePrecision.YEAR: "within a year",
        DatePrecision.PERIOD: "within a period",
        DatePrecision.UNKNOWN: "exactness not stated",
    },
)
"""How a precision is said where the days alone do not tell it."""
PRECISION_WORDS = {words: DatePrecision(code) for code, words in PRECISIONS.items()}
DAYS_BACK = {"today": 0, "this": 0, "yesterday": 1, "the day before yesterday": 2}
SMALL_NUMBERS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1
    )
}

_ARABIC_MONTHS = [
    "كانون الثاني|يناير|جانفي",
    "شباط|فبراير|فيفري",
    "آذار|مارس",
    "نيسان|أبريل|إبريل|أفريل",
    "أيار|مايو|ماي",
    "حزيران|يونيو|جوان",
    "تموز|يوليو|جويلية",
    "آب|أغسطس|أوت",
    "أيلول|سبتمبر",
    "تشرين الأول|أكتوبر",
    "تشرين الثاني|نوفمبر",
    "كانون الأول|ديسمبر",
]
_ARABIC_WEEKDAYS = ["الاثنين|الإثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
_ARABIC_WORDS = {
    "أول أمس|أول من أمس": "the day before yesterday",
    "الليلة الماضية": "last night",
    "صباح اليوم": "this morning",
    "مساء اليوم": "this evening",
    "أمس|البارحة": "yesterday",
    "اليوم": "today",
    "الشهر الماضي": "last month",
    "العام الماضي|السنة الماضية": "last year",
    "الماضي": "last",
    "بعد منتصف الليل": "after midnight",
    "بعد ظهر|بعد الظهر|ظهر|عصر": "afternoon",
    "فجر": "dawn",
    "صباح|صباحا": "morning",
    "مساء": "evening",
    "ليل|ليلة|ليلا": "night",
    "من|إلى": "to",
    "بين": "between",
    "و": "and",
    "يوم|في|عام|سنة|شهر": "",
}
_ENGLISH = {
    fold(word): english
    for table in (
        dict(zip(_ARABIC_MONTHS, MONTHS, strict=True)),
        dict(zip(_ARABIC_WEEKDAYS, WEEKDAYS, strict=True)),
        _ARABIC_WORDS,
    )
    for words, english in table.items()
    for word in words.split("|")
}

_ARABIC_LETTERS = re.compile("[\u0621-\u06ff][\u0610-\u06ff ]*")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
_CLOCK = re.compile(
    r",?\s*(?:\b(?:at|around|about) )?\b(?:(?P<h>\d{1,2})[:.](?P<m>[0-5]\d)(?: ?(?P<half>am|pm|a\.m\.?|p\.m\.?))?"
    r"|(?P<hour>\d{1,2}) ?(?P<half_only>am|pm|a\.m\.?|p\.m\.?))(?!\w|[.:]\d)(?: on)?"
)


def in_english(words: str) -> str:
    """The words in small letters, with Western digits and with English words for Arabic ones."""
    text = words.strip().lower().translate(_DIGITS)
    return _ARABIC_LETTERS.sub(lambda match: f" {_translated(match[0])} ", text)


def _translated(arabic: str) -> str:
    """Whole words only; whatever is not known stays, and makes the date unreadable."""
    tokens, said, at = fold(arabic).split(), [], 0
    while at < len(tokens):
        for length in (3, 2, 1):
            english = _ENGLISH.get(" ".join(tokens[at : at + length]))
            if english is not None:
                break
        said.append(tokens[at] if english is None else english)
        at += 1 if english is None else min(length, len(tokens) - at)
    return " ".join(said)


def split_clock(text: str) -> tuple[str, time | None]:
    """The text without its clock time: “at 14:30”, “7 p.m.”. Raises ``ValueError`` where there is no such hour."""
    match = _CLOCK.search(text)
    if not match or re.fullmatch(r"\s*\d{1,2}\.\d{2}", match[0]):
        return text, None
    half = (match["half"] or match["half_only"] or "").replace(".", "")
    hour, minute = int(match["h"] or match["hour"]), int(match["m"] or 0)
    if hour > 23 or (half and not 1 <= hour <= 12):
        raise ValueError(_("There is no such time as %(time)s.") % {"time": match[0].strip(" ,")})
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    return re.sub(r"\s+", " ", rest).strip(" ,"), time(hour, minute)


def time_of_clock(clock: time) -> TimeOfDay:
    """The time of day around which the hour lies; dawn and dusk are taken at six."""
    hour = clock.hour
    if hour < 6:
        return TimeOfDay.EARLY
    if hour < 12:
        return TimeOfDay.MORNING
    return TimeOfDay.AFTERNOON if hour < 18 else TimeOfDay.EVENING
