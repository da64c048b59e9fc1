"""Which key of the document a row's column is drawn from, for what is coded, a day or an identifier.

What codes a column holds follows from the mark at that key. Columns that are not listed are words or numbers.
"""

from __future__ import annotations

from .. import document as d

SOURCES: dict[str, tuple[type[d.Part], str]] = {
    "public_id": (d.IncidentDocument, "id"),
    "edition_kind": (d.EditionRef, "kind"),
    "extent": (d.IncidentDocument, "extent"),
    "event_type": (d.IncidentDocument, "event_type"),
    "sub_event_type": (d.IncidentDocument, "sub_event_type"),
    "civilian_harm": (d.IncidentDocument, "civilian_harm"),
    "date_from": (d.Occurred, "earliest"),
    "date_to": (d.Occurred, "latest"),
    "date_precision": (d.Occurred, "precision"),
    "time_of_day": (d.Occurred, "time_of_day"),
    "country": (d.Place, "country"),
    "admin1_id": (d.Area, "id"),
    "admin2_id": (d.Area, "id"),
    "admin3_id": (d.Area, "id"),
    "location_id": (d.Ref, "id"),
    "location_type": (d.Place, "type"),
    "grade_occurrence": (d.Grade, "grade"),
    "grade_responsibility": (d.Grade, "grade"),
    "grade_casualties": (d.Grade, "grade"),
    "grade_place_time": (d.Grade, "grade"),
    "licence": (d.Provenance, "licence"),
    "dataset_type": (d.Provenance, "violence_type"),
    "review": (d.Reviewed, "result"),
    "reviewed_on": (d.Reviewed, "on"),
}


def notation_of_column(name: str) -> d.Notation | None:
    """How the values of a column of ``Row`` are written; ``None`` for words and numbers."""
    source = SOURCES.get(name)
    return d.notation_of(*source) if source else None
