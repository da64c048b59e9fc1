"""Importing UCDP GED: rows in a second, phase by phase, against the floor of copying the rows into one table.

BENCH_IMPORT_ROWS says how many (20,000 unless set), BENCH_IMPORT_FILE of which file; without one, the table of 176,579
real events beside the project is taken where it is at hand, else made-up rows of the same shape. Processor time is that
of all our processes, without PostgreSQL's: on a busy machine it says more than the clock.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import perf_counter

import msgspec
from django.conf import settings

from accounts.models import User
from accounts.roles import Role
from bench.database import raw_connection
from bench.timing import show
from incidents.intake.imports.engine.coded import CodedRow
from incidents.intake.imports.engine.running import ImportOptions, run
from incidents.intake.imports.files.sources import RowSource, SourceRow, open_source
from incidents.intake.imports.ged.coder import Ged
from incidents.record.copying import copy_in

ROWS = int(os.environ.get("BENCH_IMPORT_ROWS", "20000"))
REAL = Path(settings.BASE_DIR).parent / "shared" / "data" / "ged211_sample_176579.csv.gz"
JOBS = min(4, os.cpu_count() or 1)

Figures = tuple[str, float, float]


def main() -> None:
    """Read, code, enter as drafts, publish: each from the beginning."""
    with tempfile.TemporaryDirectory() as folder:
        source = _source(Path(folder))
        total = min(ROWS, source.total or 0)
        part = replace(source, rows=lambda: islice(source.rows(), ROWS), total=total)
        rewritten = replace(part, rows=lambda: map(_written_otherwise, part.rows()))
        print(
            f"{total:,} rows of {source.name}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
        )
        by = User.objects.create_user("bench@example.org", display_name="Bench", role=Role.REVIEWER)
        floor = _measured("COPY of the rows into one table (floor)", lambda: _floor(part))
        figures = [
            floor,
            _measured("read", lambda: [None for _row in part.rows()]),
            _measured("read and coded", lambda: _coded(part)),
            _measured("published, one process", lambda: _imported(part, by, "1", jobs=1, publish=True)),
            _measured(
                f"published, {JOBS} processes", lambda: _imported(part, by, "2", jobs=JOBS, publish=True)
            ),
            _measured("again, unchanged", lambda: _imported(part, by, "2", jobs=1, publish=True)),
            _measured(
                "again, written otherwise", lambda: _imported(rewritten, by, "2", jobs=1, publish=True)
            ),
            _measured(
                "a new version alone", lambda: _imported(part, by, "2", jobs=1, publish=True, version="22.1")
            ),
        ]
        _tell(figures, total)


def _source(folder: Path) -> RowSource:
    chosen = os.environ.get("BENCH_IMPORT_FILE")
    if chosen or REAL.exists():
        return open_source(chosen or str(REAL))
    path = folder / "made-up.csv"
    path.write_text("\n".join(_made_up(ROWS)))
    return open_source(str(path))


def _made_up(rows: int) -> Iterator[str]:
    yield (
        "id,year,month,day,country,type_of_violence,conflict_name,side_a,side_b,latitude,longitude,"
        "low_death,best_death,high_death"
    )
    for n in range(rows):
        dead = f"{n % 9},{n % 9},{n % 9 + n % 2}"
        when = f"{1989 + n % 30},{1 + n % 12},{1 + n % 28}"
        sides = f"Government of Syria,Group {n % 700}"
        yield f"{n},{when},Syria,State-based violence,Syria,{sides},{33 + n % 400 / 100},{36 + n % 500 / 100},{dead}"


def _written_otherwise(row: SourceRow) -> SourceRow:
    """The same row as another program writes it: columns in another order, spaces around the cells."""
    return replace(row, columns={name: f" {cell} " for name, cell in reversed(list(row.columns.items()))})


def _floor(source: RowSource) -> None:
    """What any import has to do at least: the rows, as JSON, by COPY into a table without an index."""
    with raw_connection() as server, server.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_floor (line integer, verbatim jsonb)")
        server.commit()
    copy_in(
        "bench_floor",
        ("line", "verbatim"),
        ((row.line, msgspec.json.encode(row.columns).decode()) for row in source.rows()),
    )


def _coded(source: RowSource) -> None:
    coder = Ged("21.1", source.heading)
    for row in source.rows():
        coder.code(row.columns)


def _imported(
    source: RowSource, by: User, salt: str, *, jobs: int, publish: bool, version: str = "21.1"
) -> None:
    """``salt`` tells runs apart, so that the second does not find the first one's rows."""
    coder = Ged(version, source.heading)
    coder.about = msgspec.structs.replace(coder.about, key=f"bench-{salt}")
    code = coder.code
    coder.code = lambda row: _salted(code(row), salt)  # type: ignore[method-assign]  # one run's own
    run(source, coder, ImportOptions(by=by, publish=publish, jobs=jobs))


def _salted(row: CodedRow, salt: str) -> CodedRow:
    row.codes = [(f"bench-{salt}", value, match) for _scheme, value, match in row.codes]
    return row


def _measured(name: str, act: Callable[[], object]) -> Figures:
    begun, used = perf_counter(), _processor()
    act()
    return name, perf_counter() - begun, _processor() - used


def _processor() -> float:
    used = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _tell(figures: list[Figures], rows: int) -> None:
    floor = figures[0][1]
    show(
        ("", "s", "rows/s", "× floor", "processor µs a row"),
        [
            (name, f"{wall:.2f}", f"{rows / wall:,.0f}", f"{wall / floor:.1f}", f"{1e6 * used / rows:,.0f}")
            for name, wall, used in figures
        ],
    )
