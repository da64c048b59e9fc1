"""Withholding of all that a confidential source said, not only of its name."""

from __future__ import annotations

from typing import Any

import msgspec
from django.db.models import Q
from django.utils.translation import gettext as _

from incidents.models import Claim, Report, Source
from incidents.record import document as d
from incidents.record.models import Edition

from ..protecting import lock_holding, protect_holding
from ..redaction import mapped
from ..refusal import Refused


def withhold_claims(row: Source) -> Edition:
    """Its claims and reports leave every document, with all that counts them; returns the last edition issued."""
    Source.objects.filter(pk=row.pk).update(withhold_claims=True)
    row.withhold_claims = True
    claims = Claim.objects.filter(Q(claimant_source=row) | Q(report__source=row))
    reports = Report.objects.filter(source=row)
    gone = {*claims.values_list("public_id", flat=True), *reports.values_list("public_id", flat=True)}
    lock_holding(gone)
    editions = protect_holding(gone, redact=lambda document: _without(document, gone))
    if not editions:
        raise Refused.because(_("There is nothing of it in the record."), field="public_id")
    return editions[-1]


def _without(document: d.Document, gone: set[str]) -> d.Document:
    def change(value: Any) -> Any:
        match value:
            case str():
                return None if value in gone else value
            # What is inside was changed before: an id that is gone is empty here.
            case d.Claim() | d.ReportRef() if not value.id:
                return None
            case d.Origin() if not value.claims:
                return None
            case d.Independence():
                independent = sum(not origin.party for origin in value.origins)
                return msgspec.structs.replace(value, count=len(value.origins), non_party=independent)
            case _:
                return value

    redacted: d.Document = mapped(document, change)
    if isinstance(redacted, d.IncidentDocument):
        counted = [answer for answer in redacted.independence if answer.origins]
        return msgspec.structs.replace(redacted, independence=counted)
    return redacted
