"""Redaction of a public document: something is taken out without going back to the desk.

Used where somebody must be protected at once, whatever state the desk is in: the desk may hold edits that nobody
has reviewed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import msgspec

from incidents.record import document as d

Redact = Callable[[d.Document], d.Document]


def mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    """A document with ``change`` applied to every part, from the innermost outwards; ``None`` in a list drops out."""
    if isinstance(value, msgspec.Struct):
        fields = {name: mapped(getattr(value, name), change) for name in value.__struct_fields__}
        return change(msgspec.structs.replace(value, **fields))
    if isinstance(value, list):
        return [part for part in (mapped(item, change) for item in value) if part is not None]
    if isinstance(value, dict):
        return {key: mapped(item, change) for key, item in value.items()}
    return change(value)


def renamed(document: d.Document, public_id: str, name: str, removed: Collection[str] = ()) -> d.Document:
    """Every reference to a subject under its new name, and none of the names it had besides."""

    def change(value: Any) -> Any:
        match value:
            case d.Ref(id=other) if other == public_id:
                return d.Ref(id=public_id, name=name)
            case d.Area(id=other) if other == public_id:
                return msgspec.structs.replace(value, name=name)
            case d.OtherNames(id=other) if other == public_id:
                aliases = [alias for alias in value.aliases if alias not in removed]
                return msgspec.structs.replace(value, aliases=aliases) if aliases else None
            case d.Participant(actor=d.Ref(id=other)) | d.Place(location=d.Ref(id=other)) if (
                other == public_id
            ):
                aliases = [alias for alias in value.aliases if alias not in removed]
                return msgspec.structs.replace(value, aliases=aliases)
            case d.SourceAffiliationPart(according_to=teller) if teller in removed:
                return msgspec.structs.replace(value, according_to=name)
            case _:
                return value

    return _redacted(document, change)


def names_in(document: d.Document) -> set[str]:
    """What a document calls its own subject; other documents may call it so, too."""
    title: dict[str, str] = getattr(document, "title", {})
    names: list[d.Name] = getattr(document, "names", [])
    own = {getattr(document, "name", ""), *title.values(), *(name.text for name in names)}
    return {name for name in own if name}


def without_narrative(document: d.Document, public_id: str) -> d.Document:
    """No link to an incident and no membership of an episode."""
    if not isinstance(document, d.IncidentDocument):
        return document
    return msgspec.structs.replace(
        document,
        related=[related for related in document.related if related.incident.id != public_id],
        episodes=[episode for episode in document.episodes if episode.id != public_id],
    )


def without_source(document: d.Document, public_id: str, names: set[str]) -> d.Document:
    """Claims of the source unnamed, its reports without anything that would give it away."""
    reports: list[d.ReportRef] = getattr(document, "reports", [])
    hidden = {report.id for report in reports if report.source and report.source.id == public_id}
    if isinstance(document, d.CoverageDocument):
        left = [source for source in document.sources if source.id != public_id]
        known = [names for names in document.other_names if names.id != public_id]
        return msgspec.structs.replace(document, sources=left, other_names=known)

    def change(value: Any) -> Any:
        match value:
            case d.OtherNames(id=other) if other == public_id:
                return None
            case d.Claimant(source=d.Ref(id=other)) if other == public_id:
                return d.Claimant(withheld=True)
            case d.ReportRef(id=other) if other in hidden:
                return _without_source_details(value)
            case d.Claim(report=other) if other in hidden:
                return msgspec.structs.replace(value, passages=[])
            case d.SourceAffiliationPart(according_to=teller) if teller in names:
                return msgspec.structs.replace(value, according_to=None)
            case d.Origin() if value.claimant.withheld:
                return msgspec.structs.replace(value, aligned_with=[], party=False)
            case _:
                return value

    return _redacted(document, change)


def _without_source_details(report: d.ReportRef) -> d.ReportRef:
    return d.ReportRef(
        id=report.id,
        source=None,
        title=None,
        byline=None,
        url=None,
        archive_url=None,
        published_on=report.published_on,
        language=None,
    )


def without_locations(document: d.Document, hidden: set[str], place: d.Place) -> d.Document:
    """Wherever a hidden location stood, the place around it stands, as wide as that is."""
    shown = place.location
    if isinstance(document, d.CoverageDocument):
        # The place around it is larger than what is monitored.
        left = [area for area in document.areas if area.location.id not in hidden]
        known = [names for names in document.other_names if names.id not in hidden]
        return msgspec.structs.replace(document, areas=left, other_names=known)

    def change(value: Any) -> Any:
        match value:
            case d.Place() if value.location.id in hidden or value.location == shown:
                return msgspec.structs.replace(place, role=value.role)
            case d.PlaceClaim() if value.place == shown:
                return msgspec.structs.replace(value, words=None)
            case d.Ref() if value.id in hidden:
                return shown
            case d.OtherNames() if value.id in hidden:
                return None
            case _:
                return value

    whole = _redacted(document, change)
    if isinstance(whole, d.IncidentDocument):
        places = list({(place.location.id, place.role): place for place in whole.locations}.values())
        return msgspec.structs.replace(whole, locations=places)
    return whole


def _redacted(document: d.Document, change: Callable[[Any], Any]) -> d.Document:
    changed: d.Document = mapped(document, change)
    return changed
