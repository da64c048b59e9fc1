"""Source columns of a GED event: its reports, and who is named as having told of it first."""

from __future__ import annotations

import msgspec

from ...codebook import Basis
from ...record import document as d

BETWEEN = ";"
WITHHELD = "Withheld"


class GedSources(msgspec.Struct, frozen=True):
    """Each list has one part for each report, in the same order; a part that is not known is empty."""

    number_of_sources: int
    source_article: str
    source_office: str
    source_date: str
    source_headline: str
    source_original: str


def sources_of(document: d.IncidentDocument) -> GedSources:
    reports = document.reports
    # Whom the dataset names, and who first said so here: whoever only passes a claim on is no origin of it.
    claimants = list(document.origin.sources_named) if document.origin else []
    claimants += [claim.claimant for claim in document.claims if claim.basis != Basis.DERIVED]
    named = [claimant.source or claimant.actor or claimant for claimant in claimants]
    voices = [who.description if isinstance(who, d.Claimant) else who.name for who in named]
    return GedSources(
        number_of_sources=len(reports),
        source_article=BETWEEN.join(
            f'"{_office(report)},{_date(report)},{_headline(report)}"' for report in reports
        ),
        source_office=BETWEEN.join(map(_office, reports)),
        source_date=BETWEEN.join(map(_date, reports)),
        source_headline=BETWEEN.join(map(_headline, reports)),
        source_original=", ".join(dict.fromkeys(voice for voice in voices if voice)),
    )


def _office(report: d.ReportRef) -> str:
    return report.source.name if report.source else WITHHELD


def _date(report: d.ReportRef) -> str:
    return report.published_on or ""


def _headline(report: d.ReportRef) -> str:
    return report.title or ""
