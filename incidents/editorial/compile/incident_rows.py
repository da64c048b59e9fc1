"""Everything that hangs on incidents, loaded set by set as plain rows."""

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
    Translation,
)

from .plain_rows import Many, among, by_key, grouped, hang, refer, rows_of

_PARTS: tuple[tuple[str, type[Model], str], ...] = (
    ("places", IncidentLocation, "id"),
    ("participations", Participation, "side, id"),
    ("claims", Claim, "id"),
    ("figures", AssessedFigure, "id"),
    ("assessments", Assessment, "id"),
    ("citations", Citation, "id"),
    ("external_ids", ExternalId, "scheme, value"),
)
"""Rows by the dozen: name on the incident, model, order."""

_SELDOM: tuple[tuple[str, type[Model], str, tuple[str, ...]], ...] = (
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
        hang(incidents, name, grouped(parts[name], "incident_id"))
    _grounds(parts["participations"], ParticipationClaim, "participation_id")
    _grounds(parts["figures"], FigureClaim, "figure_id")
    _reports(parts)
    _origins(incidents)
    for name, model, key, others in _SELDOM:
        _hang_seldom(incidents, pks, name, model, key, others)
    return cast("list[Incident]", incidents)


def _grounds(rows: list[Any], model: type[Model], column: str) -> None:
    hang(rows, "grounds", grouped(rows_of(model, column, [row.id for row in rows]), column))


def _reports(parts: dict[str, list[Any]]) -> None:
    told = [*parts["claims"], *parts["citations"]]
    reports = by_key(rows_of(Report, "id", {row.report_id for row in told if row.report_id}))
    refer(told, "report", reports)


def _origins(incidents: list[Any]) -> None:
    keys = [one.origin_row_id for one in incidents if one.origin_row_id]
    rows = rows_of(DatasetRow, "id", keys, without=("verbatim", "flags"))
    refer(rows, "dataset", by_key(rows_of(Dataset, "id", {row.dataset_id for row in rows})))
    refer(incidents, "origin_row", by_key(rows))


def _hang_seldom(
    incidents: list[Any],
    pks: Collection[int],
    name: str,
    model: type[Model],
    key: str,
    others: tuple[str, ...],
) -> None:
    found = model._default_manager.filter(**{f"{key}__in": among(pks)}).select_related(*others)
    groups: dict[int, Many] = {}
    for row in found:
        groups.setdefault(getattr(row, f"{key}_id"), Many()).append(row)
    hang(incidents, name, groups)
