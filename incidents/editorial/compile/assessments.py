"""Assessments of the analysts: figures and the grades in force."""

from __future__ import annotations

from incidents.codebook import GradeAbout
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
            rationale=row.rationale,
        )
        for row in context.incident.figures.all()
    ]


def grades(context: Context) -> list[d.Grade]:
    """The newest assessment of each question, in the order of the codebook: ``in_force``, of rows already loaded."""
    by_time = sorted(context.incident.assessments.all(), key=lambda row: (row.at, row.pk))
    newest = {row.about: row for row in by_time}
    return [
        d.Grade(about=row.about, grade=row.grade, reason=row.reason, assessed_on=row.at.date().isoformat())
        for row in (newest.get(about.value) for about in GradeAbout)
        if row is not None
    ]
