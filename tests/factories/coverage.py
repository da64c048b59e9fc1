"""Coverage."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from incidents import models as desk

from .locations import LocationFactory
from .sources import SourceFactory


class CoverageFactory(DjangoModelFactory):
    class Meta:
        model = desk.Coverage

    name = factory.Sequence(lambda n: f"Coverage {n}")
    since = date(2021, 1, 1)


class CoverageAreaFactory(DjangoModelFactory):
    class Meta:
        model = desk.CoverageArea

    coverage = factory.SubFactory(CoverageFactory)
    location = factory.SubFactory(LocationFactory)


class CoverageSourceFactory(DjangoModelFactory):
    class Meta:
        model = desk.CoverageSource

    coverage = factory.SubFactory(CoverageFactory)
    source = factory.SubFactory(SourceFactory)
