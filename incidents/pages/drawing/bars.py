"""Bars over time as SVG. The numbers stand in a table beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ..words import dates

WIDTH, HEIGHT = 1200, 220
BASELINE = HEIGHT - 34
MOST_MONTHS = 36
"""Longer spans are shown by year."""


@dataclass(frozen=True)
class Bar:
    label: str
    count: int
    x: int
    y: int
    width: int
    height: int
    tick: str
    """Text under the bar; empty where it would touch its neighbour's."""

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True)
class BarDrawing:
    bars: list[Bar]
    highest: int
    unit: str
    width: int = WIDTH
    height: int = HEIGHT
    baseline: int = BASELINE


def draw(by_month: Mapping[date, int]) -> BarDrawing | None:
    """Bars for the counts by (first day of a) month; none where there is nothing to show."""
    if not by_month:
        return None
    months = _all_months(min(by_month), max(by_month))
    if len(months) > MOST_MONTHS:
        return _drawn(_by_year(by_month), _("by year"), every=_every(len(_by_year(by_month))))
    counts = {dates.month(month): by_month.get(month, 0) for month in months}
    return _drawn(counts, _("by month"), every=_every(len(months)))


def _all_months(first: date, last: date) -> list[date]:
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(start, end + 1)]


def _by_year(by_month: Mapping[date, int]) -> dict[str, int]:
    years = {str(year): 0 for year in range(min(by_month).year, max(by_month).year + 1)}
    for month, count in by_month.items():
        years[str(month.year)] += count
    return years


def _every(number: int) -> int:
    """Label every n-th bar: eight labels have room."""
    return max(1, -(-number // 8))


def _drawn(counts: Mapping[str, int], unit: str, *, every: int) -> BarDrawing:
    highest = max(counts.values())
    step = WIDTH // max(len(counts), 6)
    bars = [_bar(n, label, count, highest, step, every) for n, (label, count) in enumerate(counts.items())]
    return BarDrawing(bars, highest, unit)


def _bar(n: int, label: str, count: int, highest: int, step: int, every: int) -> Bar:
    height = round(count / highest * (BASELINE - 34)) if highest else 0
    tick = label if n % every == 0 else ""
    gap = max(2, step // 6)
    return Bar(label, count, n * step + gap // 2, BASELINE - height, step - gap, height, tick)
