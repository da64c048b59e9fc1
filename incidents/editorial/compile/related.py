"""Related incidents and episodes that a document names: only what is public of them, under their public title.

The desk may be ahead of the record: somebody may be rewriting the other incident at this moment. What is named here
is what its edition in force says, unless the desk's state is the published one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from incidents.codebook import LinkKind, WorkflowState
from incidents.models import Episode, EpisodeMembership, Incident, IncidentLink
from incidents.record import document as d
from incidents.record.models import OPEN, Edition

from ..subjects import in_force
from .conversion import or_none
from .identifiers import Identifiers


@dataclass
class RelatedDocuments:
    """Public documents of the incidents and episodes that a batch names and that are being worked on."""

    current: dict[str, d.Document] = field(default_factory=dict)

    @classmethod
    def load(cls, narratives: Iterable[Incident | Episode]) -> RelatedDocuments:
        """One query, or none where the desk is ahead of nothing."""
        ahead = {
            row.public_id for row in narratives if in_force(row) and row.state != WorkflowState.PUBLISHED
        }
        return cls(current_documents([public_id for public_id in ahead if public_id]) if ahead else {})

    def title(self, narrative: Incident | Episode) -> str:
        document = self.current.get(narrative.public_id or "")
        if isinstance(document, d.IncidentDocument | d.EpisodeDocument):
            return document.title.get(narrative.language) or next(iter(document.title.values()), "")
        return narrative.title

    def has(self, link: IncidentLink) -> bool:
        """Whether the first incident's public document has the link, or its desk state is the public one."""
        document = self.current.get(link.incident.public_id or "")
        if not isinstance(document, d.IncidentDocument):
            return True
        return any(
            (related.kind, related.direction, related.incident.id) == (link.kind, "to", link.other.public_id)
            for related in document.related
        )


def current_documents(public_ids: Collection[str]) -> dict[str, d.Document]:
    """Documents in force, by public id; tombstones are left out."""
    bodies = Edition.objects.filter(
        entry__until=OPEN, entry__public_id__in=public_ids, body__isnull=False
    ).values_list("public_id", "body")
    return {public_id: d.decode(body) for public_id, body in bodies if body}


def episode_refs(
    memberships: Iterable[EpisodeMembership], documents: RelatedDocuments, ids: Identifiers
) -> list[d.Ref]:
    return [
        ids.ref("episode", row.episode_id, documents.title(row.episode))
        for row in memberships
        if ids.has("episode", row.episode_id)
    ]


def related_incidents(incident: Incident, documents: RelatedDocuments, ids: Identifiers) -> list[d.Related]:
    """Links from this incident, then links to it from others, as far as these are public."""
    back = (link for link in incident.links_from_others.all() if documents.has(link))
    ends: list[tuple[IncidentLink, d.Direction, Incident]] = [
        *((link, "to", link.other) for link in incident.links.all()),
        *((link, "from", link.incident) for link in back),
    ]
    return [
        d.Related(
            kind=link.kind,
            direction=direction,
            incident=ids.ref("incident", other.pk, documents.title(other)),
            basis=or_none(link.basis),
            certainty=link.certainty,
        )
        for link, direction, other in ends
        if link.kind != LinkKind.MERGED and ids.has("incident", other.pk)
    ]
