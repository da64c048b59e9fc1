"""Reports that were read, without anything that would give a confidential source away."""

from __future__ import annotations

from collections.abc import Iterable

from incidents.models import Report
from incidents.record import document as d

from .conversion import iso_date, or_none
from .directory import Directory
from .identifiers import Identifiers


def report_refs(reports: Iterable[Report], directory: Directory, ids: Identifiers) -> list[d.ReportRef]:
    """Each report once, oldest first; those of a source that is withheld altogether are left out."""
    shown = {report.pk: report for report in reports if not directory.is_withheld(report.source_id)}
    in_order = sorted(shown.values(), key=lambda row: (row.published_on is None, row.published_on, row.pk))
    return [_ref(report, directory, ids) for report in in_order]


def _ref(report: Report, directory: Directory, ids: Identifiers) -> d.ReportRef:
    hidden = directory.reveals(report)
    return d.ReportRef(
        id=report.public_id,
        source=directory.source(report.source_id, ids),
        title=None if hidden else or_none(report.title),
        byline=None if hidden else or_none(report.byline),
        url=None if hidden else or_none(report.url),
        archive_url=None if hidden else or_none(report.archive_url),
        published_on=iso_date(report.published_on),
        language=None if hidden else or_none(report.language),
    )
