"""A complete incident, as an analyst would leave it."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from incidents import models as desk
from incidents.codebook import (
    GradeAbout,
)

from .assessments import AssessmentFactory, FigureClaimFactory
from .claims import CasualtyClaimFactory
from .incidents import IncidentFactory, IncidentLocationFactory, ParticipationFactory
from .reports import CitationFactory


def complete_incident(*, by: User | None = None, **fields: Any) -> desk.Incident:
    """A draft ready for review: place, two sides, a report with a casualty claim, a figure, all four grades.

    ``by`` is recorded as its last editor.
    """
    incident: desk.Incident = IncidentFactory(created_by=by, updated_by=by, **fields)
    report = CitationFactory(incident=incident).report
    IncidentLocationFactory(incident=incident)
    claim = CasualtyClaimFactory(incident=incident, claimant_source=report.source, report=report)
    for side in ("a", "b"):
        ParticipationFactory(incident=incident, side=side, standing="assessed")
    FigureClaimFactory(figure__incident=incident, figure__low=2, figure__high=2, claim=claim)
    for about in GradeAbout:
        AssessmentFactory(incident=incident, about=about, **({"by": by} if by else {}))
    return incident
