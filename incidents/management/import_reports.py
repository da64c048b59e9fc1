"""Files that tell what became of each row of an import. They hold keys and reasons, which quote the rows."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management.base import OutputWrapper

from incidents.editorial.scrubbing import Name


def reports_folder() -> Path:
    return Path(settings.DATA_DIR) / "imports"


def remove_import_reports(name: str, out: OutputWrapper) -> None:
    """Remove the reports in which a name stands; the verdicts themselves are in the database."""
    sought = Name.of(name)
    for path in sorted(reports_folder().glob("*.csv")):
        if sought.stands_in(path.read_text(encoding="utf-8", errors="replace")):
            path.unlink()
            out.write(f"Removed {path}, which held the name. Copies elsewhere are out of reach.")
