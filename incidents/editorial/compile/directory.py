"""Directory of the actors and sources that a batch of documents names, and how a claimant may be shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from incidents.codebook import AffiliationKind, NameKind
from incidents.models import Actor, ActorName, Claim, Report, Source, SourceAffiliation
from incidents.record import document as d

from .identifiers import Identifiers
from .relations import DateRange, RelationGraph

SPEAKS_FOR = (AffiliationKind.ORGAN, AffiliationKind.OWNED)
"""What such a source says, the actor says."""


@dataclass
class Directory:
    """Whoever acts or speaks in a batch of incidents, by primary key."""

    actors: dict[int, Actor]
    sources: dict[int, Source]
    relations: RelationGraph
    names: dict[int, list[ActorName]] = field(default_factory=lambda: defaultdict(list))
    affiliations: dict[int, list[SourceAffiliation]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def load(cls, *, actors: Collection[int], sources: Collection[int]) -> Directory:
        """Six queries, however many actors and sources."""
        affiliations = defaultdict(list)
        for affiliation in SourceAffiliation.objects.filter(source__in=sources).order_by("pk"):
            affiliations[affiliation.source_id].append(affiliation)
        affiliated = {row.actor_id for rows in affiliations.values() for row in rows}
        relations = RelationGraph.load({*actors, *affiliated})
        directory = cls(
            actors=Actor.objects.in_bulk([*{*actors, *affiliated, *relations.actors()}]),
            sources=Source.objects.in_bulk(list(sources)),
            relations=relations,
            affiliations=affiliations,
        )
        for name in ActorName.objects.filter(actor__in=directory.actors, restricted=False).order_by("pk"):
            directory.names[name.actor_id].append(name)
        return directory

    def actor(self, pk: int | None, ids: Identifiers) -> d.Ref | None:
        return None if pk is None else ids.ref("actor", pk, self.actors[pk].name)

    def actor_ref(self, pk: int, ids: Identifiers) -> d.Ref:
        return ids.ref("actor", pk, self.actors[pk].name)

    def source(self, pk: int, ids: Identifiers) -> d.Ref | None:
        """A reference, or nothing where naming the source could harm."""
        source = self.sources[pk]
        return None if source.confidential else ids.ref("source", pk, source.name)

    def aliases(self, actor: int) -> list[str]:
        """Other public names, for searching; names that opponents gave stay on the actor's own page."""
        main = self.actors[actor].name
        names = self.names.get(actor, ())
        return [row.name for row in names if row.kind != NameKind.HOSTILE and row.name != main]

    def claimant(self, claim: Claim, ids: Identifiers) -> d.Claimant:
        if claim.claimant_source_id is not None:
            source = self.source(claim.claimant_source_id, ids)
            return d.Claimant(source=source) if source else d.Claimant(withheld=True)
        if claim.claimant_actor_id is not None:
            return d.Claimant(actor=self.actor(claim.claimant_actor_id, ids))
        return d.Claimant(description=claim.claimant_described)

    def speaks_for(self, source: int, when: DateRange) -> int | None:
        """The actor whose organ or property the source was."""
        return next(
            (row.actor_id for row in self._affiliations(source, when) if row.kind in SPEAKS_FOR), None
        )

    def stands_with(self, source: int, when: DateRange) -> list[int]:
        """Actors that the source was close to without speaking for them."""
        return [row.actor_id for row in self._affiliations(source, when) if row.kind not in SPEAKS_FOR]

    def speaker(self, claim: Claim, when: DateRange) -> int | None:
        """The actor that speaks through a claim: its claimant, or the one whose organ the claimant is."""
        if claim.claimant_source_id is not None:
            return self.speaks_for(claim.claimant_source_id, when)
        return claim.claimant_actor_id

    def is_confidential(self, source: int | None) -> bool:
        return source is not None and self.sources[source].confidential

    def is_withheld(self, source: int | None) -> bool:
        return source is not None and self.sources[source].withhold_claims

    def left_out(self, claim: Claim) -> bool:
        """Whether a claim stays on the desk, because of who made it or of the report that carries it."""
        carrier = claim.report.source_id if claim.report else None
        return self.is_withheld(claim.claimant_source_id) or self.is_withheld(carrier)

    def reveals(self, report: Report) -> bool:
        """Whether a report would give a confidential source away."""
        return self.is_confidential(report.source_id)

    def _affiliations(self, source: int, when: DateRange) -> list[SourceAffiliation]:
        return [row for row in self.affiliations.get(source, ()) if when.overlaps(row.start, row.end)]
