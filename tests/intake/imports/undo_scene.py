"""Imports that are taken back, and what desk and record hold before and after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from accounts.models import User
from incidents.editorial.compile import load
from incidents.intake.imports.engine.running import ImportOptions, ImportResult, run
from incidents.intake.imports.files.sources import open_source
from incidents.intake.imports.ged.coder import Ged
from incidents.intake.imports.undo.runs import undo_rows
from incidents.models import Dataset, DatasetRow, Incident
from incidents.record.models import OPEN, Edition
from tests.intake.imports.events import event, table


def imported(
    path: Path, by: User, rows: list[dict[str, Any]], version: str = "19.1", **how: Any
) -> ImportResult:
    source = open_source(str(table(path / "ged.csv", rows)))
    return run(source, Ged(version, source.heading), ImportOptions(by=by, **how))


def undone_rows(outcome: ImportResult) -> dict[str, tuple[str, str]]:
    return {key: (undone, reason) for _line, key, undone, reason in undo_rows(outcome.run)}


def documents() -> dict[str, bytes]:
    """What the desk compiles of every incident, by its row."""
    rows = dict(Incident.objects.values_list("pk", "origin_row__key"))
    batch = load("incident", list(rows))
    return {rows[pk]: repr(document).encode() for pk, document in batch.compile(batch.identifiers()).items()}


def desk() -> dict[str, Any]:
    """Everything that imports write on the desk, keys included, but for what counts on by itself."""
    counting = {"revision", "updated_at", "folded"}
    found: dict[str, Any] = {}
    models: list[Any] = [Incident, DatasetRow, Dataset]
    models += [relation.related_model for relation in Incident._meta.related_objects]
    for model in models:
        if not model.__name__.endswith("Event"):
            names = [field.attname for field in model._meta.concrete_fields if field.attname not in counting]
            found[model.__name__] = sorted(map(repr, model._default_manager.values_list(*names)))
    return found


def in_force() -> dict[str, Any]:
    """What the public reads of incidents, without the number and the kind of the edition."""
    bodies: Any = Edition.objects.filter(entry__until=OPEN, subject="incident").values_list(
        "public_id", "body"
    )
    return {public_id: body.partition('"edition"')[2].partition("}")[2] for public_id, body in bodies}


V1 = [event(), event(id=2), event(id=3, where_coordinates="Hilltown village")]
V2 = [
    event(
        deaths_b=3, best=5, high=5, low=5, source_article='"The Courier,2016-01-02,Five killed near the mill"'
    ),
    event(id=2),
    event(
        id=3,
        side_b="Southern Brigade",
        side_b_new_id=4457,
        dyad_new_id=12000,
        conflict_new_id="",
        where_coordinates="Lake village",
        latitude=34.9,
    ),
    event(id=4),
]
