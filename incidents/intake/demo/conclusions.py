"""Entry of an incident's conclusions: places, participants, figures, grades."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accounts.models import User
from incidents.codebook import Certainty, GradeAbout, GradeValue, Role, Side, Standing
from incidents.models import (
    Actor,
    AssessedFigure,
    Assessment,
    Citation,
    Claim,
    FigureClaim,
    Incident,
    IncidentLocation,
    Location,
    Participation,
    ParticipationClaim,
    Translation,
)

from .entry import checked
from .material import Material


class Conclusions:
    """Rows of one incident beside its claims."""

    def __init__(self, incident: Incident, material: Material, by: User) -> None:
        self.incident = incident
        self.material = material
        self.by = by

    def cite(self) -> None:
        checked(Citation(report=self.material.text.report, incident=self.incident))

    def translate(self, language: str, title: str) -> None:
        checked(Translation(incident=self.incident, language=language, title=title))

    def place(self, location: Location, *, words: str) -> None:
        checked(IncidentLocation(incident=self.incident, location=location, words=words))

    def took_part(
        self, actor: Actor, role: Role, side: Side, standing: Standing, claims: Sequence[Claim]
    ) -> None:
        certainty = Certainty.CERTAIN if standing == Standing.ASSESSED else Certainty.UNKNOWN
        part = Participation(actor=actor, role=role, side=side, standing=standing, certainty=certainty)
        self.describe(part, claims)

    def describe(self, part: Participation, claims: Sequence[Claim]) -> None:
        part.incident = self.incident
        checked(part)
        for claim in claims:
            checked(ParticipationClaim(participation=part, claim=claim))

    def figure(self, claims: Sequence[Claim], **cell: Any) -> None:
        figure = checked(AssessedFigure(incident=self.incident, **cell))
        for claim in claims:
            checked(FigureClaim(figure=figure, claim=claim))

    def grade(self, about: GradeAbout, grade: GradeValue, reason: str) -> None:
        checked(Assessment(incident=self.incident, about=about, grade=grade, reason=reason, by=self.by))
