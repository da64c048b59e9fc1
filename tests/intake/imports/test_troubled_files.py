"""Whatever is wrong with a file, every line of it is judged, and no row comes in with another meaning than its own."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from tests.intake.imports.troubled_files import (
    TroubledFile,
    check_reading,
    troubled_texts,
    troubled_workbooks,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(troubled_texts())
def test_every_line_of_a_text_is_judged_by_its_meaning(file: TroubledFile):
    with tempfile.TemporaryDirectory() as folder:
        check_reading(file, Path(folder))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(troubled_workbooks())
def test_every_row_of_a_workbook_is_judged_by_its_meaning(file: TroubledFile):
    with tempfile.TemporaryDirectory() as folder:
        check_reading(file, Path(folder))
