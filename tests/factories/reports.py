"""Reports, their texts, citations and passages."""

from __future__ import annotations

from hashlib import sha256

import factory
from factory.django import DjangoModelFactory

from incidents import models as desk

from .days import DAY
from .sources import SourceFactory


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = desk.Report

    source = factory.SubFactory(SourceFactory)
    title = factory.Sequence(lambda n: f"Report {n}")
    url = factory.Sequence(lambda n: f"https://news.example/{n}")
    published_on = DAY
    language = "en"


class ReportTextFactory(DjangoModelFactory):
    class Meta:
        model = desk.ReportText

    report = factory.SubFactory(ReportFactory)
    version = 1
    text = "Two were killed, one side says."
    sha256 = factory.LazyAttribute(lambda row: sha256(row.text.encode()).hexdigest())


class CitationFactory(DjangoModelFactory):
    class Meta:
        model = desk.Citation

    report = factory.SubFactory(ReportFactory)
    incident = factory.SubFactory("tests.factories.IncidentFactory")


class PassageFactory(DjangoModelFactory):
    class Meta:
        model = desk.Passage

    claim = factory.SubFactory("tests.factories.CasualtyClaimFactory")
    text = factory.SubFactory(ReportTextFactory)
    start = 0
    end = 15
