"""Measuring an act alone, or several against each other, and showing the figures as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median
from time import perf_counter


def milliseconds(act: Callable[[], object], *, runs: int = 15, warm_up: int = 3) -> float:
    """Median time of one call, after some that do not count."""
    for _ in range(warm_up):
        act()
    return median(_once(act) for _ in range(runs)) * 1000


def compared(acts: Mapping[str, Callable[[], object]], *, rounds: int = 20) -> dict[str, float]:
    """Milliseconds of the fastest run of each act, in rounds that run every act once.

    Whatever else the machine does only adds time, and rounds spread it evenly, so that ratios hold on a busy one too.
    """
    for act in acts.values():
        act()
    runs = [{name: _once(act) for name, act in acts.items()} for _ in range(rounds)]
    return {name: min(run[name] for run in runs) * 1000 for name in acts}


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
