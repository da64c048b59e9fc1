"""The record that is asked: real events where the file is at hand, made-up ones of the same shape otherwise.

BENCH_GED names a file of UCDP's georeferenced event dataset; unless set, it is looked for beside the checkout.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from time import perf_counter

from django.core.management import call_command
from django.db import connection

from accounts.models import User
from accounts.roles import Role
from bench.record.corpus import fill
from bench.researchers.enriching import correct_some, enrich
from bench.researchers.multiplying import multiply
from incidents.record.models import OPEN

ROWS = int(os.environ.get("BENCH_ROWS", "176579"))
MADE_UP = 20_000
"""So many are published; the rest are copies, which for timing are as good."""

BESIDE = Path(__file__).parents[3] / "shared" / "data" / "ged211_sample_176579.csv.gz"
_TABLES = "record_edition, record_entry, record_entryplace, record_row"


@dataclass(frozen=True)
class Corpus:
    """What was built: how many incidents, of what kind, and how fast real ones were imported."""

    rows: int
    kind: str
    imported_per_second: float | None = None


def build(rows: int = ROWS) -> Corpus:
    """Fill the benchmark's empty database with about so many incidents."""
    file = Path(os.environ.get("BENCH_GED", BESIDE))
    speed, new = None, not _count()
    if new:
        speed = _import(file) if file.exists() else fill(min(rows, MADE_UP))
        enrich()
    size = _count()
    if rows > size:
        multiply(rows)
    if new:
        correct_some()
    call_command("refresh_summaries", rebuild=new, stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {_TABLES}")
    copied = f", copied to {_count():,}" if rows > size else ""
    kind = f"{size:,} real events ({file.name})" if file.exists() else f"{size:,} made-up events"
    return Corpus(_count(), kind + copied, speed)


def _import(file: Path) -> float:
    User.objects.create_user("bench@example.org", display_name="Bench", role=Role.REVIEWER)
    begun = perf_counter()
    call_command(
        "import_ged", str(file), publish=True, by="bench@example.org", verbosity=0, stdout=StringIO()
    )
    return _count() / (perf_counter() - begun)


def _count() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM record_entry WHERE subject = 'incident' AND until = {OPEN}")
        (number,) = cursor.fetchone()
    return int(number)
