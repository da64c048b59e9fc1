"""Whatever is wrong with a file, every line of it is judged, and no row comes in with another meaning than its own."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings

from incidents.intake.imports.engine.running import ImportOptions, report_rows, run
from incidents.intake.imports.files.sources import open_source
from incidents.intake.imports.spreadsheet.coder import MappedSheet
from incidents.intake.imports.spreadsheet.mapping import mapping_from
from incidents.models import Incident
from tests.intake.imports.plain_list import PLAN
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


@pytest.mark.django_db
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(troubled_texts())
def test_a_dry_run_a_run_and_another_agree(analyst, file: TroubledFile):
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        source = open_source(file.write(Path(folder)))
        coder = MappedSheet(mapping_from(PLAN), source.heading)
        dry = run(source, coder, ImportOptions(by=analyst, dry=True)).report
        kept = list(report_rows(run(source, coder, ImportOptions(by=analyst)).run))
        again = list(report_rows(run(source, coder, ImportOptions(by=analyst)).run))
        assert [row[:4] for row in kept] == [row[:4] for row in dry]
        assert [row[2] for row in again] == [row[2].replace("created", "unchanged") for row in kept]
        assert len(kept) == source.total
        killed = sum(row.meaning("killed") or 0 for row in file.rows if row.line in _created(kept))
        total = Incident.objects.aggregate(total=Sum("figures__best"))["total"]
        assert (total or 0) == killed
        transaction.set_rollback(True)


def _created(report: list[tuple[Any, ...]]) -> set[int]:
    return {line for line, _key, verdict, *_rest in report if verdict == "created"}
