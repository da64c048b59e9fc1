"""Incidents with all rows that belong to them, loaded set by set as plain rows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from django.db.models import Model

from incidents.models import (
    AssessedFigure,
    Assessment,
    Citation,
    Claim,
    Dataset,
    DatasetRow,
    EpisodeMembership,
    ExternalId,
    FigureClaim,
    Incident,
    IncidentLink,
    IncidentLocation,
    Involvement,
    Participation,
    ParticipationClaim,
    Report,
    SourceMention,
    Translation,
)

from .plain_rows import attach_many, attach_one, by_key, grouped, key_array, rows_of

_PARTS: tuple[tuple[str, type[Model], str], ...] = (
    ("places", IncidentLocation, "id"),
    ("participations", Participation, "side, id"),
    ("claims", Claim, "id"),
    ("figures", AssessedFigure, "id"),
    ("assessments", Assessment, "id"),
    ("citations", Citation, "id"),
    ("source_mentions", SourceMention, "id"),
    ("external_ids", ExternalId, "scheme, value"),
)
"""Rows by the dozen: name on the incident, model, order."""

_RARE: tuple[tuple[str, type[Model], str, tuple[str, ...]], ...] = (
    ("translations", Translation, "incident", ()),
    ("memberships", EpisodeMembership, "incident", ("episode",)),
    ("links", IncidentLink, "incident", ("other", "incident")),
    ("links_from_others", IncidentLink, "other", ("incident", "other")),
    ("involvements", Involvement, "incident", ("person",)),
)
"""Rows that few incidents have and that lead to other subjects: name, model, foreign key, what to load with them."""


def incident_rows(pks: Collection[int]) -> list[Incident]:
    """The incidents in the order of their keys. As many queries for one as for two thousand."""
    incidents = rows_of(Incident, "id", pks)
    parts: dict[str, list[Any]] = {}
    for name, model, order in _PARTS:
        parts[name] = rows_of(model, "incident_id", pks, order)
        attach_many(incidents, name, grouped(parts[name], "incident_id"))
    _attach_grounds(parts["participations"], ParticipationClaim, "participation_id")
    _attach_grounds(parts["figures"], FigureClaim, "figure_id")
    citing = [*parts["claims"], *parts["citations"]]
    reports = rows_of(Report, "id", {row.report_id for row in citing if row.report_id})
    attach_one(citing, "report", by_key(reports))
    _attach_origins(incidents)
    for name, model, key, others in _RARE:
        rows = model._default_manager.filter(**{f"{key}__in": key_array(pks)}).select_related(*others)
        attach_many(incidents, name, grouped(rows, f"{key}_id"))
    return cast("list[Incident]", incidents)


def _attach_grounds(rows: list[Any], model: type[Model], column: str) -> None:
    attach_many(rows, "grounds", grouped(rows_of(model, column, [row.id for row in rows]), column))


def _attach_origins(incidents: list[Any]) -> None:
    keys = [incident.origin_row_id for incident in incidents if incident.origin_row_id]
    rows = rows_of(DatasetRow, "id", keys, without=("verbatim", "flags"))
    attach_one(rows, "dataset", by_key(rows_of(Dataset, "id", {row.dataset_id for row in rows})))
    attach_one(incidents, "origin_row", by_key(rows))
