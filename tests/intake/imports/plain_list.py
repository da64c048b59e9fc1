"""A plain list of incidents, its mapping, and how its files are made and read without a database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from incidents.intake.imports.engine.coded import CodedRow
from incidents.intake.imports.engine.coding import Coding
from incidents.intake.imports.files.sources import Layout, RowSource, open_source
from incidents.intake.imports.spreadsheet.coder import MappedSheet
from incidents.intake.imports.spreadsheet.mapping import mapping_from

HEADING = ("id", "title", "notes", "date", "province", "town", "lat", "lon", "killed")
PLAN: dict[str, Any] = {
    "dataset": {"key": "plain-list", "title": "Plain list", "licence": "cc-by-4.0", "citation": "Plain"},
    "id": "id", "title": "title", "summary": "notes", "event_type": {"constant": "explosion"},
    "dates": {"first": "date"},
    "place": {"country": {"constant": "SY"}, "admin1": "province", "name": "town", "lat": "lat", "lon": "lon"},
    "counts": [{"best": "killed"}],
}  # fmt: skip
ROW = {
    "id": "A1", "title": "Shelling in the town", "notes": "Text", "date": "2021-04-20", "province": "Aleppo",
    "town": "Manbij", "lat": "36.528", "lon": "37.955", "killed": "2",
}  # fmt: skip


def cells(**changed: str) -> list[str]:
    return list((ROW | changed).values())


def line(**changed: str) -> str:
    return ",".join(cells(**changed))


def written(path: Path, *lines: str, end: str = "\n") -> Path:
    """A file of these lines below the heading."""
    path.write_bytes("".join(f"{text}{end}" for text in (",".join(HEADING), *lines)).encode())
    return path


Verdicts = dict[int, CodedRow | str]
"""By line: the coded row, or why there is none."""


def verdicts(path: Path, plan: dict[str, Any] | None = None, **layout: Any) -> Verdicts:
    return verdicts_of(open_source(path, Layout(**layout)), plan)


def verdicts_of(source: RowSource, plan: dict[str, Any] | None = None) -> Verdicts:
    coding = Coding(MappedSheet(mapping_from(PLAN | (plan or {})), source.heading))
    results = {row.line: coding.coded(row) for row in source.rows()}
    assert len(results) == source.total
    return {line: result.row or result.problem for line, result in results.items()}


def read(path: Path, plan: dict[str, Any] | None = None) -> list[CodedRow]:
    """The rows, none of which may be set aside."""
    rows = list(verdicts(path, plan).values())
    assert [row for row in rows if isinstance(row, str)] == []
    return [row for row in rows if not isinstance(row, str)]
