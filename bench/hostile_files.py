"""What files made to be costly cost: seconds and memory of each kind, refused or read, in a process of its own.

BENCH_SCALE divides their sizes (1 unless set): each is as large as an upload may be, or as its kind needs.
"""

from __future__ import annotations

import os
import resource
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any

import django

from bench.timing import show
from incidents.intake.imports.files.sources import NoSource, open_source
from tests.intake.imports.hostile_files import HOSTILE

SCALE = int(os.environ.get("BENCH_SCALE", "1"))


def main() -> None:
    """Make each file, read it to the end, and tell what that took."""
    table = []
    with tempfile.TemporaryDirectory() as folder:
        for hostile in HOSTILE:
            path = Path(folder) / f"hostile{hostile.suffix}"
            path.write_bytes(hostile.make(max(1, hostile.large // SCALE)))
            with ProcessPoolExecutor(1, get_context("spawn"), django.setup) as process:
                seconds, megabytes, outcome = process.submit(_read, str(path)).result()
            table.append(
                (
                    hostile.name,
                    f"{path.stat().st_size / 1000:,.0f}",
                    f"{seconds:.2f}",
                    f"{megabytes:.0f}",
                    outcome,
                )
            )
    show(("file", "kB", "s", "MB more", "what came of it"), table)


def _read(path: str) -> tuple[float, float, str]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = perf_counter()
    try:
        outcome: Any = f"{sum(1 for _row in open_source(path, name='It').rows()):,} rows"
    except NoSource as refusal:
        outcome = str(refusal)[:70]
    return (
        perf_counter() - begun,
        (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000,
        outcome,
    )
