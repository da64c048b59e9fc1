"""Relations between actors at a time: membership with everything above it, backing and alliance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

import msgspec
from django.db import connection
from django.db.models import Q

from incidents.codebook import MEMBERSHIP, Certainty, RelationKind
from incidents.models import ActorRelation

DIRECT = (RelationKind.BACKED_BY, RelationKind.ALLIED)
"""Relations that count for the actor itself, but not for what belongs to it."""

_ABOVE = """
WITH RECURSIVE above (id) AS (
    SELECT unnest(%s::bigint[])
    UNION
    SELECT relation.other_id FROM incidents_actorrelation relation JOIN above ON relation.actor_id = above.id
    WHERE relation.kind = ANY(%s)
)
SELECT id FROM above
"""
_SURENESS = [Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE, Certainty.UNKNOWN]


class DateRange(msgspec.Struct, frozen=True):
    """The days an incident may have taken; a relation counts if it may have held on one of them."""

    earliest: date
    latest: date

    def overlaps(self, start: date | None, end: date | None) -> bool:
        return (start is None or start <= self.latest) and (end is None or end >= self.earliest)


class RelatedActor(msgspec.Struct, frozen=True):
    """What ties one actor to another, whose primary key is ``other``."""

    kind: str
    other: int
    certainty: str


@dataclass
class RelationGraph:
    """Relations of the actors that a batch of incidents names, and of everything above those."""

    relations: dict[int, list[ActorRelation]] = field(default_factory=lambda: defaultdict(list))
    _memberships: dict[tuple[int, DateRange], list[RelatedActor]] = field(default_factory=dict)

    @classmethod
    def load(cls, actors: Collection[int]) -> RelationGraph:
        """Two queries, however many actors and however deep."""
        with connection.cursor() as cursor:
            cursor.execute(_ABOVE, [list(actors), [kind.value for kind in MEMBERSHIP]])
            above = [pk for (pk,) in cursor.fetchall()]
        graph = cls()
        rows = ActorRelation.objects.filter(
            Q(actor__in=above, kind__in=(*MEMBERSHIP, *DIRECT))
            | Q(other__in=actors, kind=RelationKind.ALLIED)
        )
        for relation in rows.order_by("pk"):
            graph.relations[relation.actor_id].append(relation)
            if relation.kind == RelationKind.ALLIED:
                graph.relations[relation.other_id].append(_reversed(relation))
        return graph

    def actors(self) -> set[int]:
        """Every actor that may be named because of a relation."""
        return {relation.other_id for relations in self.relations.values() for relation in relations}

    def of(self, actor: int, when: DateRange) -> list[RelatedActor]:
        """What tied the actor to others: all memberships upwards, then its own backers and allies, each once."""
        direct = [
            RelatedActor(relation.kind, relation.other_id, relation.certainty)
            for relation in self.relations.get(actor, ())
            if relation.kind in DIRECT and when.overlaps(relation.start, relation.end)
        ]
        related = [*self.memberships(actor, when), *direct]
        return list({(row.kind, row.other): row for row in related}.values())

    def memberships(self, actor: int, when: DateRange) -> list[RelatedActor]:
        """Everything above the actor, nearest first; as sure as the least sure step on the way there."""
        key = (actor, when)
        if key not in self._memberships:
            self._memberships[key] = self._walk_up(actor, when)
        return self._memberships[key]

    def _walk_up(self, actor: int, when: DateRange) -> list[RelatedActor]:
        above: list[RelatedActor] = []
        seen = {actor}
        queue = [RelatedActor(RelationKind.PART_OF, actor, Certainty.CERTAIN)]
        while queue:
            for parent in self._parents(queue.pop(0), when):
                if parent.other not in seen:
                    seen.add(parent.other)
                    above.append(parent)
                    queue.append(parent)
        return above

    def _parents(self, child: RelatedActor, when: DateRange) -> Iterator[RelatedActor]:
        for relation in self.relations.get(child.other, ()):
            if relation.kind in MEMBERSHIP and when.overlaps(relation.start, relation.end):
                all_parts = child.kind == relation.kind == RelationKind.PART_OF
                kind = RelationKind.PART_OF if all_parts else RelationKind.SECURITY_FORCE_OF
                certainty = max(
                    child.certainty, relation.certainty, key=lambda code: _SURENESS.index(Certainty(code))
                )
                yield RelatedActor(kind.value, relation.other_id, certainty)

    def above(self, actor: int, when: DateRange) -> set[int]:
        """The actor and everything it was a member of."""
        return {actor, *(parent.other for parent in self.memberships(actor, when))}

    def root(self, actor: int, when: DateRange) -> int:
        """The organisation that speaks through the actor: a top of its memberships, the oldest of several."""
        above = self.above(actor, when)
        tops = [pk for pk in above if not self.memberships(pk, when)]
        return min(tops or above)


def _reversed(relation: ActorRelation) -> ActorRelation:
    """An alliance as its other end sees it."""
    return ActorRelation(
        actor_id=relation.other_id,
        other_id=relation.actor_id,
        kind=relation.kind,
        start=relation.start,
        end=relation.end,
        certainty=relation.certainty,
    )
