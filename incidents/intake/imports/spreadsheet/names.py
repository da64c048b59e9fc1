"""Names of a row as the mapping's ``names`` decide about them: the known one that is meant, or a new one."""

from __future__ import annotations

from collections.abc import Mapping as Mapped

from msgspec.structs import replace

from incidents.codebook import LocationType
from incidents.folding import fold

from ..engine.coded import NamedActor, NamedPlace, NamedSource
from ..engine.new_references import NewReference
from .mapping import Mapping, Names, listed_code

GROUPS = {"location": "places", "actor": "actors", "source": "sources"}
"""The table of ``names`` for each kind of subject."""


def actor_named(names: Names, actor: NamedActor) -> NamedActor:
    name, confirmed = _decided(names.actors, actor.name)
    return replace(actor, name=name, confirmed=confirmed) if confirmed else actor


def source_named(names: Names, source: NamedSource) -> NamedSource:
    name, confirmed = _decided(names.sources, source.name)
    return replace(source, name=name, confirmed=confirmed) if confirmed else source


def place_named(names: Names, place: NamedPlace, country: NamedPlace) -> NamedPlace:
    """A known place is found by what stands behind its name ("Manbij, Aleppo"), not by the row's division and point."""
    name, confirmed = _decided(names.places, place.name)
    if not confirmed:
        return place
    if fold(name) == fold(place.name):
        return replace(place, confirmed=True)
    name, *within = name.split(", ")
    above = country
    if within and place.type != LocationType.ADMIN1:
        above = NamedPlace(within[-1], LocationType.ADMIN1.value, country.country, country)
    return NamedPlace(name, place.type, country.country, above, confirmed=True)


def decision_about(mapping: Mapping, reference: NewReference) -> str:
    """What the mapping says of a name that is not known: empty where nobody has decided."""
    return listed_code(reference.name, getattr(mapping.names, GROUPS[reference.kind])) or ""


def with_decision(mapping: Mapping, reference: NewReference, meant: str) -> Mapping:
    """The mapping that says whom the name means: a known one, the name itself for a new one, empty for neither."""
    group = GROUPS[reference.kind]
    listed: dict[str, str] = getattr(mapping.names, group)
    others = {name: known for name, known in listed.items() if fold(name) != fold(reference.name)}
    decided = others | ({reference.name: meant} if meant else {})
    return replace(mapping, names=replace(mapping.names, **{group: decided}))


def undecided(mapping: Mapping) -> Mapping:
    """The mapping without what it says of names."""
    return replace(mapping, names=Names())


def _decided(listed: Mapped[str, str], name: str) -> tuple[str, bool]:
    """The name that is meant, and whether anybody has decided about it."""
    meant = listed_code(name, listed)
    return (meant, True) if meant else (name, False)
