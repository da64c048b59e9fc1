"""Review notes and approvals."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from incidents import models as desk

from .incidents import IncidentFactory
from .users import UserFactory


class ApprovalFactory(DjangoModelFactory):
    class Meta:
        model = desk.Approval

    incident = factory.SubFactory(IncidentFactory)
    revision = 1
    by = factory.SubFactory(UserFactory)


class ReviewNoteFactory(DjangoModelFactory):
    class Meta:
        model = desk.ReviewNote

    incident = factory.SubFactory(IncidentFactory)
    text = "Please name the claim behind the figure."
    by = factory.SubFactory(UserFactory)
