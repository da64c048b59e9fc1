"""Actors, their names and relations."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from incidents import models as desk
from incidents.codebook import (
    ActorKind,
    RelationKind,
)


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
