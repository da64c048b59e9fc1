"""Parser of dates as people write them: “2021-02”, “20–21 April 2021”, “early 2016”, “the night of 20 April 2021”.

A range of days means that it began on the first and ended on the last. “Between … and …” means some time within.
Days come before months, as in 20/4/2021. A weekday is checked, not ignored.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.codebook import DatePrecision, TimeOfDay
from incidents.dates import ImpreciseDate

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTH = "(?P<{0}>" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS) + r"|sept)\.?"
_TIMES = {
    r"(?:the )?(?:early hours|small hours|before dawn)": TimeOfDay.EARLY,
    r"(?:the )?(?:morning)": TimeOfDay.MORNING,
    r"(?:the )?(?:afternoon)": TimeOfDay.AFTERNOON,
    r"(?:the )?(?:evening)": TimeOfDay.EVENING,
    r"(?:the )?(?:night|overnight)": TimeOfDay.NIGHT,
}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
_PARTS_OF_YEAR = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_PARTS_OF_MONTH = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_WITHIN = (
    (timedelta(days=0), DatePrecision.DAY),
    (timedelta(days=6), DatePrecision.DAYS),
    (timedelta(days=10), DatePrecision.WEEK),
    (timedelta(days=31), DatePrecision.MONTH),
)
EXAMPLES = gettext_lazy("2021-02-20, 20–21 April 2021, between 3 and 5 May 2019, February 2021, early 2016")


class NotADate(ValueError):
    """The words cannot be read as a date; the message says so and gives examples."""


def read_date(words: str) -> ImpreciseDate:
    """The interval that the words name. Raises ``NotADate``."""
    text = re.sub(r"\s*[–—−]\s*|\s+-\s+", "-", words.strip().lower())
    text = text.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2))
    text, time_of_day = _split_time(re.sub(r"\s+", " ", text).strip(" ."))
    try:
        interval = _vague(text) or _within(text) or _single(text) or _lasting(text)
    except ValueError as problem:
        raise NotADate(str(problem)) from None
    if interval is None:
        raise NotADate(
            _("“%(words)s” cannot be read as a date. Try: %(examples)s.")
            % {"words": words.strip(), "examples": EXAMPLES}
        )
    if interval.earliest > timezone.localdate():
        raise NotADate(_("%(day)s lies in the future.") % {"day": interval.earliest.isoformat()})
    return ImpreciseDate(interval.earliest, interval.latest, interval.precision, time_of_day)


def _split_time(text: str) -> tuple[str, TimeOfDay]:
    for pattern, time_of_day in _TIMES.items():
        shorter, count = re.subn(rf",?\s*\b(?:in |on |during |at )?{pattern}\b(?: of| on)?", " ", text)
        if count:
            return re.sub(r"\s+", " ", shorter).strip(" ,"), time_of_day
    return text, TimeOfDay.UNKNOWN


def _single(text: str) -> ImpreciseDate | None:
    """A day, a month, a year, or a part of a month or year."""
    return _day(text) or _month(text) or _year(text) or _part_of_month(text) or _part_of_year(text)


def _day(text: str) -> ImpreciseDate | None:
    weekday = re.match(rf"({'|'.join(_WEEKDAYS)}),? (?=\S)", text)
    rest = text[weekday.end() :] if weekday else text
    for pattern in (
        r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})",
        r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})",
        r"(?P<d>\d{1,2})(?:st|nd|rd|th)?(?: of)? " + _MONTH.format("m") + r",? (?P<y>\d{4})",
        _MONTH.format("m") + r" (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})",
    ):
        if match := re.fullmatch(pattern, rest):
            day = _date(match["y"], match["m"], match["d"])
            name = _WEEKDAYS[day.weekday()]
            if weekday and weekday[1] != name:
                raise ValueError(
                    _("%(day)s was a %(is)s, not a %(said)s.")
                    % {"day": day.isoformat(), "is": name.title(), "said": weekday[1].title()}
                )
            return ImpreciseDate.day(day)
    return None


def _month(text: str) -> ImpreciseDate | None:
    for pattern in (
        r"(?P<y>\d{4})-(?P<m>\d{1,2})",
        r"(?P<m>\d{1,2})/(?P<y>\d{4})",
        _MONTH.format("m") + r",? (?P<y>\d{4})",
    ):
        if match := re.fullmatch(pattern, text):
            first = _date(match["y"], match["m"], "1")
            return ImpreciseDate.month(first.year, first.month)
    return None


def _year(text: str) -> ImpreciseDate | None:
    match = re.fullmatch(r"(?:in )?(\d{4})", text)
    return ImpreciseDate.year(_date(match[1], "1", "1").year) if match else None


def _part_of_month(text: str) -> ImpreciseDate | None:
    match = re.fullmatch(r"(early|mid|late)[ -](?:in )?" + _MONTH.format("m") + r",? (?P<y>\d{4})", text)
    if not match:
        return None
    first, last = _PARTS_OF_MONTH[match[1]]
    start = _date(match["y"], match["m"], "1")
    end = min(last, monthrange(start.year, start.month)[1])
    return ImpreciseDate(start.replace(day=first), start.replace(day=end), DatePrecision.WEEK)


def _part_of_year(text: str) -> ImpreciseDate | None:
    """“early 2016”, “the summer of 2016”."""
    match = re.fullmatch(r"(early|mid|late)[ -](?:in )?(?P<y>\d{4})", text) or re.fullmatch(
        rf"(?:the )?({'|'.join(_SEASONS)}) (?:of )?(?P<y>\d{{4}})", text
    )
    if not match:
        return None
    first, last = (_PARTS_OF_YEAR | _SEASONS)[match[1]]
    start = _date(match["y"], str(first), "1")
    end = date(start.year, last, monthrange(start.year, last)[1])
    return ImpreciseDate(start, end, DatePrecision.PERIOD)


def _vague(text: str) -> ImpreciseDate | None:
    """“about 20 April 2021”: two days either side; “the week of 3 May 2021”: from that day on."""
    if match := re.fullmatch(r"(?:about|around|circa|ca\.?|c\.|approximately) (.+)", text):
        day = _day(match[1])
        margin = timedelta(days=2)
        return day and ImpreciseDate(day.earliest - margin, day.earliest + margin, DatePrecision.DAYS)
    if match := re.fullmatch(r"(?:in )?(?:the )?week (?:of|from|beginning) (.+)", text):
        day = _day(match[1])
        return day and ImpreciseDate(day.earliest, day.earliest + timedelta(days=6), DatePrecision.WEEK)
    return None


def _within(text: str) -> ImpreciseDate | None:
    match = re.fullmatch(r"(?:some time |sometime )?between (.+) and (.+)", text)
    ends = _ends(match[1], match[2]) if match else None
    if ends is None:
        return None
    length = ends[1].latest - ends[0].earliest
    precision = next((name for longest, name in _WITHIN if length <= longest), DatePrecision.PERIOD)
    return ImpreciseDate(ends[0].earliest, ends[1].latest, precision)


def _lasting(text: str) -> ImpreciseDate | None:
    for separator in (r"\s+(?:to|until|till|and|through)\s+", r"\s*/\s*(?=\d{4}-)", r"-"):
        for match in re.finditer(separator, text):
            before = re.sub(r"^from ", "", text[: match.start()])
            ends = _ends(before, text[match.end() :])
            if ends is not None:
                exact = ends[0].precision == ends[1].precision == DatePrecision.DAY
                precision = DatePrecision.DAY if exact else DatePrecision.PERIOD
                return ImpreciseDate(ends[0].earliest, ends[1].latest, precision)
    return None


def _ends(first: str, last: str) -> tuple[ImpreciseDate, ImpreciseDate] | None:
    """Both ends; the first borrows month and year from the last: “20–21 April 2021”, “30 April – 2 May 2021”."""
    end = _single(last)
    if end is None:
        return None
    year = str(end.latest.year)
    month = _MONTHS[end.latest.month - 1]
    start = _single(first) or _single(f"{first} {year}") or _single(f"{first} {month} {year}")
    return (start, end) if start else None


def _date(year: str, month: str, day: str) -> date:
    number = (
        int(month) if month.isdigit() else 1 + next(i for i, m in enumerate(_MONTHS) if m[:3] == month[:3])
    )
    try:
        parsed = date(int(year), number, int(day))
    except ValueError:
        raise ValueError(
            _("There is no such day as %(y)s-%(m)s-%(d)s.") % {"y": year, "m": number, "d": day}
        ) from None
    if parsed.year < 1800:
        raise ValueError(_("The year %(year)s cannot be right.") % {"year": parsed.year})
    return parsed


def say_date(value: ImpreciseDate) -> str:
    """The interval in the words that ``read_date`` understands."""
    words = _say_days(value)
    return (
        words
        if value.time_of_day == TimeOfDay.UNKNOWN
        else f"{words}, {str(TimeOfDay(value.time_of_day).label).lower()}"
    )


def _say_days(value: ImpreciseDate) -> str:
    first, last = value.earliest, value.latest
    if value.precision == DatePrecision.YEAR and value == ImpreciseDate(
        date(first.year, 1, 1), date(first.year, 12, 31), DatePrecision.YEAR, value.time_of_day
    ):
        return str(first.year)
    if (
        value.precision == DatePrecision.MONTH
        and first.day == 1
        and last == ImpreciseDate.month(first.year, first.month).latest
    ):
        return f"{_month_name(first)} {first.year}"
    if value.precision == DatePrecision.DAY:
        return _say_range(first, last, "–")
    return _("between %(days)s") % {"days": _say_range(first, last, _(" and "))}


def _say_range(first: date, last: date, between: str) -> str:
    end = f"{last.day} {_month_name(last)} {last.year}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{between}{end}"
    wide = between if len(between) > 1 else " – "
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {_month_name(first)}{year}{wide}{end}"


def _month_name(day: date) -> str:
    return _MONTHS[day.month - 1].title()
