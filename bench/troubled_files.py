"""Generated files with everything that goes wrong in files, read and judged: many more than the tests take.

BENCH_FILES says how many (2,000 unless set). It stops at the first file of which a line is lost or a row comes in with
another meaning than its own, and prints the smallest such file.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from time import perf_counter

from hypothesis import HealthCheck, given, settings

from bench.timing import show
from tests.intake.imports.troubled_files import TroubledFile, check_reading, troubled_files

FILES = int(os.environ.get("BENCH_FILES", "2000"))


def main() -> None:
    """Read generated files, and tell how many of their rows came in and were set aside."""
    read = aside = files = 0
    with tempfile.TemporaryDirectory() as folder:

        @settings(max_examples=FILES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(troubled_files)
        def judge(file: TroubledFile) -> None:
            nonlocal read, aside, files
            verdicts = check_reading(file, Path(folder)).values()
            refused = sum(isinstance(verdict, str) for verdict in verdicts)
            files, read, aside = files + 1, read + len(verdicts) - refused, aside + refused

        begun = perf_counter()
        judge()
    took = perf_counter() - begun
    show(("files", "rows read", "set aside", "s"), [(f"{files:,}", f"{read:,}", f"{aside:,}", f"{took:.0f}")])
