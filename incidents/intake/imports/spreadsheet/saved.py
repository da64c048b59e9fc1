"""Saved mappings of imports that were made on the page, for the next file of the same make.

A file each under DATA_DIR, by the number of the run, where nothing is served from. Erasing a name removes those in
which it stands.
"""

from __future__ import annotations

from pathlib import Path

from incidents.models import ImportRun

from ..folders import imports_folder
from .mapping import BadMapping, Mapping, as_json, read_mapping

OFFERED = 30
"""The newest, for the page to choose from."""


def folder() -> Path:
    return imports_folder() / "mappings"


def save(run: ImportRun, mapping: Mapping) -> None:
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    _path(run.pk).write_bytes(as_json(mapping))


def saved_mapping(run: int) -> Mapping | None:
    """The mapping that the run was made with; none where it is not saved, or of a form that is no more."""
    try:
        return read_mapping(_path(run).read_bytes(), "mapping.json")
    except (OSError, BadMapping):
        return None


def runs_with_mapping() -> list[ImportRun]:
    """The newest runs whose mapping is saved, newest first."""
    numbers = [int(path.stem) for path in folder().glob("*.json") if path.stem.isdecimal()]
    runs = ImportRun.objects.filter(pk__in=numbers).select_related("dataset")
    return list(runs.order_by("-pk")[:OFFERED])


def _path(run: int) -> Path:
    return folder() / f"{run}.json"
