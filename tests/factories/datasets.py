"""Datasets of others, imports and external identifiers."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from incidents import models as desk
from incidents.codebook import (
    Licence,
)

from .incidents import IncidentFactory
from .users import UserFactory


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


class SourceMentionFactory(DjangoModelFactory):
    class Meta:
        model = desk.SourceMention

    incident = factory.SubFactory(IncidentFactory)
    description = "residents"


class ExternalIdFactory(DjangoModelFactory):
    class Meta:
        model = desk.ExternalId

    scheme = "ucdp-ged"
    value = factory.Sequence(str)
    incident = factory.SubFactory(IncidentFactory)
