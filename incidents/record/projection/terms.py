"""Search terms of an entry: what it can be found by, as plain strings under one GIN index.

One index answers every combination of exact conditions. Where conditions must hold of the same participant
(``actor`` as ``attacker``, ``alleged``) the term holds them together, and the query lists the codes it leaves open.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, product
from typing import assert_never

from ...codebook import MEMBERSHIP, EventType, Role, Side, Standing
from ...folding import fold
from ...place_names import keys_of, spellings
from .. import document as d
from .opponents import groups, kinds_of
from .violence import violence_of

REVIEWED, NOT_REVIEWED = "reviewed:yes", "reviewed:no"


def country(code: str) -> str:
    return f"country:{code}"


def location(public_id: str) -> str:
    """The location itself or anything below it."""
    return f"loc:{public_id}"


def actor(public_id: str) -> str:
    """The actor itself or, on that day, a member of it."""
    return f"actor:{public_id}"


def part(actor_id: str, role: str, side: str, standing: str) -> str:
    """A part in the incident, by that actor or (empty) by anybody."""
    return f"part:{actor_id}/{role}/{side}/{standing}"


def parts(
    actors: Iterable[str], roles: Iterable[str], sides: Iterable[str], standings: Iterable[str]
) -> list[str]:
    """Every part that satisfies the conditions; an empty condition is any code. At most 72 per actor."""
    conditions = (
        list(actors) or [""],
        list(roles) or Role.values,
        list(sides) or Side.values,
        list(standings) or Standing.values,
    )
    return [part(*combination) for combination in product(*conditions)]


def source(public_id: str) -> str:
    """A report of the source is listed, a claim is the source's, or a dataset names it as its source."""
    return f"source:{public_id}"


def episode(public_id: str) -> str:
    return f"episode:{public_id}"


def code(field: str, value: str) -> str:
    """A code of one of the document's own coded fields."""
    return f"{field}:{value}"


def violence(kind: str) -> str:
    """One of UCDP's types of violence (codebook ``violence_type``); see violence.py."""
    return f"violence:{kind}"


def inter(position: int, code: int) -> str:
    """ACLED's number of the kind of its first or second actor (1, 2); see opponents.py."""
    return f"inter{position}:{code}"


def interaction(code: int) -> str:
    """ACLED's number of who met whom."""
    return f"interaction:{code}"


def grade(about: str, value: str) -> str:
    return f"grade:{about}/{value}"


def tag(text: str) -> str:
    return f"tag:{fold(text)}"


def origin(dataset: str) -> str:
    return f"origin:{fold(dataset)}"


def reviewed(document: d.IncidentDocument) -> str:
    """Whether the desk coded it, or has looked at what a dataset coded."""
    return REVIEWED if document.origin is None or document.reviewed else NOT_REVIEWED


def dataset_type(kind: str) -> str:
    """Type of violence as the dataset divides it (codebook ``violence_type``)."""
    return f"dataset_type:{kind}"


def name(text: str) -> str:
    """A whole name of an actor, a location or a source, in any of its scripts."""
    return f"name:{fold(text)}"


def bare_name(text: str) -> str:
    """A name of a location without generic words and articles: “Al-Hasakah governorate” is asked for as “Hasakah”."""
    return keys_of(text)[1]


def sound_of_name(text: str) -> str:
    """How a name of a location sounds, whatever its script; to suggest, as the record need not hold what is meant."""
    return keys_of(text)[2]


def external(scheme: str, value: str) -> str:
    return f"external:{fold(scheme)}/{value}"


def terms_of(document: d.Document) -> list[str]:
    """The terms of a document, sorted and each once."""
    match document:
        case d.IncidentDocument():
            terms = _incident(document)
        case d.EpisodeDocument():
            terms = _episode(document)
        case d.ActorDocument():
            terms = _actor(document)
        case d.LocationDocument():
            terms = _location(document)
        case d.SourceDocument():
            terms = _source(document)
        case d.CoverageDocument():
            terms = _coverage(document)
        case d.Tombstone():
            terms = iter(())
        case _:
            assert_never(document)
    return sorted(set(terms))


def _incident(document: d.IncidentDocument) -> Iterator[str]:
    yield code("extent", document.extent)
    yield code("event_type", document.event_type)
    yield code("sub_event_type", document.sub_event_type)
    yield code("civilian_harm", document.civilian_harm)
    if kind := violence_of(document):
        yield violence(kind)
    kinds = kinds_of(*groups(document, country=""))
    yield from (inter(1, kinds.first), inter(2, kinds.second), interaction(kinds.interaction))
    yield reviewed(document)
    yield from _origin(document.origin)
    yield from (grade(assessment.about, assessment.grade) for assessment in document.grades)
    yield from (episode(ref.id) for ref in document.episodes)
    yield from (tag(text) for text in document.tags)
    yield from (external(identifier.scheme, identifier.value) for identifier in document.external_ids)
    for place in document.locations:
        yield country(place.country)
        yield location(place.location.id)
        yield from (location(area.id) for area in place.within)
    yield from chain.from_iterable(map(_participant, document.participants))
    yield from (source(report.source.id) for report in document.reports if report.source)
    yield from (source(claim.claimant.source.id) for claim in document.claims if claim.claimant.source)


def _origin(provenance: d.Provenance | None) -> Iterator[str]:
    yield origin(provenance.dataset if provenance else d.DESK)
    if provenance:
        yield from (source(named.source.id) for named in provenance.sources_named if named.source)
        if provenance.violence_type:
            yield dataset_type(provenance.violence_type)


def _participant(participant: d.Participant) -> Iterator[str]:
    """Of the participant and the actors it was a member of on that day; being backed or allied is no membership."""
    as_part = (participant.role, participant.side, participant.standing)
    yield part("", *as_part)
    above = [tie.actor.id for tie in participant.affiliations if tie.kind in MEMBERSHIP]
    for identifier in [participant.actor.id, *above] if participant.actor else above:
        yield actor(identifier)
        yield part(identifier, *as_part)


def _episode(document: d.EpisodeDocument) -> Iterator[str]:
    yield code("kind", document.kind)
    yield from (actor(ref.id) for ref in document.actors)
    yield from (location(ref.id) for ref in document.locations)
    yield from (source(report.source.id) for report in document.reports if report.source)
    yield from (external(identifier.scheme, identifier.value) for identifier in document.external_ids)


def _actor(document: d.ActorDocument) -> Iterator[str]:
    yield code("kind", document.kind)
    if document.country:
        yield country(document.country)
    yield from (actor(relation.actor.id) for relation in document.relations)
    yield from _names(document.name, document.names)
    yield from (external(identifier.scheme, identifier.value) for identifier in document.external_ids)


def _location(document: d.LocationDocument) -> Iterator[str]:
    yield code("kind", document.type)
    yield country(document.country)
    yield location(document.id)
    yield from (location(area.id) for area in document.within)
    yield from _names(document.name, document.names)
    for text in (document.name, *(other.text for other in document.names)):
        for spelling in spellings(text):
            yield from (bare_name(spelling), sound_of_name(spelling))
    yield from (external(identifier.scheme, identifier.value) for identifier in document.external_ids)


def _source(document: d.SourceDocument) -> Iterator[str]:
    yield code("kind", document.kind)
    if document.country:
        yield country(document.country)
    yield from (actor(affiliation.actor.id) for affiliation in document.affiliations)
    yield from _names(document.name, document.names)


def _coverage(document: d.CoverageDocument) -> Iterator[str]:
    yield name(document.name)
    yield from (code("event_type", event_type) for event_type in document.event_types or EventType.values)
    yield from (source(ref.id) for ref in document.sources)
    for area in document.areas:
        yield country(area.country)
        yield location(area.location.id)
        yield from (location(around.id) for around in area.within)


def _names(main: str, others: Iterable[d.Name]) -> Iterator[str]:
    """Each name whole, and the names that a slash parts."""
    for text in (main, *(other.text for other in others)):
        yield name(text)
        yield from map(name, spellings(text))
