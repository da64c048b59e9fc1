"""Side columns of a GED event: names, numbers and, where a side is a state, the number of that state.

GED has no word for an allegation. A name whose part is not established carries its standing, and never a number:
whoever groups by ``side_a_new_id`` gets established parts only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...codebook import HELD, ActorKind, MatchKind, selected
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
    """One side as the columns have it."""

    name: str
    number: int | None = None
    state: str = ""


def sides_of(dyad: Dyad, actors: Actors) -> tuple[NamedSide, NamedSide]:
    second = NamedSide("Civilians", CIVILIANS) if dyad.one_sided else _side(dyad.second, actors)
    return _side(dyad.first, actors), second


def _side(participants: list[d.Participant], actors: Actors) -> NamedSide:
    """Named after all of them; numbered after the first whose part is established, as UCDP's primary party.

    Who is established on this side is not named again for some other part it is said to have had.
    """
    established = [
        participant.actor.id
        for participant in participants
        if participant.actor and participant.standing in HELD
    ]
    names: dict[str, None] = {}
    for participant in participants:
        name = _name(participant, actors)
        if participant.standing in HELD:
            names[name] = None
        elif participant.actor is None or participant.actor.id not in established:
            names[f"{name} ({participant.standing})"] = None
    if not established:
        return NamedSide(", ".join(names) or NOBODY)
    document = actors.get(established[0])
    number = number_of(established[0], document.external_ids if document else [], ACTOR)
    return NamedSide(", ".join(names), number, _state_number(document) if document else "")


def _name(participant: d.Participant, actors: Actors) -> str:
    """What UCDP calls the actor, where it is known; else what the record calls it."""
    if participant.actor is None:
        return participant.description or NOBODY
    document = actors.get(participant.actor.id)
    codes = document.external_ids if document else []
    theirs = (code.name for code in codes if code.scheme == ACTOR and code.match == MatchKind.SAME)
    return next(filter(None, theirs), participant.actor.name)


def _state_number(actor: d.ActorDocument) -> str:
    """A text, as the codebook has it; empty for whoever is no state."""
    number = number_in(actor.external_ids, STATE)
    if number is None and actor.kind in STATES:
        number = state_number(actor.country)
    return "" if number is None else str(number)
