"""Reports that were read or that a dataset lists, without anything that would give a confidential source away."""

from __future__ import annotations

from collections.abc import Iterable

from incidents.models import Report
from incidents.record import document as d

from .conversion import iso_date, or_none
from .directory import Directory
from .identifiers import Identifiers


def report_refs(
    reports: Iterable[tuple[Report, str]], directory: Directory, ids: Identifiers
) -> list[d.ReportRef]:
    """Each report once, oldest first; those of a source that is withheld altogether are left out.

    With each report comes ``by``: who read it, or the dataset that lists it.
    """
    shown = {row.pk: (row, by) for row, by in reports if not directory.is_withheld(row.source_id)}
    in_order = sorted(
        shown.values(), key=lambda pair: (pair[0].published_on is None, pair[0].published_on, pair[0].pk)
    )
    return [_ref(report, by, directory, ids) for report, by in in_order]


def _ref(report: Report, by: str, directory: Directory, ids: Identifiers) -> d.ReportRef:
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
        by=by,
    )
