"""Episodes and other incidents that a document names: only what is public of them, under their public title.

The desk may be ahead of the record: somebody may be rewriting the other incident at this moment. What is named here
is what its edition in force says, unless the desk's state is the published one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from incidents.codebook import LinkKind, State
from incidents.models import Episode, EpisodeMembership, Incident, IncidentLink
from incidents.record import document as d
from incidents.record.models import OPEN, Edition

from .conversion import some
from .identifiers import Identifiers

OUT_OF_FORCE = frozenset({State.RETRACTED, State.MERGED, State.WITHHELD})
"""States in which nothing but a tombstone is public."""


def in_force(told: Incident | Episode) -> bool:
    return told.public_id is not None and told.state not in OUT_OF_FORCE


@dataclass
class Neighbours:
    """Public documents of the incidents and episodes that a batch names and that are being worked on."""

    current: dict[str, d.Document] = field(default_factory=dict)

    @classmethod
    def load(cls, told: Iterable[Incident | Episode]) -> Neighbours:
        """One query, or none where the desk is ahead of nothing."""
        ahead = {one.public_id for one in told if in_force(one) and one.state != State.PUBLISHED}
        return cls(current_documents([one for one in ahead if one]) if ahead else {})

    def title(self, told: Incident | Episode) -> str:
        document = self.current.get(told.public_id or "")
        if isinstance(document, d.IncidentDocument | d.EpisodeDocument):
            return document.title.get(told.language) or next(iter(document.title.values()), "")
        return told.title

    def says(self, link: IncidentLink) -> bool:
        """Whether the first incident's public document has the link, or its desk state is the public one."""
        document = self.current.get(link.incident.public_id or "")
        if not isinstance(document, d.IncidentDocument):
            return True
        return any(
            (one.kind, one.direction, one.incident.id) == (link.kind, "to", link.other.public_id)
            for one in document.related
        )


def current_documents(public_ids: Collection[str]) -> dict[str, d.Document]:
    """Documents in force, by public id; tombstones are left out."""
    bodies = Edition.objects.filter(
        entry__until=OPEN, entry__public_id__in=public_ids, body__isnull=False
    ).values_list("public_id", "body")
    return {public_id: d.decode(body) for public_id, body in bodies if body}


def episode_refs(
    memberships: Iterable[EpisodeMembership], neighbours: Neighbours, ids: Identifiers
) -> list[d.Ref]:
    return [
        ids.ref("episode", one.episode_id, neighbours.title(one.episode))
        for one in memberships
        if ids.has("episode", one.episode_id)
    ]


def related(incident: Incident, neighbours: Neighbours, ids: Identifiers) -> list[d.Related]:
    """Links from this incident, then links to it from others."""
    to = [_related(link, "to", link.other, neighbours, ids) for link in _public(incident.links.all())]
    others = [link for link in _public(incident.links_from_others.all()) if neighbours.says(link)]
    back = [_related(link, "from", link.incident, neighbours, ids) for link in others]
    return [one for one in (*to, *back) if one]


def _public(links: Iterable[IncidentLink]) -> list[IncidentLink]:
    return [link for link in links if link.kind != LinkKind.MERGED]


def _related(
    link: IncidentLink, direction: d.Direction, other: Incident, neighbours: Neighbours, ids: Identifiers
) -> d.Related | None:
    if not ids.has("incident", other.pk):
        return None
    return d.Related(
        kind=link.kind,
        direction=direction,
        incident=ids.ref("incident", other.pk, neighbours.title(other)),
        basis=some(link.basis),
        certainty=link.certainty,
    )
