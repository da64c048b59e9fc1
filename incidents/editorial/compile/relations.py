"""Ties between actors at a time: membership with everything above it, backing and alliance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

import msgspec
from django.db import connection
from django.db.models import Q

from incidents.codebook import MEMBERSHIP, Certainty, RelationKind
from incidents.models import ActorRelation

DIRECT = (RelationKind.BACKED_BY, RelationKind.ALLIED)
"""Ties that count for the actor itself, but not for what belongs to it."""

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


class When(msgspec.Struct, frozen=True):
    """The days an incident may have taken; a tie counts if it may have held on one of them."""

    earliest: date
    latest: date

    def meets(self, start: date | None, end: date | None) -> bool:
        return (start is None or start <= self.latest) and (end is None or end >= self.earliest)


class Tie(msgspec.Struct, frozen=True):
    kind: str
    other: int
    certainty: str


@dataclass
class Ties:
    """Relations of the actors that a batch of incidents names, and of everything above those."""

    relations: dict[int, list[ActorRelation]] = field(default_factory=lambda: defaultdict(list))
    _memberships: dict[tuple[int, When], list[Tie]] = field(default_factory=dict)

    @classmethod
    def load(cls, actors: Collection[int]) -> Ties:
        """Two queries, however many actors and however deep."""
        ties = cls()
        found = ActorRelation.objects.filter(
            Q(actor__in=_everything_above(actors), kind__in=(*MEMBERSHIP, *DIRECT))
            | Q(other__in=actors, kind=RelationKind.ALLIED)
        )
        for relation in found.order_by("pk"):
            ties.relations[relation.actor_id].append(relation)
            if relation.kind == RelationKind.ALLIED:
                ties.relations[relation.other_id].append(_reversed(relation))
        return ties

    def actors(self) -> set[int]:
        """Every actor that may be named because of a tie."""
        return {relation.other_id for relations in self.relations.values() for relation in relations}

    def of(self, actor: int, when: When) -> list[Tie]:
        """What tied the actor to others: all memberships upwards, then its own backers and allies."""
        direct = [
            Tie(relation.kind, relation.other_id, relation.certainty)
            for relation in self.relations.get(actor, ())
            if relation.kind in DIRECT and when.meets(relation.start, relation.end)
        ]
        return _each_once([*self.memberships(actor, when), *direct])

    def memberships(self, actor: int, when: When) -> list[Tie]:
        """Everything above the actor, nearest first; as sure as the least sure step on the way there."""
        key = (actor, when)
        if key not in self._memberships:
            self._memberships[key] = self._found_above(actor, when)
        return self._memberships[key]

    def _found_above(self, actor: int, when: When) -> list[Tie]:
        found: list[Tie] = []
        seen = {actor}
        queue = [Tie(RelationKind.PART_OF, actor, Certainty.CERTAIN)]
        while queue:
            for tie in self._steps_up(queue.pop(0), when):
                if tie.other not in seen:
                    seen.add(tie.other)
                    found.append(tie)
                    queue.append(tie)
        return found

    def above(self, actor: int, when: When) -> set[int]:
        """The actor and everything it was a member of."""
        return {actor, *(tie.other for tie in self.memberships(actor, when))}

    def root(self, actor: int, when: When) -> int:
        """The organisation that speaks through the actor: a top of its memberships, the oldest of several."""
        above = self.above(actor, when)
        tops = [one for one in above if not self.memberships(one, when)]
        return min(tops or above)

    def _steps_up(self, tie: Tie, when: When) -> Iterator[Tie]:
        for relation in self.relations.get(tie.other, ()):
            if relation.kind in MEMBERSHIP and when.meets(relation.start, relation.end):
                all_parts = tie.kind == relation.kind == RelationKind.PART_OF
                kind = RelationKind.PART_OF if all_parts else RelationKind.SECURITY_FORCE_OF
                yield Tie(kind.value, relation.other_id, _least(tie.certainty, relation.certainty))


def _everything_above(actors: Collection[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, [list(actors), [kind.value for kind in MEMBERSHIP]])
        return [pk for (pk,) in cursor.fetchall()]


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


def _least(left: str, right: str) -> str:
    return max(left, right, key=lambda one: _SURENESS.index(Certainty(one)))


def _each_once(ties: Iterable[Tie]) -> list[Tie]:
    return list({(tie.kind, tie.other): tie for tie in ties}.values())
