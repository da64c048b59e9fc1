"""Keys of the actors, sources, locations and people that a batch of incidents references."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from incidents.models import Incident

from .claims import ClaimParts


@dataclass
class ReferencedKeys:
    """Primary keys, gathered in one walk through the loaded rows, to be loaded set by set."""

    actors: set[int] = field(default_factory=set)
    sources: set[int] = field(default_factory=set)
    locations: set[int] = field(default_factory=set)
    persons: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, incidents: Iterable[Incident], parts: ClaimParts) -> ReferencedKeys:
        keys = cls(actors={actor for actors in parts.actors.values() for actor in actors})
        for incident in incidents:
            keys._add(incident)
        return keys

    def _add(self, incident: Incident) -> None:
        self.actors.update(row.actor_id for row in incident.participations.all() if row.actor_id)
        self.actors.update(
            figure.belongs_to_actor_id for figure in incident.figures.all() if figure.belongs_to_actor_id
        )
        self.sources.update(citation.report.source_id for citation in incident.citations.all())
        self.sources.update(row.source_id for row in incident.source_mentions.all() if row.source_id)
        self.locations.update(place.location_id for place in incident.places.all())
        self.persons.update(row.person_id for row in incident.involvements.all())
        for claim in incident.claims.all():
            actors = (claim.claimant_actor_id, claim.actor_id, claim.belongs_to_actor_id)
            sources = (claim.claimant_source_id, claim.report and claim.report.source_id)
            self.actors.update(pk for pk in actors if pk)
            self.sources.update(pk for pk in sources if pk)
            if claim.place_id:
                self.locations.add(claim.place_id)
