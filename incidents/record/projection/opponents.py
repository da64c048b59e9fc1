"""The two actor columns of ACLED for an incident: who stands in them, who beside, and of what kinds they are.

ACLED has two actors and no word for doubt. So whoever is not established to have had the part keeps saying so:
``National Defence Forces (alleged)``. The order carries no judgement: where there was fighting it is that of the
sides, and otherwise whoever acted stands before whoever was acted upon.

The kinds are terms of the index, since they are what is asked for; the names are made by the dialect.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

import msgspec

from ...codebook import (
    HELD,
    IN_THE_ACT,
    OPPOSED_SIDES,
    CivilianHarm,
    EventType,
    Role,
    Standing,
    SubEventType,
    acled,
    decided,
)
from ...folding import fold
from .. import document as d
from .violence import Act

BETWEEN = "; "
_FIRMEST_FIRST: dict[str, int] = decided(
    Standing, {Standing.ASSESSED: 0, Standing.CODED: 0, Standing.DISPUTED: 1, Standing.ALLEGED: 2}
)
_NEAREST_FIRST: dict[str, int] = decided(
    IN_THE_ACT, {Role.BELLIGERENT: 0, Role.ATTACKER: 1, Role.TARGET: 2, Role.SUPPORTING: 3}
)
_CIVILIAN_WORDS = ("civilian", "residents", "villagers", "passers by", "bystander")


UNNAMED = {
    acled.UNIDENTIFIED: "Unidentified Armed Group",
    acled.RIOTERS: "Rioters",
    acled.PROTESTERS: "Protesters",
    acled.CIVILIANS: "Civilians",
}
"""ACLED's words for those whom nobody names, by their number; the country follows in brackets."""


class NamedOpponent(msgspec.Struct, frozen=True):
    """One actor as a column shows it, and its ``inter`` number (0: none)."""

    name: str
    inter: int


class Group(msgspec.Struct, frozen=True):
    """The actor, and in ``beside`` those who took part with it."""

    actor: NamedOpponent
    beside: tuple[NamedOpponent, ...] = ()

    @property
    def associates(self) -> str:
        return BETWEEN.join(associate.name for associate in self.beside)


NOBODY = Group(NamedOpponent("", 0))


class OpponentKinds(msgspec.Struct, frozen=True):
    """``inter1``, ``inter2`` and ``interaction``, as numbers; 0 where there is none or it is not known."""

    first: int
    second: int
    interaction: int


def kinds_of(first: Group, second: Group) -> OpponentKinds:
    inter1, inter2 = first.actor.inter, second.actor.inter
    return OpponentKinds(inter1, inter2, acled.interaction(inter1, inter2 if second.actor.name else None))


def groups(document: Act, country: str) -> tuple[Group, Group]:
    """The two actors with those beside them. What is not recorded is said in ACLED's words for the unknown."""
    acting, opposing = _parted(document.participants)
    first = _group(acting, document) or _unnamed_actor(document, country)
    second = _group(opposing, document)
    if second is None:
        second = _unnamed(acled.CIVILIANS, country) if _against_civilians(document) else NOBODY
    return first, second


def marked(participant: d.Participant) -> str:
    """The name, with its standing where the part is only said by claimants, or by some of them."""
    name = participant.actor.name if participant.actor else participant.description or ""
    return name if participant.standing in HELD else f"{name} ({participant.standing})"


def _parted(participants: list[d.Participant]) -> tuple[list[d.Participant], list[d.Participant]]:
    acting = [participant for participant in participants if participant.role in _NEAREST_FIRST]
    attacked = {participant.side for participant in acting if participant.role == Role.ATTACKER}
    if any(participant.role == Role.BELLIGERENT for participant in acting) or attacked.issuperset(
        OPPOSED_SIDES
    ):
        return _by_side(acting)
    targets = [participant for participant in acting if participant.role == Role.TARGET]
    return [participant for participant in acting if participant.role != Role.TARGET], targets


def _by_side(acting: list[d.Participant]) -> tuple[list[d.Participant], list[d.Participant]]:
    """Sides A and B; a third side stands where nobody else does, and otherwise beside side B."""
    a, b = ([participant for participant in acting if participant.side == side] for side in OPPOSED_SIDES)
    other = [participant for participant in acting if participant.side not in OPPOSED_SIDES]
    if a and b:
        return a, b + other
    if a or b:
        return a or b, other
    return other[:1], other[1:]


def _group(participants: Iterable[d.Participant], document: Act) -> Group | None:
    """Each actor once, by its firmest part: what is established of it is not put in doubt by what is only alleged."""
    firmest_first = sorted(
        participants,
        key=lambda participant: (_FIRMEST_FIRST[participant.standing], _NEAREST_FIRST[participant.role]),
    )
    opponents: dict[str, NamedOpponent] = {}
    for participant in firmest_first:
        who = participant.actor.id if participant.actor else f"described {participant.description}"
        if who not in opponents:
            opponents[who] = NamedOpponent(marked(participant), _inter(participant, document))
    actors = tuple(opponents.values())
    return Group(actors[0], actors[1:]) if actors else None


def _inter(participant: d.Participant, document: Act) -> int:
    if participant.kind or participant.actor:
        return acled.inter(participant.kind)
    words = fold(participant.description or "")
    if any(word in words for word in _CIVILIAN_WORDS):
        return acled.CIVILIANS
    if document.event_type == EventType.DEMONSTRATION and participant.role != Role.TARGET:
        return _crowd(document)
    if participant.role == Role.TARGET:
        return acled.CIVILIANS if _against_civilians(document) else 0
    return acled.UNIDENTIFIED


def _unnamed_actor(document: Act, country: str) -> Group:
    """Nobody is said to have acted. Where it is not even known that somebody did, the column stays empty."""
    event_type = EventType(document.event_type)
    match event_type:
        case EventType.DEMONSTRATION:
            return _unnamed(_crowd(document), country)
        case EventType.STRATEGIC | EventType.DETENTION | EventType.UNCLEAR:
            return NOBODY
        case EventType.BATTLE | EventType.EXPLOSION | EventType.CIVILIANS:
            of_unclear_origin = document.sub_event_type == SubEventType.EXPLOSION_UNCLEAR
            return NOBODY if of_unclear_origin else _unnamed(acled.UNIDENTIFIED, country)
        case _:
            assert_never(event_type)


def _unnamed(code: int, country: str) -> Group:
    return Group(NamedOpponent(f"{UNNAMED[code]} ({country})", code))


def _crowd(document: Act) -> int:
    riot = document.sub_event_type == SubEventType.RIOT
    return acled.RIOTERS if riot else acled.PROTESTERS


def _against_civilians(document: Act) -> bool:
    is_attack = document.event_type == EventType.CIVILIANS
    return is_attack or document.civilian_harm == CivilianHarm.TARGETED
