"""Whole collections as files, against a bare COPY of the same columns to a client that throws everything away.

The aim: CSV at half the rows per second of that COPY or better, and memory that does not grow with the rows. Each
export runs through the whole stack of middleware, in process; EXPORT_ROWS says how many incidents (100,000).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

from bench.database import raw_connection
from bench.record import corpus
from bench.timing import compared, show
from incidents.exports import flat

ROWS = int(os.environ.get("EXPORT_ROWS", "100000"))
ROUNDS = 5
AIM = 0.5

EXPORTS = {
    "CSV": "incidents.csv",
    "CSV, gzip": "incidents.csv",
    "CSV, ten columns": "incidents.csv?columns=title,country,admin1",
    "CSV, a row for each actor": "incidents.csv?rows=actor",
    "Parquet": "incidents.parquet",
    "GeoJSON": "incidents.geojson",
    "NDJSON": "incidents.ndjson",
}

COLUMNS = ", ".join(flat.expression(column, plain=True) for column in flat.COLUMNS)
BARE_CSV = f"COPY (SELECT {COLUMNS} FROM record_row AS row) TO STDOUT (FORMAT csv)"
BARE_TEXTS = (
    "COPY (SELECT body FROM record_edition JOIN record_entry USING (sequence) "
    "WHERE record_entry.subject = 'incident') TO STDOUT"
)


def main() -> None:
    """Fill, measure, print."""
    settings.API_UNITS_PER_MINUTE = dict.fromkeys(settings.API_UNITS_PER_MINUTE, 10**9)
    settings.ALLOWED_HOSTS = ["*"]
    corpus.fill(ROWS)
    against_copy(ROWS, rounds=ROUNDS)
    _memory(EXPORTS)


def against_copy(rows: int, *, rounds: int) -> None:
    """Each export, and the bare COPYs, of a record that is there."""
    acts: dict[str, Callable[[], object]] = {
        "bare COPY of the columns": partial(_bare, BARE_CSV),
        "bare COPY of the texts": partial(_bare, BARE_TEXTS),
    }
    acts |= {name: partial(_export, address, gzip="gzip" in name) for name, address in EXPORTS.items()}
    copied = {"bare COPY of the columns": _bare(BARE_CSV), "bare COPY of the texts": _bare(BARE_TEXTS)}
    _table(compared(acts, rounds=rounds), dict.fromkeys(EXPORTS, rows) | copied)


class _Nowhere:
    def write(self, row: bytes) -> None:
        """As little as a client can do."""


def _bare(sql: str) -> int:
    """How many rows went out: those of editions that others replaced, too."""
    with raw_connection() as connection, connection.cursor() as cursor:
        cursor.copy_expert(sql, _Nowhere())
        rows: int = cursor.rowcount
    connection.close()
    return rows


def _export(address: str, *, gzip: bool = False, seen: Callable[[], None] = lambda: None) -> int:
    """One export, read to its end."""
    headers = {"Accept-Encoding": "gzip"} if gzip else {}
    response: Any = Client().get(f"/api/v1/{address}", headers=headers)
    assert response.status_code == 200, response
    size = 0
    for piece in response.streaming_content:
        size += len(piece)
        seen()
    response.close()
    return size


def _table(measured: dict[str, float], incidents: dict[str, int]) -> None:
    speed = {name: incidents[name] / ms * 1000 for name, ms in measured.items()}
    rows = []
    for name, ms in measured.items():
        floor = (
            "bare COPY of the texts" if "texts" in name or name == "NDJSON" else "bare COPY of the columns"
        )
        rows.append((name, f"{ms:.0f}", f"{speed[name]:,.0f}", f"{speed[name] / speed[floor]:.2f}"))
    show(("", "ms", "incidents/s", "of the bare COPY's rows/s"), rows)
    print(f"Aim: CSV at {AIM} of a bare COPY of the same columns or better.")


def _memory(exports: dict[str, str]) -> None:
    """How much the process grows over one full export after another, and its peak within each."""
    rows = []
    for name, address in exports.items():
        before, peak = _resident(), [0]

        def look(peak: list[int] = peak) -> None:
            peak[0] = max(peak[0], _resident())

        size = _export(address, gzip="gzip" in name, seen=look)
        rows.append((name, f"{size / 1e6:.0f}", f"{before / 1e6:.0f}", f"{peak[0] / 1e6:.0f}"))
    show(("", "MB sent", "MB in memory before", "at most during it"), rows)


def _resident() -> int:
    """Bytes of the process in memory, as Linux counts them; 0 elsewhere."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if statm.exists() else 0
