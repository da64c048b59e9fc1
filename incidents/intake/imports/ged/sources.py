"""Reports and sources that GED names: ``source_article`` lists reports, ``source_original`` who first told of it.

``source_article`` holds, since 2013, entries of office, day and headline, each in quotation marks and parted by
semicolons. Older entries follow no rule; they stay in the row as given, which is flagged.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from django.utils import timezone

from incidents.folding import fold

from ..engine.coded import CodedMention, NamedReport, NamedSource
from ..words.cells import Cells

_ENTRY = re.compile(
    r'^"?\s*(?P<office>[^,]{1,200}?)\s*,\s*(?P<day>\d{4}-\d{2}-\d{2})\s*,\s*(?P<title>.*?)"?\s*$', re.S
)
_BETWEEN = re.compile(r'"\s*;\s*"')
_AMONG = re.compile(
    r"\s*(?:[,;/\n]|(?<=\b[A-Z]{3})\sand\b|(?<=\b[A-Z]{4})\sand\b|\band\s(?=[A-Z]{3,6}\b))\s*"
)
"""What parts two names. “And” is a part of names as well (“Sound and Picture”): it parts them beside initials only."""
MOST = 8
"""Sources taken from one cell; what lists more is a narrative."""


def reports_of(cells: Cells) -> list[NamedReport]:
    """The reports of a row, each once, in the order given."""
    articles = cells.long("articles")
    if not articles:
        return []
    reports = _from_entries(articles) or _from_columns(cells)
    if reports is None:
        cells.flag("sources-not-parsed")
        return []
    if any(report.published_on is None for report in reports):
        cells.flag("publication-day-not-read")
    return list(dict.fromkeys(reports))


@lru_cache(maxsize=50_000)
def _from_entries(articles: str) -> tuple[NamedReport, ...] | None:
    entries = [_ENTRY.match(entry) for entry in _BETWEEN.split(articles)]
    if not all(entries):
        return None
    return tuple(_report(entry["office"], entry["day"], entry["title"]) for entry in entries if entry)


def _from_columns(cells: Cells) -> tuple[NamedReport, ...] | None:
    """The same from the three columns, where they list equally many."""
    offices, days, titles = (cells.long(name).split(";") for name in ("offices", "dates", "headlines"))
    if not offices[0].strip() or not len(offices) == len(days) == len(titles):
        return None
    entries = zip(offices, days, titles, strict=True)
    return tuple(_report(office, day.strip(), title) for office, day, title in entries if office.strip())


def _report(office: str, day: str, title: str) -> NamedReport:
    title = " ".join(title.split()) or f"{office}, {day}"
    return NamedReport(_source(office), title[:300], _day(day))


@lru_cache(maxsize=10_000)
def _source(office: str) -> NamedSource:
    return NamedSource(" ".join(office.split())[:200])


@lru_cache(maxsize=20_000)
def _day(text: str) -> date | None:
    """The day of publication; nothing where there is no such day, or it has not come yet."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day <= timezone.localdate() else None


def mentions_of(cells: Cells) -> list[CodedMention[NamedSource]]:
    """Whom GED names as those who first told of it. What and how many each of them said, it does not tell."""
    return [CodedMention(name) for name in _names(cells.long("originals"))]


@lru_cache(maxsize=20_000)
def _names(text: str) -> tuple[str, ...]:
    names = {fold(name): " ".join(name.split())[:200] for name in reversed(_AMONG.split(text)) if fold(name)}
    return tuple(reversed(names.values()))[:MOST]
