"""Search of incidents: by public id or number, title and summary, actor or place in any of their names.

Each word becomes a set of incidents, made of index look-ups only; an incident must be in all of the sets. A place
finds what happened below it too: a search for a city finds its roundabouts.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from incidents.models import Actor, Incident, IncidentLocation, Location, Participation

from ..folded_search import folded_words, ids_named, matching

MOST_FOUND = 20_000
"""Incidents taken for one word at most: a word that fits more is no search, and the list would count them all."""
MOST_PLACES = 5_000
LEVELS_BELOW = 5


def search_incidents(incidents: QuerySet[Incident], text: str) -> QuerySet[Incident]:
    """The incidents that fit every word."""
    if by_id := _by_id(text):
        return incidents.filter(by_id)
    for word in folded_words(text):
        incidents = incidents.filter(pk__in=_matching(word))
    return incidents


def _by_id(text: str) -> Q | None:
    term = text.strip().upper().lstrip("#")
    if term.startswith("INC-"):
        return Q(public_id=term)
    if term.isdecimal() and len(term) < 10:
        return Q(pk=int(term)) | Q(public_id=f"INC-{int(term):06}")
    return None


def _matching(word: str) -> QuerySet[Any, Any]:
    """Incidents whose text, actors, descriptions or places hold the word."""
    by_actor = (
        Participation.objects.filter(actor__in=ids_named(Actor, word)).order_by().values_list("incident")
    )
    by_place = IncidentLocation.objects.filter(location__in=_places(word)).order_by().values_list("incident")
    if len(word) < 3:
        return by_actor.union(by_place)
    by_text = Incident.objects.filter(**matching(word)).order_by().values_list("pk")
    return by_text[:MOST_FOUND].union(by_actor[:MOST_FOUND], by_place[:MOST_FOUND])


def _places(word: str) -> list[int]:
    """Places that bear the word, and those that lie in them."""
    level = [pk for (pk,) in ids_named(Location, word)[:MOST_PLACES]]
    places = set(level)
    for _level in range(LEVELS_BELOW):
        level = list(
            Location.objects.filter(parent__in=level).order_by().values_list("pk", flat=True)[:MOST_PLACES]
        )
        if not level:
            break
        places.update(level)
    return sorted(places)
