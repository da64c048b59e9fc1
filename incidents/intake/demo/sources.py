"""Sources that speak in the report, and the report itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import pghistory

from accounts.models import User
from incidents.codebook import AffiliationKind, Certainty, SourceKind, Triage
from incidents.models import Report, ReportText, Source, SourceAffiliation

from .actors import DemoActors
from .entry import checked, editing
from .report_text import PARAPHRASE

PUBLISHED = date(2021, 4, 21)
TITLE = "Clashes in Qamishli between Asayish and National Defence Forces"
"""Ours: the report is told apart by it, and by its day."""


@dataclass(frozen=True)
class DemoSources:
    rudaw: Source
    asayish: Source
    anha: Source
    sohr: Source


def enter_sources(actors: DemoActors, *, by: User) -> DemoSources:
    rudaw = _source(
        by,
        Source(
            name="Rudaw",
            kind=SourceKind.AGENCY,
            country="IQ",
            languages=["en", "ckb", "kmr", "ar"],
            website="https://www.rudaw.net/",
        ),
    )
    asayish = Source(name="Asayish press office", kind=SourceKind.PARTY, country="SY")
    anha = Source(name="Hawar News Agency", aliases=["ANHA"], kind=SourceKind.AGENCY, country="SY")
    sohr = Source(
        name="Syrian Observatory for Human Rights", aliases=["SOHR"], kind=SourceKind.MONITOR, country="GB"
    )
    return DemoSources(
        rudaw=rudaw,
        asayish=_source(
            by,
            asayish,
            SourceAffiliation(kind=AffiliationKind.ORGAN, actor=actors.asayish, certainty=Certainty.CERTAIN),
        ),
        anha=_source(
            by,
            anha,
            SourceAffiliation(
                kind=AffiliationKind.ALIGNED,
                actor=actors.sdf,
                certainty=Certainty.PROBABLE,
                according_to=rudaw,
            ),
        ),
        sohr=_source(by, sohr),
    )


def enter_report(sources: DemoSources, *, by: User) -> ReportText:
    """The report with its text; neither is a subject of its own, so there is no revision to count."""
    report = Report(
        source=sources.rudaw,
        title=TITLE,
        dateline="Erbil",
        published_on=PUBLISHED,
        language="en",
        triage=Triage.CODED,
        note="The text is our paraphrase. The report names its reporter, Viviyan Fetah.",
    )
    digest = sha256(PARAPHRASE.encode()).hexdigest()
    with pghistory.context(user=by.pk):
        checked(report)
        return checked(ReportText(report=report, version=1, text=PARAPHRASE, sha256=digest))


def _source(by: User, source: Source, *affiliations: SourceAffiliation) -> Source:
    with editing(source, by):
        checked(source)
        for affiliation in affiliations:
            affiliation.source = source
            checked(affiliation)
    return source
