"""Bars over time as SVG. The numbers stand in a table beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ...record.words import dates

WIDTH, HEIGHT = 1200, 220
BASELINE = HEIGHT - 42
MOST_TICKS = 6
MARGIN = 70
"""Room at both ends for half of a label, which is wider than its bar."""


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
    left: int = -MARGIN
    full_width: int = WIDTH + 2 * MARGIN


def draw(unit: str, counts: Mapping[date, int]) -> BarDrawing | None:
    """Bars for counts by the first day of a ``month`` or ``year``; none where there is nothing to show.

    Months are drawn in whole years, so that one does not stand alone.
    """
    if not counts:
        return None
    years = range(min(counts).year, max(counts).year + 1)
    if unit == "year":
        return _drawn(
            {str(year): (str(year), counts.get(date(year, 1, 1), 0)) for year in years}, _("by year")
        )
    months = [date(year, month, 1) for year in years for month in range(1, 13)]
    by_label = {dates.month(day): (dates.short_month(day), counts.get(day, 0)) for day in months}
    return _drawn(by_label, _("by month"))


def _drawn(counts: Mapping[str, tuple[str, int]], unit: str) -> BarDrawing:
    """Bars from counts with their short label, by their full label."""
    highest = max(count for _short, count in counts.values())
    step = WIDTH // max(len(counts), 6)
    every = -(-len(counts) // MOST_TICKS)
    bars = [
        _bar(n, label, short if n % every == 0 else "", count, highest, step)
        for n, (label, (short, count)) in enumerate(counts.items())
    ]
    return BarDrawing(bars, highest, unit)


def _bar(n: int, label: str, tick: str, count: int, highest: int, step: int) -> Bar:
    height = round(count / highest * (BASELINE - 44)) if highest else 0
    gap = max(2, step // 4)
    return Bar(label, count, n * step + gap // 2, BASELINE - height, step - gap, height, tick)
