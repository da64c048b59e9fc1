"""People, other people's data, review."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from incidents import models as desk
from incidents.codebook import (
    Licence,
    Outcome,
)

from .happenings import IncidentFactory
from .users import UserFactory


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


class DatasetFactory(DjangoModelFactory):
    class Meta:
        model = desk.Dataset

    key = factory.Sequence(lambda n: f"dataset-{n}")
    version = "1"
    title = factory.Sequence(lambda n: f"Dataset {n}")
    licence = Licence.CC_BY


class DatasetRowFactory(DjangoModelFactory):
    class Meta:
        model = desk.DatasetRow

    dataset = factory.SubFactory(DatasetFactory)
    key = factory.Sequence(str)
    verbatim = factory.LazyAttribute(lambda row: {"id": row.key})


class ImportRunFactory(DjangoModelFactory):
    class Meta:
        model = desk.ImportRun

    dataset = factory.SubFactory(DatasetFactory)
    importer = "ged"
    source = "events.csv"
    started_by = factory.SubFactory(UserFactory)


class ImportVerdictFactory(DjangoModelFactory):
    class Meta:
        model = desk.ImportVerdict

    run = factory.SubFactory(ImportRunFactory)
    line = 1
    verdict = "created"


class ExternalIdFactory(DjangoModelFactory):
    class Meta:
        model = desk.ExternalId

    scheme = "ucdp-ged"
    value = factory.Sequence(str)
    incident = factory.SubFactory(IncidentFactory)


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
