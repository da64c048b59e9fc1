"""Reports that were read, without anything that would give a confidential source away."""

from __future__ import annotations

from collections.abc import Iterable

from incidents.models import Report
from incidents.record import document as d

from .conversion import day, some
from .directory import Voices
from .identifiers import Identifiers


def report_refs(reports: Iterable[Report], voices: Voices, ids: Identifiers) -> list[d.ReportRef]:
    """Each report once, oldest first; those of a source that is withheld altogether are left out."""
    shown = {report.pk: report for report in reports if not voices.is_withheld(report.source_id)}
    in_order = sorted(shown.values(), key=lambda one: (one.published_on is None, one.published_on, one.pk))
    return [_ref(report, voices, ids) for report in in_order]


def _ref(report: Report, voices: Voices, ids: Identifiers) -> d.ReportRef:
    hidden = voices.reveals(report)
    return d.ReportRef(
        id=report.public_id,
        source=voices.source(report.source_id, ids),
        title=None if hidden else some(report.title),
        byline=None if hidden else some(report.byline),
        url=None if hidden else some(report.url),
        archive_url=None if hidden else some(report.archive_url),
        published_on=day(report.published_on),
        language=None if hidden else some(report.language),
    )
