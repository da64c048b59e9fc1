"""How fast the record is verified and its index rebuilt."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from bench.record.corpus import ROWS, fill
from bench.timing import show
from incidents.record.index.reindexing import reindex
from incidents.record.log.verification import verify
from incidents.record.models import Edition


def main() -> None:
    fill(ROWS // 2)
    rows = Edition.objects.count()
    show(
        [f"{rows:,} editions", "a second"],
        [
            ("chain and texts", _rate(rows, lambda: list(verify(index=False)))),
            ("chain, texts and index", _rate(rows, lambda: list(verify()))),
            ("reindexing what is right", _rate(rows, lambda: list(reindex()))),
            ("reindexing everything", _rate(rows, lambda: list(reindex(everything=True)))),
        ],
    )


def _rate(rows: int, act: Callable[[], object]) -> str:
    begin = perf_counter()
    act()
    return f"{rows / (perf_counter() - begin):,.0f}"
