"""Parser of dates as people write them: “2021-02”, “20–21 April 2021”, “early 2016”, “the night of 20 April 2021”.

A range of days means that it began on the first and ended on the last. “Between … and …” means some time within.
Days come before months, as in 20/4/2021. A weekday is checked, not ignored. “Wednesday night”, “yesterday” and days
without a year are resolved against the day of publication, as the last such day on or before it. Arabic names of
months and weekdays and the usual words of time are read as well.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.codebook import DatePrecision, TimeOfDay
from incidents.dates import ImpreciseDate

from .date_names import (
    DAYS_BACK,
    MONTH,
    MONTHS,
    PRECISION_WORDS,
    SMALL_NUMBERS,
    TIMES,
    WEEKDAYS,
    in_english,
    split_clock,
    time_of_clock,
)

_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
_PARTS_OF_YEAR = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_PARTS_OF_MONTH = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_WEEKDAY = "|".join(WEEKDAYS)
_WITHIN = (
    (timedelta(days=0), DatePrecision.DAY),
    (timedelta(days=6), DatePrecision.DAYS),
    (timedelta(days=10), DatePrecision.WEEK),
    (timedelta(days=31), DatePrecision.MONTH),
)
EXAMPLES = gettext_lazy(
    "2021-02-20, 20–21 April 2021, between 3 and 5 May 2019, February 2021, early 2016, 20 April 2021 at 14:30; and "
    "where the day of publication is known, Wednesday night, yesterday, last Friday, 3 May"
)


class NotADate(ValueError):
    """The words cannot be read as a date; the message says so and gives examples."""


def read_date(words: str, said_on: date | None = None) -> ImpreciseDate:
    """The interval that the words name; ``said_on`` is the day of publication. Raises ``NotADate``."""
    text = re.sub(r"\s*[–—−]\s*|\s+-\s+", "-", in_english(words))
    try:
        text, clock = split_clock(re.sub(r"\s+", " ", text).strip(" ."))
        text, time_of_day = _split_time(text)
        text, precision = _split_precision(text)
        interval = _Resolving(said_on).read(text)
    except ValueError as problem:
        raise NotADate(str(problem)) from None
    if interval is None:
        raise NotADate(
            _("“%(words)s” cannot be read as a date. Try: %(examples)s.")
            % {"words": words.strip(), "examples": EXAMPLES}
        )
    if interval.earliest > timezone.localdate():
        raise NotADate(_("%(day)s lies in the future.") % {"day": interval.earliest.isoformat()})
    if clock and time_of_day == TimeOfDay.UNKNOWN:
        time_of_day = time_of_clock(clock)
    if interval.time_of_day != TimeOfDay.UNKNOWN:
        time_of_day = interval.time_of_day
    return ImpreciseDate(
        interval.earliest, interval.latest, precision or interval.precision, time_of_day, clock
    )


def _split_precision(text: str) -> tuple[str, DatePrecision | None]:
    """“… (within a week)”: the precision where the days alone do not tell it."""
    match = re.fullmatch(r"(.+?) ?\(([^()]+)\)", text)
    precision = PRECISION_WORDS.get(match[2]) if match else None
    return (match[1], precision) if match and precision else (text, None)


def _split_time(text: str) -> tuple[str, TimeOfDay]:
    for pattern, time_of_day in TIMES.items():
        shorter, count = re.subn(
            rf",?\s*\b(?:in |on |during |at |late |early )?(?:the )?{pattern}\b(?: of| on)?",
            " ",
            text,
            count=1,
        )
        if count:
            return re.sub(r"\s+", " ", shorter).strip(" ,"), time_of_day
    return text, TimeOfDay.UNKNOWN


@dataclass(frozen=True)
class _Resolving:
    """Reading against the day of publication, where that is known."""

    said_on: date | None

    def read(self, text: str) -> ImpreciseDate | None:
        return (
            _vague(text)
            or self._within(text)
            or _single(text)
            or self._lasting(text)
            or self._relative(text)
            or self._single(text)
        )

    def _single(self, text: str) -> ImpreciseDate | None:
        """A day or month as written or, without a year, the last such on or before the day of publication."""
        return _single(text) or self._without_year(text) or self._weekday(text)

    def _without_year(self, text: str) -> ImpreciseDate | None:
        text = re.sub(r"^(?:on|in) (?:the )?", "", text)
        number = r"\d{1,2}(?:st|nd|rd|th)?"
        named = re.fullmatch(
            rf"(?:(?:{_WEEKDAY}),? )?(?:{number}(?: of)? )?{MONTH.format('m')}(?: {number})?", text
        )
        if not named:
            return None
        said_on = self._need(text)
        for year in (said_on.year, said_on.year - 1):
            try:
                day = _single(f"{text} {year}")
            except ValueError:
                continue  # 29 February, or another weekday: the year before may have it
            if day is not None and day.earliest <= said_on:
                return day
        raise ValueError(_("No such day before %(day)s.") % {"day": said_on.isoformat()})

    def _weekday(self, text: str) -> ImpreciseDate | None:
        match = re.fullmatch(
            rf"(?:on )?(?:(?P<before>last|past|the past|this past) )?(?P<name>{_WEEKDAY})(?P<after> last)?",
            text,
        )
        if not match:
            return None
        said_on = self._need(text)
        back = (said_on.weekday() - WEEKDAYS.index(match["name"])) % 7
        if back == 0 and (match["before"] or match["after"]):
            back = 7
        return ImpreciseDate.day(said_on - timedelta(days=back))

    def _relative(self, text: str) -> ImpreciseDate | None:
        """“yesterday”, “two days ago”, “last month”; “last night” began the evening before."""
        text = re.sub(r"^(?:on|in) ", "", text)
        back = DAYS_BACK.get(text)
        if match := re.fullmatch(r"(\d{1,3}|[a-z]+) days? (?:ago|before|earlier)", text):
            back = int(match[1]) if match[1].isdigit() else SMALL_NUMBERS.get(match[1])
        if back is not None:
            return ImpreciseDate.day(self._need(text) - timedelta(days=back))
        if text in ("this month", "last month"):
            first = self._need(text).replace(day=1)
            first = first if text == "this month" else (first - timedelta(days=1)).replace(day=1)
            return ImpreciseDate.month(first.year, first.month)
        if text in ("this year", "last year"):
            return ImpreciseDate.year(self._need(text).year - (text == "last year"))
        if text == "last":  # “last night”, of which the night was read before
            return ImpreciseDate.day(self._need(text) - timedelta(days=1))
        return None

    def _need(self, text: str) -> date:
        if self.said_on is None:
            raise ValueError(
                _(
                    "“%(words)s” depends on the day of publication: enter that, or write the day with its year."
                )
                % {"words": text}
            )
        return self.said_on

    def _within(self, text: str) -> ImpreciseDate | None:
        match = re.fullmatch(r"(?:some time |sometime )?between (.+) and (.+)", text)
        ends = self._ends(match[1], match[2]) if match else None
        if ends is None:
            return None
        length = ends[1].latest - ends[0].earliest
        precision = next((name for longest, name in _WITHIN if length <= longest), DatePrecision.PERIOD)
        return ImpreciseDate(ends[0].earliest, ends[1].latest, precision)

    def _lasting(self, text: str) -> ImpreciseDate | None:
        for separator in (r"\s+(?:to|until|till|and|through)\s+", r"\s*/\s*(?=\d{4}-)", r"-"):
            for match in re.finditer(separator, text):
                before = re.sub(r"^from ", "", text[: match.start()])
                ends = self._ends(before, text[match.end() :])
                if ends is not None:
                    exact = ends[0].precision == ends[1].precision == DatePrecision.DAY
                    precision = DatePrecision.DAY if exact else DatePrecision.PERIOD
                    return ImpreciseDate(ends[0].earliest, ends[1].latest, precision)
        return None

    def _ends(self, first: str, last: str) -> tuple[ImpreciseDate, ImpreciseDate] | None:
        """Both ends; the first borrows month and year from the last: “20–21 April 2021”, “30 April – 2 May 2021”."""
        end = self._single(last)
        if end is None:
            return None
        year = str(end.latest.year)
        month = MONTHS[end.latest.month - 1]
        start = _single(first) or _single(f"{first} {year}") or _single(f"{first} {month} {year}")
        start = start or self._weekday(first)
        return (start, end) if start else None


def _single(text: str) -> ImpreciseDate | None:
    """A day, a month, a year, or a part of a month or year."""
    return _day(text) or _month(text) or _year(text) or _part_of_month(text) or _part_of_year(text)


def _day(text: str) -> ImpreciseDate | None:
    weekday = re.match(rf"({'|'.join(WEEKDAYS)}),? (?=\S)", text)
    rest = text[weekday.end() :] if weekday else text
    for pattern in (
        r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})",
        r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})",
        r"(?P<d>\d{1,2})(?:st|nd|rd|th)?(?: of)? " + MONTH.format("m") + r",? (?P<y>\d{4})",
        MONTH.format("m") + r" (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})",
    ):
        if match := re.fullmatch(pattern, rest):
            day = _date(match["y"], match["m"], match["d"])
            name = WEEKDAYS[day.weekday()]
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
        MONTH.format("m") + r",? (?P<y>\d{4})",
    ):
        if match := re.fullmatch(pattern, text):
            first = _date(match["y"], match["m"], "1")
            return ImpreciseDate.month(first.year, first.month)
    return None


def _year(text: str) -> ImpreciseDate | None:
    match = re.fullmatch(r"(?:in )?(\d{4})", text)
    return ImpreciseDate.year(_date(match[1], "1", "1").year) if match else None


def _part_of_month(text: str) -> ImpreciseDate | None:
    match = re.fullmatch(r"(early|mid|late)[ -](?:in )?" + MONTH.format("m") + r",? (?P<y>\d{4})", text)
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


def _date(year: str, month: str, day: str) -> date:
    number = (
        int(month) if month.isdigit() else 1 + next(i for i, m in enumerate(MONTHS) if m[:3] == month[:3])
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
