"""Parts of an incident that stand as a dataset coded them, and their becoming the desk's when an analyst edits them."""

from __future__ import annotations

from django.utils import timezone

from incidents.codebook import Standing
from incidents.models import AssessedFigure, Incident, Participation

from .history import changes_since

_FIELD_OF = {
    "sub_event_type": "event_type",
    "occurred_earliest": "occurred",
    "occurred_latest": "occurred",
    "occurred_precision": "occurred",
    "occurred_time_of_day": "occurred",
    "occurred_words": "occurred",
}
"""Columns that go by the name of another among an incident's coded fields."""

_ROWS = ("incidentlocation", "assessedfigure", "participation")


def make_edits_ours(incident: Incident) -> None:
    """What was edited since the last save was counted is the desk's from now on, and the incident reviewed.

    Within the transaction of the edit, which holds the row. A few queries for what was made from a dataset, else none.
    """
    if incident.origin_row is None or incident.origin_row.dataset.own:
        return
    fields: set[str] = set()
    rows: dict[str, list[int]] = {name: [] for name in _ROWS}
    for change in changes_since(incident, incident.revision):
        column, *of_row = change.path.split(".")
        if not of_row:
            fields.add(_FIELD_OF.get(column, column))
        elif of_row[0] in rows:
            rows[of_row[0]].append(int(of_row[1]))
    if rows["incidentlocation"]:
        fields.add("locations")
    edited = fields & {*incident.coded_fields}
    figures = AssessedFigure.objects.filter(pk__in=rows["assessedfigure"], coded=True).update(coded=False)
    parts = Participation.objects.filter(pk__in=rows["participation"], standing=Standing.CODED)
    parts_edited = parts.update(standing=Standing.ASSESSED)
    if edited or figures or parts_edited or rows["assessedfigure"] or rows["participation"]:
        incident.coded_fields = [name for name in incident.coded_fields if name not in edited]
        incident.changed_on = timezone.localdate()
        Incident.objects.filter(pk=incident.pk).update(
            coded_fields=incident.coded_fields, changed_on=incident.changed_on
        )
