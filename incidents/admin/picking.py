"""Look-ups of places and actors: the name that matched, how far it is from the place beside it, and what is missing.

“Manbij (منبج) — locality, Aleppo, Syria · 32 km from Jarablus”, and last “Not in the list: create “Tell X” within
Aleppo”. What was typed after a comma is what the place lies in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from incidents.codebook import LocationType
from incidents.geo import distance_km
from incidents.models import Location

from .folded_search import NAMES, folded_words, most_populous, named, nearest_first
from .lookups import is_whole_number, label, lookup_queryset

LEVELS_UP = ("parent", "parent__parent", "parent__parent__parent", "parent__parent__parent__parent")
"""From a site to its country."""
CREATE = "create"
"""Stands for the key of a row that is not there yet."""
_COMMA = re.compile(r"[,،]")


@dataclass(frozen=True)
class Typed:
    """What was typed into a look-up of places: a name, and what it lies in, if that was typed too."""

    name: str
    within: str

    @classmethod
    def of(cls, text: str) -> Typed:
        name, *within = (part.strip() for part in _COMMA.split(text))
        return cls(name, " ".join(filter(None, within)))


def places_named(rows: QuerySet[Location], text: str) -> QuerySet[Location]:
    """Places that bear every word of the name, within such as bear every word of what stands after a comma."""
    typed = Typed.of(text)
    found: QuerySet[Location] = named(rows, typed.name)
    if not typed.within:
        return found
    around = named(Location.objects.all(), typed.within).values("pk")
    lies_in = Q()
    for level in LEVELS_UP:
        lies_in |= Q(**{f"{level}__in": around})
    return found.filter(lies_in)


def labels_for(rows: Sequence[Model], text: str, beside: str) -> list[str]:
    """A label for each row. Two queries, however many rows.

    ``beside`` is the key of the place that is chosen elsewhere in the form, empty where none is.
    """
    matched = _matched_names(rows, text)
    there = _point_of(beside)
    return [
        " · ".join(filter(None, (_with_name(label(row), matched.get(row.pk)), _distance(row, there))))
        for row in rows
    ]


def offer_to_create(model: type[Model], text: str, beside: str) -> dict[str, Any] | None:
    """The entry that creates what was typed, with the values its form begins with; nothing where nothing was typed."""
    typed = Typed.of(text) if model is Location else Typed(text.strip(), "")
    if not typed.name:
        return None
    within = _within(typed, beside) if model is Location else None
    if within is None:
        offer = _("Not in the list: create “%(name)s”") % {"name": typed.name}
        return {"id": CREATE, "text": offer, "values": {"name": typed.name}}
    offer = _("Not in the list: create “%(name)s” within %(place)s")
    values = {"name": typed.name, "parent": within.pk, "country": within.country}
    return {"id": CREATE, "text": offer % {"name": typed.name, "place": label(within)}, "values": values}


def _within(typed: Typed, beside: str) -> Location | None:
    """What was typed after a comma, else what the place beside it lies in, a division being that itself."""
    places = lookup_queryset(Location)
    if typed.within:
        found = named(places, typed.within)
        return nearest_first(found, typed.within, most_populous()).first()
    place: Location | None = places.filter(pk=beside).first() if is_whole_number(beside) else None
    if place is not None and place.type in (LocationType.SITE, LocationType.LOCALITY):
        return place.parent
    return place


def _matched_names(rows: Iterable[Model], text: str) -> dict[int, str]:
    """The further name that holds the words typed, of rows whose main name does not."""
    rows = list(rows)
    words = folded_words(Typed.of(text).name if rows and isinstance(rows[0], Location) else text)
    if not rows or not words or type(rows[0]) not in NAMES:
        return {}
    model, key = NAMES[type(rows[0])]
    others = [row.pk for row in rows if not _holds(getattr(row, "folded", ""), words)]
    names = model._default_manager.filter(**{f"{key}__in": others}).order_by("pk")
    found: dict[int, tuple[int, str]] = {}
    for pk, name, folded in names.values_list(key, "name", "folded"):
        score = sum(word in folded for word in words)
        if score > found.get(pk, (0, ""))[0]:
            found[pk] = score, name
    return {pk: name for pk, (_score, name) in found.items()}


def _holds(folded: str, words: Iterable[str]) -> bool:
    return all(word in folded for word in words)


def _with_name(text: str, matched: str | None) -> str:
    """“Manbij (منبج) — locality, Aleppo”; the marks keep a name from right to left in its place."""
    if matched is None:
        return text
    name, dash, details = text.partition(" — ")
    return f"{name} (\u2068{matched}\u2069){dash}{details}"


def _point_of(beside: str) -> Location | None:
    if not is_whole_number(beside):
        return None
    return Location.objects.filter(pk=beside, lat__isnull=False).first()


def _distance(row: Model, there: Location | None) -> str:
    if there is None or not isinstance(row, Location) or row.pk == there.pk:
        return ""
    if row.lat is None or row.lon is None or there.lat is None or there.lon is None:
        return ""
    km = distance_km(float(row.lat), float(row.lon), float(there.lat), float(there.lon))
    return _("%(km)s km from %(place)s") % {"km": round(km), "place": there.name}
