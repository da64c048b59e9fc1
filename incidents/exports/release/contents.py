"""What a bundle holds: each file's path, and how it is written.

A bundle is a function of the log up to the release's sequence, of what was withheld since, and of the site's name,
address and licence. No clock, no random number and no count of anything outside takes part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import override

from ...record.log.withheld import Withheld
from ...record.models.releases import Release
from ...record.reading import Query, State, Subject, parse
from .. import flat
from ..columns import Column
from ..datasets import datasets_of
from ..formats.csv import csv_of, table_as_csv
from ..formats.geojson import geojson_of
from ..formats.ndjson import ndjson_of
from ..reader import Reader, Writable
from ..selection import Selection
from ..sinks import Measured
from . import papers, vocabularies
from .manifest import TableFile, WrittenFile
from .partitions import write_partitions
from .shelf import SUMS, state_of
from .tables import TABLES

Tell = Callable[[str, int], None]
"""Called with a path and how many bytes were written to it just now."""


@dataclass
class Making:
    """A bundle while it is written."""

    release: Release
    left_out: list[Withheld]
    folder: Path
    reader: Reader
    tell: Tell
    written: dict[str, WrittenFile] = field(default_factory=dict)
    tables: dict[str, TableFile] = field(default_factory=dict)

    @property
    def state(self) -> State:
        return state_of(self.release)

    def query(self, subject: Subject = Subject.INCIDENT) -> Query:
        return parse({"as_of": f"sequence:{self.release.sequence}"}, subject)

    @contextmanager
    def create(self, path: str) -> Iterator[Writable]:
        """A new file, measured while it is written."""
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as opened:
            measured = Measured(_Told(opened, partial(self.tell, path)))
            yield measured
        self.written[path] = WrittenFile(path, measured.size, measured.sha256)

    def text(self, path: str, content: str) -> None:
        with self.create(path) as out:
            out.write(content.encode())

    def csv(self, path: str, columns: list[Column], write: Callable[[Writable], int]) -> None:
        with self.create(path) as out:
            rows = write(out)
        self.tables[path] = TableFile(path, columns, rows)


@dataclass(frozen=True)
class _Told:
    out: BinaryIO
    tell: Callable[[int], None]

    def write(self, content: bytes) -> int:
        self.tell(len(content))
        return self.out.write(content)


def write_all(making: Making) -> list[WrittenFile]:
    """Write every file; returns them by path, the checksums last. Raises ``ParquetMissing``."""
    with override("en"):
        for step in (_incidents, _claims, _documents, _other_subjects, _partitions, _codebook, _papers):
            step(making)
    files = [making.written[path] for path in sorted(making.written)]
    making.text(SUMS, "".join(f"{file.sha256}  {file.path}\n" for file in files))
    return [*files, making.written[SUMS]]


def _incidents(making: Making) -> None:
    selection = Selection(making.query())
    making.csv("incidents.csv", flat.COLUMNS, lambda out: csv_of(selection, making.reader, out))
    with making.create("incidents.geojson") as out:
        geojson_of(selection, making.reader, out)


def _claims(making: Making) -> None:
    selection = Selection(making.query(), rows="claim")
    making.csv("claims.csv", selection.columns, lambda out: csv_of(selection, making.reader, out))


def _documents(making: Making) -> None:
    """Everything there is, as it was issued."""
    for subject in Subject:
        with making.create(f"{subject.folder}.ndjson") as out:
            ndjson_of(Selection(making.query(subject)), making.reader, out)


def _other_subjects(making: Making) -> None:
    for subject, table in TABLES.items():
        rows = table.rows(subject, making.state, making.reader)
        making.csv(f"{subject.folder}.csv", table.columns, partial(table_as_csv, table.columns, rows))


def _partitions(making: Making) -> None:
    write_partitions(Selection(making.query()), making.reader, making.create)


def _codebook(making: Making) -> None:
    for path, text in vocabularies.files():
        making.text(path, text)


def _papers(making: Making) -> None:
    """Last, since they describe the others."""
    datasets = datasets_of(making.state)
    for path, text in papers.files(
        making.release, making.left_out, datasets, list(making.tables.values()), making.written
    ):
        making.text(path, text)
