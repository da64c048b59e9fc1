"""Which actors, sources and locations a batch of incidents names, gathered in one walk through the loaded rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from incidents.models import Claim, Incident

from .claims import ClaimParts


@dataclass
class Named:
    """Primary keys, to be loaded set by set."""

    actors: set[int] = field(default_factory=set)
    sources: set[int] = field(default_factory=set)
    locations: set[int] = field(default_factory=set)
    persons: set[int] = field(default_factory=set)

    @classmethod
    def by(cls, incidents: Iterable[Incident], parts: ClaimParts) -> Named:
        named = cls(actors={actor for actors in parts.actors.values() for actor in actors})
        for incident in incidents:
            named._add(incident)
        return named

    def _add(self, incident: Incident) -> None:
        self.actors.update(one.actor_id for one in incident.participations.all() if one.actor_id)
        self.actors.update(
            one.belongs_to_actor_id for one in incident.figures.all() if one.belongs_to_actor_id
        )
        self.sources.update(one.report.source_id for one in incident.citations.all())
        self.locations.update(one.location_id for one in incident.places.all())
        self.persons.update(one.person_id for one in incident.involvements.all())
        for claim in incident.claims.all():
            self._add_claim(claim)

    def _add_claim(self, claim: Claim) -> None:
        actors = (claim.claimant_actor_id, claim.actor_id, claim.belongs_to_actor_id)
        self.actors.update(pk for pk in actors if pk)
        self.sources.update(
            pk for pk in (claim.claimant_source_id, claim.report and claim.report.source_id) if pk
        )
        if claim.place_id:
            self.locations.add(claim.place_id)
