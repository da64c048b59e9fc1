"""Assessed figures and grades."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from incidents import models as desk
from incidents.codebook import (
    GradeAbout,
    GradeValue,
)

from .claims import CasualtyClaimFactory
from .incidents import IncidentFactory
from .users import UserFactory


class AssessedFigureFactory(DjangoModelFactory):
    class Meta:
        model = desk.AssessedFigure

    incident = factory.SubFactory(IncidentFactory)
    low = 1
    best = 2
    high = 3
    rationale = "As the only claim has it."


class FigureClaimFactory(DjangoModelFactory):
    class Meta:
        model = desk.FigureClaim

    figure = factory.SubFactory(AssessedFigureFactory)
    claim = factory.SubFactory(CasualtyClaimFactory, incident=factory.SelfAttribute("..figure.incident"))


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = desk.Assessment

    incident = factory.SubFactory(IncidentFactory)
    about = GradeAbout.OCCURRENCE
    grade = GradeValue.SINGLE_SOURCE
    reason = "One report speaks of it."
    by = factory.SubFactory(UserFactory)
