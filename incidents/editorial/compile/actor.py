"""Actors, from the desk's tables to public documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Q

from incidents.models import Actor, ActorRelation
from incidents.record import document as d

from .conversion import codes, period, some
from .identifiers import PROVISIONAL, Identifiers, url_of

LANGUAGE = "en"
"""Language of what the desk writes without saying in which."""


@dataclass
class Actors:
    """A batch of actors with their names and relations."""

    rows: list[Actor]
    relations: dict[int, list[ActorRelation]]

    @classmethod
    def load(cls, pks: Collection[int]) -> Actors:
        rows = list(Actor.objects.filter(pk__in=pks).prefetch_related("names", "external_ids").order_by("pk"))
        found = ActorRelation.objects.filter(Q(actor__in=pks) | Q(other__in=pks))
        relations: dict[int, list[ActorRelation]] = defaultdict(list)
        for one in found.select_related("actor", "other").order_by("pk"):
            relations[one.actor_id].append(one)
            relations[one.other_id].append(one)
        return cls(rows, relations)

    def identifiers(self) -> Identifiers:
        ids = Identifiers()
        ids.learn("actor", {one.pk: one.public_id for one in self.rows})
        for one in (relation for relations in self.relations.values() for relation in relations):
            ids.learn("actor", {one.actor_id: one.actor.public_id, one.other_id: one.other.public_id})
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
            country=some(actor.country),
            active=period(actor.active_from, actor.active_until),
            description={LANGUAGE: actor.description} if actor.description else {},
            names=_names(actor),
            relations=list(self._relations(actor, ids)),
            external_ids=codes(actor.external_ids.all()),
        )

    def _relations(self, actor: Actor, ids: Identifiers) -> Iterator[d.Relation]:
        """Ties to actors that are public themselves; the others join when they become so."""
        for one in self.relations.get(actor.pk, ()):
            leads_on = one.actor_id == actor.pk
            other = one.other if leads_on else one.actor
            if ids.has("actor", other.pk):
                yield d.Relation(
                    kind=one.kind,
                    direction="to" if leads_on else "from",
                    actor=ids.ref("actor", other.pk, other.name),
                    period=period(one.start, one.end),
                    certainty=one.certainty,
                    note=some(one.public_note),
                )


def _names(actor: Actor) -> list[d.Name]:
    return [
        d.Name(
            text=one.name,
            language=some(one.language),
            script=one.script,
            kind=one.kind,
            used_by=some(one.used_by),
        )
        for one in actor.names.all()
        if not one.restricted
    ]
