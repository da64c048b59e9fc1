"""Loader of the known parties: enters those that the desk lacks, and gives the others the names they lack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pghistory
from django.db import connection, transaction

from incidents.folding import fold
from incidents.models import Actor, ActorName, ExternalId

from .parties import Party, parties


@dataclass
class LoadedActors:
    """What loading did; ``published`` are public actors that got names, which their documents lack yet."""

    added: int
    names: int
    published: Sequence[Actor]


@transaction.atomic
def load_actors() -> LoadedActors:
    """Load the list, or load it again: nothing is doubled, and no analyst's edit is undone.

    An actor of the desk is a party by any name that the list has for this party alone, unless it is another
    country's. Nothing but names is added to it, and none that it ever had: what somebody took out stays out.
    """
    with pghistory.context(command="load_actors"), connection.cursor() as cursor:
        # Two loads at once would both find a party missing. Readers go on.
        table = connection.ops.quote_name(Actor._meta.db_table)
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        known = _known_parties()
        missing = [party for party in parties().values() if party not in known.values()]
        entered = Actor.objects.bulk_create(
            Actor(name=party.name, kind=party.kind, country=party.country) for party in missing
        )
        names = list(_missing_names(known | dict(zip(entered, missing, strict=True))))
        ActorName.objects.bulk_create(names)
        codes = [(actor, code) for actor, party in zip(entered, missing, strict=True) for code in party.codes]
        ExternalId.objects.bulk_create(
            [ExternalId(scheme=scheme, value=value, actor=actor) for actor, (scheme, value) in codes],
            ignore_conflicts=True,  # an actor without any of the names may have the id
        )
    named = {name.actor for name in names}
    return LoadedActors(
        len(entered), len(names), [actor for actor in known if actor.public_id and actor in named]
    )


def _known_parties() -> dict[Actor, Party]:
    """The actors of the desk that are parties of the list."""
    bearers: dict[str, list[Actor]] = defaultdict(list)
    for actor in Actor.objects.order_by("pk"):
        bearers[fold(actor.name)].append(actor)
    for name in ActorName.objects.filter(restricted=False).select_related("actor").order_by("pk"):
        bearers[fold(name.name)].append(name.actor)
    known: dict[Actor, Party] = {}
    for party in parties().values():
        for actor in (actor for name in party.telling for actor in bearers.get(name, ())):
            if party.acts_in(actor.country):
                known.setdefault(actor, party)
    return known


def _missing_names(known: dict[Actor, Party]) -> Iterator[ActorName]:
    """Names of parties that their actors never had, in whatever language."""
    had: dict[int, set[str]] = {actor.pk: {fold(actor.name)} for actor in known}
    events = ActorName.pgh_event_model.objects  # type: ignore[attr-defined]  # set by pghistory.track
    for actor, name in events.filter(actor__in=had).values_list("actor", "name"):
        had[actor].add(fold(name))
    for actor, party in known.items():
        for name in party.names:
            if fold(name.text) not in had[actor.pk]:
                yield ActorName(
                    actor=actor, name=name.text, language=name.language, kind=name.kind, script=name.script
                )
