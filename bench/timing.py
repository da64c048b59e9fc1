"""Measuring and showing: the median of several runs, as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from statistics import median
from time import perf_counter


def milliseconds(act: Callable[[], object], *, runs: int = 15, warm_up: int = 3) -> float:
    """Median time of one call, after some that do not count."""
    for _ in range(warm_up):
        act()
    return median(_once(act) for _ in range(runs)) * 1000


def _once(act: Callable[[], object]) -> float:
    begin = perf_counter()
    act()
    return perf_counter() - begin


def show(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table, the first column to the left and figures to the right."""
    lines = [list(map(str, heads)), *(list(map(str, row)) for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(heads))]
    for first, *others in lines:
        print("  ".join([first.ljust(widths[0]), *map(str.rjust, others, widths[1:])]))
