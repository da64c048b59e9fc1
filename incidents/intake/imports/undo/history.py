"""States of the desk before a run, read from its history, and putting them back.

Every write of a run stands in the history with the run's number (``chunks``): what it deleted as it was, what it
changed as it became, so that the event before its first one is the state before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models

from incidents.models import (
    AssessedFigure,
    Citation,
    Claim,
    Dataset,
    DatasetRow,
    ExternalId,
    FigureClaim,
    Incident,
    IncidentLocation,
    Participation,
    ParticipationClaim,
    SourceMention,
)

from ..engine import desk

_PARTS: tuple[Any, ...] = (Claim, IncidentLocation, Participation, Citation, SourceMention, AssessedFigure)
_GROUNDS: tuple[tuple[Any, str, Any], ...] = (
    (FigureClaim, "figure_id", AssessedFigure),
    (ParticipationClaim, "participation_id", Participation),
)
"""Rows that belong to an incident by way of another table: theirs, the column, the other."""

_OWN = frozenset({"id", "public_id", "revision", "updated_at"})
"""Columns of an incident that go on counting, whatever it says."""

_BEFORE = """
SELECT DISTINCT ON (touched.incident) touched.incident, before.pgh_id, before.public_id IS NOT NULL, before.state
FROM (
    SELECT event.pgh_obj_id AS incident, min(event.pgh_id) AS first
    FROM incidents_incidentevent event JOIN pghistory_context context ON context.id = event.pgh_context_id
    WHERE event.pgh_obj_id = ANY(%(incidents)s) AND context.metadata ->> 'run' = %(run)s
    GROUP BY 1
) touched
JOIN incidents_incidentevent before ON before.pgh_obj_id = touched.incident AND before.pgh_id < touched.first
ORDER BY touched.incident, before.pgh_id DESC
"""
_CONTEXTS = """
SELECT DISTINCT context.id
FROM incidents_incidentevent event JOIN pghistory_context context ON context.id = event.pgh_context_id
WHERE event.pgh_obj_id = ANY(%(incidents)s) AND context.metadata ->> 'run' = %(run)s
"""
_REWRITE = """
UPDATE incidents_incident row SET {assignments}, revision = row.revision + 1, updated_at = now()
FROM incidents_incidentevent before WHERE before.pgh_id = ANY(%s) AND row.id = before.pgh_obj_id
"""
_RESTORE = """
INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}event
WHERE pgh_label = 'delete' AND pgh_context_id = ANY(%(contexts)s) AND {condition}
"""
_CODES_ADDED = """
DELETE FROM incidents_externalid row USING incidents_externalidevent event
WHERE event.pgh_label = 'insert' AND event.pgh_context_id = ANY(%(contexts)s) AND event.pgh_obj_id = row.id
    AND row.incident_id = ANY(%(keys)s)
"""
_ROWS_BEFORE = """
SELECT row.id, (
    SELECT max(event.pgh_id) FROM incidents_datasetrowevent event
    WHERE event.pgh_obj_id = row.id AND event.pgh_id < (
        SELECT min(own.pgh_id)
        FROM incidents_datasetrowevent own JOIN pghistory_context context ON context.id = own.pgh_context_id
        WHERE own.pgh_obj_id = row.id AND context.metadata ->> 'run' = %(run)s
    )
)
FROM incidents_datasetrow row
WHERE row.id = ANY(%(rows)s) AND EXISTS (
    SELECT FROM incidents_datasetrowevent own JOIN pghistory_context context ON context.id = own.pgh_context_id
    WHERE own.pgh_obj_id = row.id AND context.metadata ->> 'run' = %(run)s
)
"""
_ROWS_BACK = """
UPDATE incidents_datasetrow row SET {assignments}
FROM incidents_datasetrowevent before WHERE before.pgh_id = ANY(%s) AND row.id = before.pgh_obj_id
"""
_DATASET_BACK = """
UPDATE incidents_dataset row SET {assignments}
FROM incidents_datasetevent before WHERE row.id = %(dataset)s AND before.pgh_id = (
    SELECT max(event.pgh_id) FROM incidents_datasetevent event
    WHERE event.pgh_obj_id = %(dataset)s AND event.pgh_id < (
        SELECT min(own.pgh_id)
        FROM incidents_datasetevent own JOIN pghistory_context context ON context.id = own.pgh_context_id
        WHERE own.pgh_obj_id = %(dataset)s AND context.metadata ->> 'run' = %(run)s
    )
) AND NOT (row.licence = 'restricted' AND before.licence <> 'restricted')
"""


@dataclass(frozen=True, slots=True)
class Before:
    """An incident's last event before the run, and whether it was public then."""

    incident: int
    event: int
    public: bool
    state: str


def before(run: int, incidents: Collection[int]) -> dict[int, Before]:
    """What the run wrote to, as it was before. What it entered itself was nothing before and is left out."""
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, {"incidents": list(incidents), "run": str(run)})
        return {row[0]: Before(*row) for row in cursor.fetchall()}


def put_back(run: int, befores: Sequence[Before]) -> None:
    """Bring incidents with all that belongs to them to what they were, keys and public ids of claims included.

    Only for incidents that nobody has edited and no later run has changed since; the caller holds their rows.
    """
    incidents = [state.incident for state in befores]
    if not incidents:
        return
    contexts = [row[0] for row in _fetch(_CONTEXTS, {"incidents": incidents, "run": str(run)})]
    desk.clear_parts(incidents)
    put_own_back(befores)
    _execute(_CODES_ADDED, {"contexts": contexts, "keys": incidents})
    for model in (*_PARTS, ExternalId):
        _restore(model, "incident_id = ANY(%(keys)s)", contexts, incidents)
    for model, column, through in _GROUNDS:
        above = through._default_manager.filter(incident__in=incidents).values_list("pk", flat=True)
        _restore(model, f"{column} = ANY(%(keys)s)", contexts, list(above))


def put_own_back(befores: Sequence[Before]) -> None:
    """Bring the incidents' own columns to what they were, for a run that changed nothing else of them."""
    _execute(_REWRITE.format(assignments=_assignments(Incident, _OWN)), [[state.event for state in befores]])


def put_rows_back(run: int, rows: Collection[int]) -> set[int]:
    """Dataset rows that the run rewrote, word for word as they were; those it added are deleted and returned."""
    events = _fetch(_ROWS_BEFORE, {"rows": list(rows), "run": str(run)})
    rewritten = [event for _row, event in events if event is not None]
    _execute(_ROWS_BACK.format(assignments=_assignments(DatasetRow, {"id"})), [rewritten])
    added = {row for row, event in events if event is None}
    DatasetRow.objects.filter(pk__in=added).delete()
    return added


def put_dataset_back(run: int, dataset: int) -> None:
    """Title, citation and the like as they were, where the run changed them; a restricted licence stays."""
    assignments = _assignments(Dataset, {"id"})
    _execute(_DATASET_BACK.format(assignments=assignments), {"run": str(run), "dataset": dataset})


def _restore(model: type[models.Model], condition: str, contexts: list[Any], keys: Sequence[int]) -> None:
    columns = ", ".join(f'"{name}"' for name in _columns(model))
    statement = _RESTORE.format(table=model._meta.db_table, columns=columns, condition=condition)
    _execute(statement, {"contexts": contexts, "keys": list(keys)})


def _assignments(model: type[models.Model], without: Iterable[str]) -> str:
    names = [name for name in _columns(model) if name not in set(without)]
    return ", ".join(f'"{name}" = before."{name}"' for name in names)


def _columns(model: type[models.Model]) -> list[str]:
    """Columns that a model shares with its history, which leaves out what the database makes itself."""
    event = apps.get_model("incidents", f"{model.__name__}Event")
    kept = {field.column for field in event._meta.concrete_fields}
    return [str(field.column) for field in model._meta.concrete_fields if field.column in kept]


def _fetch(statement: str, parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _execute(statement: str, parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
