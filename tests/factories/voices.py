"""Who acts and who speaks."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from incidents import models as desk
from incidents.codebook import (
    ActorKind,
    AffiliationKind,
    RelationKind,
    Reliability,
    SourceKind,
)

from .days import DAY
from .users import UserFactory


class ActorFactory(DjangoModelFactory):
    class Meta:
        model = desk.Actor

    name = factory.Sequence(lambda n: f"Actor {n}")
    kind = ActorKind.REBEL


class ActorNameFactory(DjangoModelFactory):
    class Meta:
        model = desk.ActorName

    actor = factory.SubFactory(ActorFactory)
    name = factory.Sequence(lambda n: f"Other name {n}")


class ActorRelationFactory(DjangoModelFactory):
    class Meta:
        model = desk.ActorRelation

    actor = factory.SubFactory(ActorFactory)
    kind = RelationKind.BACKED_BY
    other = factory.SubFactory(ActorFactory)


class ActorRelationCitationFactory(DjangoModelFactory):
    class Meta:
        model = desk.ActorRelationCitation

    relation = factory.SubFactory(ActorRelationFactory)
    report = factory.SubFactory("tests.factories.ReportFactory")


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
