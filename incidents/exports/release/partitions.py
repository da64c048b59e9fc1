"""Parquet in folders by country and year, the way Hive names them: ``country=SY/year=2021/part-0.parquet``.

DuckDB, Spark and pandas read country and year out of the names of the folders, so that the files do not repeat the
country. What has no known place is under ``country=unknown``: Hive's own name for a missing value would be read as
one by DuckDB and Spark, but pandas cannot read a table in which a partition has none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from ..formats.parquet import each_arrow_table
from ..reader import Reader, Writable
from ..selection import Selection

NOWHERE = "unknown"
ROWS_IN_A_GROUP = 50_000

Key = tuple[str | None, int]
Opener = Callable[[str], AbstractContextManager[Writable]]


@dataclass(frozen=True)
class ByPartition(Selection):
    """The same rows, those of one country and year together, by id within."""

    def flat_sql(self, *, plain: bool) -> bytes:
        rows = super().flat_sql(plain=plain)
        return b"SELECT * FROM (%b) AS flat ORDER BY country, extract(year FROM date_from), public_id" % rows


def path_of(key: Key) -> str:
    country, year = key
    return f"parquet/country={country or NOWHERE}/year={year}/part-0.parquet"


def write_partitions(selection: Selection, reader: Reader, create: Opener) -> int:
    """Write a file for each country and year, with what ``create`` opens for a path; returns how many rows.

    Rows come sorted, so that one partition is in memory at a time. A file depends on nothing but its own rows:
    what is withheld in one country leaves the files of the others as they were.
    """
    files = _Files(create)
    each_arrow_table(ByPartition(selection.query), reader, files.take)
    files.write()
    return files.rows


@dataclass
class _Files:
    create: Opener
    key: Key | None = None
    parts: list[Any] = field(default_factory=list)
    rows: int = 0

    def take(self, table: Any) -> None:
        for key, first, number in _runs(table):
            if key != self.key:
                self.write()
                self.key = key
            self.parts.append(table.slice(first, number))

    def write(self) -> None:
        """Write the partition that is complete now, in groups of a fixed length from its own first row."""
        if self.key is None or not self.parts:
            return
        import pyarrow
        import pyarrow.parquet

        table = pyarrow.concat_tables(self.parts).combine_chunks().drop_columns(["country"])
        file = pyarrow.BufferOutputStream()
        pyarrow.parquet.write_table(
            table, file, compression="zstd", row_group_size=ROWS_IN_A_GROUP, store_schema=False
        )
        with self.create(path_of(self.key)) as out:
            out.write(file.getvalue().to_pybytes())
        self.rows += table.num_rows
        self.parts = []


def _runs(table: Any) -> Iterator[tuple[Key, int, int]]:
    """Neighbouring rows of one partition: its key, where they begin, how many they are."""
    days = table.column("date_from").to_pylist()
    keys = zip(table.column("country").to_pylist(), (day.year for day in days), strict=True)
    first = 0
    for key, run in groupby(keys):
        number = sum(1 for _one in run)
        yield key, first, number
        first += number
