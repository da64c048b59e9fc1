"""Persons and what happened to them."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from incidents import models as desk
from incidents.codebook import (
    Outcome,
)

from .incidents import IncidentFactory


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = desk.Person

    name = factory.Sequence(lambda n: f"Private Person {n}")


class PersonNameFactory(DjangoModelFactory):
    class Meta:
        model = desk.PersonName

    person = factory.SubFactory(PersonFactory)
    name = factory.Sequence(lambda n: f"Other Private Name {n}")


class InvolvementFactory(DjangoModelFactory):
    class Meta:
        model = desk.Involvement

    person = factory.SubFactory(PersonFactory)
    incident = factory.SubFactory(IncidentFactory)
    outcome = Outcome.KILLED
