"""Origin of an incident's coding: the dataset, what it names, and what the desk's review of it led to."""

from __future__ import annotations

from incidents.codebook import ReviewResult
from incidents.models import Incident, SourceMention
from incidents.record import document as d

from .claims import Context
from .conversion import or_none
from .directory import Directory
from .identifiers import Identifiers


def dataset_of(incident: Incident) -> str:
    """``by`` of what was taken over from the incident's dataset; the desk's where that is its own coding."""
    row = incident.origin_row
    return d.DESK if row is None or row.dataset.own else f"{row.dataset.key} {row.dataset.version}"


def origin(context: Context) -> d.Provenance | None:
    """Nothing for our own coding, be it kept in a file."""
    incident = context.incident
    row = incident.origin_row
    if row is None or row.dataset.own:
        return None
    return d.Provenance(
        dataset=row.dataset.key,
        version=row.dataset.version,
        title=row.dataset.title,
        licence=incident.licence,
        citation=row.dataset.citation,
        row=row.key,
        violence_type=or_none(incident.violence_type),
        sources_named=[
            _named(mention, context.directory, context.ids)
            for mention in incident.source_mentions.all()
            if not context.directory.is_withheld(mention.source_id)
        ],
    )


def _named(mention: SourceMention, directory: Directory, ids: Identifiers) -> d.Claimant:
    if mention.source_id is None:
        return d.Claimant(description=mention.description)
    source = directory.source(mention.source_id, ids)
    return d.Claimant(source=source) if source else d.Claimant(withheld=True)


def reviewed(incident: Incident) -> d.Reviewed | None:
    """The last day on which the desk adopted or changed what the dataset coded; nothing where it is all our own."""
    row, adopted, changed = incident.origin_row, incident.adopted_on, incident.changed_on
    if row is None or row.dataset.own or not (adopted or changed):
        return None
    result = ReviewResult.CHANGED if changed else ReviewResult.ADOPTED
    return d.Reviewed(on=max(day for day in (adopted, changed) if day).isoformat(), result=result.value)
