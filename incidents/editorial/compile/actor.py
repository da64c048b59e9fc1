"""Actors, from the desk's tables to public documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Q

from incidents.models import Actor, ActorRelation
from incidents.record import document as d

from .conversion import codes, or_none, period
from .identifiers import PROVISIONAL, Identifiers, url_of

LANGUAGE = "en"
"""Language of what the desk writes without saying in which."""


@dataclass
class ActorBatch:
    """A batch of actors with their names and relations."""

    rows: list[Actor]
    relations: dict[int, list[ActorRelation]]

    @classmethod
    def load(cls, pks: Collection[int]) -> ActorBatch:
        rows = list(Actor.objects.filter(pk__in=pks).prefetch_related("names", "external_ids").order_by("pk"))
        relations: dict[int, list[ActorRelation]] = defaultdict(list)
        either_end = ActorRelation.objects.filter(Q(actor__in=pks) | Q(other__in=pks))
        for relation in either_end.select_related("actor", "other").order_by("pk"):
            relations[relation.actor_id].append(relation)
            relations[relation.other_id].append(relation)
        return cls(rows, relations)

    def identifiers(self) -> Identifiers:
        ids = Identifiers()
        ids.learn("actor", {actor.pk: actor.public_id for actor in self.rows})
        for relation in (row for rows in self.relations.values() for row in rows):
            ids.learn("actor", {end.pk: end.public_id for end in (relation.actor, relation.other)})
        return ids

    def compile(self, ids: Identifiers) -> dict[int, d.ActorDocument]:
        return {actor.pk: self._document(actor, ids) for actor in self.rows}

    def _document(self, actor: Actor, ids: Identifiers) -> d.ActorDocument:
        public_id = ids.of("actor", actor.pk)
        return d.ActorDocument(
            id=public_id,
            format=d.ACTOR_FORMAT,
            edition=PROVISIONAL,
            url=url_of("actor", public_id),
            name=actor.name,
            kind=actor.kind,
            country=or_none(actor.country),
            active=period(actor.active_from, actor.active_until),
            description={LANGUAGE: actor.description} if actor.description else {},
            names=[
                d.Name(
                    text=name.name,
                    language=or_none(name.language),
                    script=name.script,
                    kind=name.kind,
                    used_by=or_none(name.used_by),
                )
                for name in actor.names.all()
                if not name.restricted
            ],
            relations=list(self._relations(actor, ids)),
            external_ids=codes(actor.external_ids.all()),
        )

    def _relations(self, actor: Actor, ids: Identifiers) -> Iterator[d.Relation]:
        """Relations to actors that are public themselves; the others join when they become so."""
        for relation in self.relations.get(actor.pk, ()):
            outwards = relation.actor_id == actor.pk
            other = relation.other if outwards else relation.actor
            if ids.has("actor", other.pk):
                yield d.Relation(
                    kind=relation.kind,
                    direction="to" if outwards else "from",
                    actor=ids.ref("actor", other.pk, other.name),
                    period=period(relation.start, relation.end),
                    certainty=relation.certainty,
                    note=or_none(relation.public_note),
                )
