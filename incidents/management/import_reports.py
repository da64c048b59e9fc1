"""Files of imports: reports of what became of each row, which quote the rows, and uploads that wait for a mapping."""

from __future__ import annotations

import csv
import os
import shutil
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import OutputWrapper

from incidents.editorial.scrubbing import NamePattern
from incidents.intake.imports.folders import imports_folder
from incidents.intake.imports.spreadsheet.saved import folder
from incidents.spreadsheets import harmless


def report_path(path: str | None, name: str) -> Path:
    """Where a report goes: to the path, if there is one, else under its name among the others."""
    if path:
        return Path(path)
    return imports_folder() / f"{name}.csv"


def write_report(path: Path, heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A CSV that a spreadsheet opens without running what a cell says, and nobody but its owner."""
    with open(path, "w", encoding="utf-8", newline="", opener=_for_its_owner) as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        writer.writerows(map(harmless, row) for row in rows)


def _for_its_owner(path: str, flags: int) -> int:
    descriptor = os.open(path, flags, mode=0o600)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):  # one that was there before may be readable by all
        os.fchmod(descriptor, 0o600)
    return descriptor


def remove_import_files(name: str, out: OutputWrapper) -> None:
    """Remove the reports and mappings in which a name stands; the verdicts themselves are in the database.

    Uploads are all removed: a workbook is packed, and whoever waits for its mapping still has the file.
    """
    sought = NamePattern.of(name)
    for path in sorted([*imports_folder().glob("*.csv"), *folder().glob("*.json")]):
        if sought.stands_in(path.read_text(encoding="utf-8", errors="replace")):
            path.unlink()
            out.write(f"Removed {path}, which held the name. Copies elsewhere are out of reach.")
    uploads = imports_folder() / "uploads"
    if uploads.exists():
        shutil.rmtree(uploads)
        out.write("Removed the spreadsheets that wait for their mapping, whatever they held.")
