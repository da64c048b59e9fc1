"""Other names of what a document only mentions, so that it can be searched for in every script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from incidents.models import Claim, Location, Report, Source
from incidents.record import document as d

from .claims import Context
from .directory import Directory
from .gazetteer import Gazetteer
from .identifiers import Identifiers


def names_of_places(
    places: Iterable[Location], ids: Identifiers, gazetteer: Gazetteer
) -> Iterator[d.OtherNames]:
    """Of places that may be shown; each once."""
    for place in {place.pk: place for place in places}.values():
        if aliases := gazetteer.aliases(place):
            yield d.OtherNames(id=ids.of("location", place.pk), aliases=aliases)


def names_of_actors(actors: Iterable[int], ids: Identifiers, directory: Directory) -> Iterator[d.OtherNames]:
    """Of actors by primary key; each once."""
    for actor in dict.fromkeys(actors):
        if aliases := directory.aliases(actor):
            yield d.OtherNames(id=ids.of("actor", actor), aliases=aliases)


def names_of_sources(sources: Iterable[Source], ids: Identifiers) -> Iterator[d.OtherNames]:
    """Of sources that may be named; each once."""
    for source in {source.pk: source for source in sources}.values():
        if source.aliases and not source.confidential:
            yield d.OtherNames(id=ids.of("source", source.pk), aliases=list(source.aliases))


def names_in_incident(context: Context, reports: Iterable[Report]) -> list[d.OtherNames]:
    """Of the divisions around its places, of places and actors that only claims or ties name, and of its sources."""
    gazetteer, directory, ids = context.gazetteer, context.directory, context.ids
    claims = context.claims.values()
    own_places = _shown((row.location_id for row in context.incident.places.all()), gazetteer)
    own_keys = {place.pk for place in own_places}
    places = [
        *(above for place in own_places for above in gazetteer.within(place)),
        *_shown((claim.place_id for claim in claims if claim.place_id), gazetteer),
    ]
    own_actors = [row.actor_id for row in context.incident.participations.all() if row.actor_id]
    actors = [
        *(tie.other for actor in own_actors for tie in directory.relations.of(actor, context.when)),
        *(actor for claim in claims for actor in _actors_of(claim, context)),
    ]
    sources = [
        *(report.source_id for report in reports if not directory.is_withheld(report.source_id)),
        *(claim.claimant_source_id for claim in claims if claim.claimant_source_id),
        *(row.source_id for row in context.incident.source_mentions.all() if row.source_id),
    ]
    return [
        *names_of_places((place for place in places if place.pk not in own_keys), ids, gazetteer),
        *names_of_actors((actor for actor in actors if actor not in own_actors), ids, directory),
        *names_of_sources((directory.sources[pk] for pk in sources), ids),
    ]


def _shown(places: Iterable[int], gazetteer: Gazetteer) -> list[Location]:
    return [shown for pk in places if (shown := gazetteer.shown(pk)) is not None]


def _actors_of(claim: Claim, context: Context) -> Iterator[int]:
    named = (claim.claimant_actor_id, claim.actor_id, claim.belongs_to_actor_id)
    yield from (actor for actor in named if actor)
    yield from context.parts.actors.get(claim.pk, ())
