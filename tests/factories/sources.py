"""Sources, their affiliations and reliability."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from incidents import models as desk
from incidents.codebook import (
    AffiliationKind,
    Reliability,
    SourceKind,
)

from .actors import ActorFactory
from .days import DAY
from .users import UserFactory


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = desk.Source

    name = factory.Sequence(lambda n: f"Source {n}")
    kind = SourceKind.NEWS


class ConfidentialSourceFactory(SourceFactory):
    name = factory.Sequence(lambda n: f"Hidden Witness {n}")
    kind = SourceKind.PERSON
    confidential = True


class SourceReliabilityFactory(DjangoModelFactory):
    class Meta:
        model = desk.SourceReliability

    source = factory.SubFactory(SourceFactory)
    grade = Reliability.B
    since = DAY
    by = factory.SubFactory(UserFactory)


class SourceAffiliationFactory(DjangoModelFactory):
    class Meta:
        model = desk.SourceAffiliation

    source = factory.SubFactory(SourceFactory)
    kind = AffiliationKind.ALIGNED
    actor = factory.SubFactory(ActorFactory)
