"""Figures, of the analysts or as a dataset has them, and the grades in force."""

from __future__ import annotations

from incidents.codebook import GradeAbout
from incidents.models import AssessedFigure
from incidents.record import document as d

from .claims import Context


def figures(context: Context) -> list[d.Figure]:
    return [
        d.Figure(
            outcome=row.outcome,
            status=row.status,
            belongs_to=context.belonging(row.belongs_to_actor_id, row.belongs_to_side),
            low=row.low,
            best=row.best,
            high=row.high,
            claims=context.claim_ids([ground.claim_id for ground in row.grounds.all()]),
            rationale=row.rationale or _adopted(row, context),
            by=context.whose(coded=row.coded),
        )
        for row in context.incident.figures.all()
    ]


def _adopted(row: AssessedFigure, context: Context) -> str:
    """The reason of a figure that was adopted with the whole coding of its dataset."""
    dataset = context.incident.origin_row.dataset if context.incident.origin_row else None
    if not dataset or dataset.own or not row.coded or not context.incident.adopted_on:
        return ""
    return f"Adopted from {dataset.title} {dataset.version}."


def grades(context: Context) -> list[d.Grade]:
    """The newest assessment of each question, in the order of the codebook: ``in_force``, of rows already loaded."""
    by_time = sorted(context.incident.assessments.all(), key=lambda row: (row.at, row.pk))
    newest = {row.about: row for row in by_time}
    return [
        d.Grade(about=row.about, grade=row.grade, reason=row.reason, assessed_on=row.at.date().isoformat())
        for row in (newest.get(about.value) for about in GradeAbout)
        if row is not None
    ]
