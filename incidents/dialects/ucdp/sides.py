"""The two sides of an event: their names, numbers and, where a side is a state, the number of that state.

GED has no word for an allegation. A name whose part is not established carries its standing, and never a number:
whoever groups by ``side_a_new_id`` gets established parts only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...codebook import ActorKind, Standing, selected
from ...countries import state_number
from ...record import document as d
from ...record.projection.violence import Dyad
from .numbers import ACTOR, CIVILIANS, number_in, number_of

STATE = "gleditsch-ward"
"""Scheme of outside ids: an actor that has one is that state's government."""

STATES = selected(
    ActorKind,
    {ActorKind.STATE_FORCES, ActorKind.EXTERNAL},
    others={
        ActorKind.POLICE,
        ActorKind.REBEL,
        ActorKind.POLITICAL_MILITIA,
        ActorKind.IDENTITY_MILITIA,
        ActorKind.AUTHORITY,
        ActorKind.OTHER,
    },
)
"""Kinds that are always some state's; which one, their country tells."""

NOBODY = "Unknown"

Actors = Mapping[str, d.ActorDocument]
"""Documents of actors by public id."""


@dataclass(frozen=True, slots=True)
class NamedSide:
    name: str
    number: int | None = None
    state: str = ""


def sides_of(dyad: Dyad, actors: Actors) -> tuple[NamedSide, NamedSide]:
    second = NamedSide("Civilians", CIVILIANS) if dyad.one_sided else _side(dyad.second, actors)
    return _side(dyad.first, actors), second


def _side(participants: list[d.Participant], actors: Actors) -> NamedSide:
    """Named after all of them; numbered after the first whose part is established, as UCDP's primary party."""
    established = [
        participant.actor
        for participant in participants
        if participant.actor and participant.standing == Standing.ASSESSED
    ]
    known = {actor.id for actor in established}
    names = dict.fromkeys(_name(participant) for participant in participants if _adds(participant, known))
    if not established:
        return NamedSide(", ".join(names) or NOBODY)
    leader = established[0].id
    document = actors.get(leader)
    number = number_of(leader, document.external_ids if document else [], ACTOR)
    return NamedSide(", ".join(names), number, _state(document) if document else "")


def _adds(participant: d.Participant, established: set[str]) -> bool:
    """Not who is established on this side already, and is said to have had some other part as well."""
    return (
        participant.standing == Standing.ASSESSED
        or participant.actor is None
        or participant.actor.id not in established
    )


def _name(participant: d.Participant) -> str:
    name = participant.actor.name if participant.actor else participant.description or NOBODY
    return name if participant.standing == Standing.ASSESSED else f"{name} ({participant.standing})"


def _state(actor: d.ActorDocument) -> str:
    """A text, as the codebook has it; empty for whoever is no state."""
    number = number_in(actor.external_ids, STATE)
    if number is None and actor.kind in STATES:
        number = state_number(actor.country)
    return "" if number is None else str(number)
