"""Who stands in ACLED's two actor columns, who beside them, and of what kinds they are.

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
    IN_THE_ACT,
    CivilianHarm,
    EventType,
    Role,
    Side,
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
    Standing, {Standing.ASSESSED: 0, Standing.DISPUTED: 1, Standing.ALLEGED: 2}
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


class Named(msgspec.Struct, frozen=True):
    """One actor as a column shows it, and its ``inter`` number (0: none)."""

    name: str
    inter: int


class Group(msgspec.Struct, frozen=True):
    """The actor, and in ``beside`` those who took part with it."""

    actor: Named
    beside: tuple[Named, ...] = ()

    @property
    def associates(self) -> str:
        return BETWEEN.join(one.name for one in self.beside)


NOBODY = Group(Named("", 0))


class Kinds(msgspec.Struct, frozen=True):
    """``inter1``, ``inter2`` and ``interaction``, as numbers; 0 where there is none or it is not known."""

    first: int
    second: int
    interaction: int


def kinds_of(first: Group, second: Group) -> Kinds:
    one, other = first.actor, second.actor
    return Kinds(one.inter, other.inter, acled.interaction(one.inter, other.inter if other.name else None))


def groups(document: Act, country: str) -> tuple[Group, Group]:
    """The two actors with those beside them. What is not recorded is said in ACLED's words for the unknown."""
    first, second = _parted(document.participants)
    one, other = _group(first, document), _group(second, document)
    if one is None:
        one, other = _unnamed_actor(document, country), other
    return one, other or _unnamed_target(document, country)


def marked(participant: d.Participant) -> str:
    """The name, with its standing unless the part is assessed."""
    name = participant.actor.name if participant.actor else participant.description or ""
    return name if participant.standing == Standing.ASSESSED else f"{name} ({participant.standing})"


def _parted(participants: list[d.Participant]) -> tuple[list[d.Participant], list[d.Participant]]:
    acting = [one for one in participants if one.role in _NEAREST_FIRST]
    attacked = {one.side for one in acting if one.role == Role.ATTACKER}
    if any(one.role == Role.BELLIGERENT for one in acting) or {Side.A, Side.B} <= attacked:
        return _by_side(acting)
    targets = [one for one in acting if one.role == Role.TARGET]
    return [one for one in acting if one.role != Role.TARGET], targets


def _by_side(acting: list[d.Participant]) -> tuple[list[d.Participant], list[d.Participant]]:
    """Sides A and B; a third side stands where nobody else does, and otherwise beside side B."""
    a, b, other = ([one for one in acting if one.side == side] for side in (Side.A, Side.B, Side.OTHER))
    if a and b:
        return a, b + other
    if a or b:
        return a or b, other
    return other[:1], other[1:]


def _group(participants: Iterable[d.Participant], document: Act) -> Group | None:
    """Each actor once, by its firmest part: what is established of it is not put in doubt by what is only alleged."""
    firmest: dict[str, d.Participant] = {}
    for one in sorted(participants, key=_firmness):
        firmest.setdefault(one.actor.id if one.actor else f"described {one.description}", one)
    named = [Named(marked(one), _inter(one, document)) for one in firmest.values()]
    return Group(named[0], tuple(named[1:])) if named else None


def _firmness(one: d.Participant) -> tuple[int, int]:
    return _FIRMEST_FIRST[one.standing], _NEAREST_FIRST[one.role]


def _inter(one: d.Participant, document: Act) -> int:
    if one.kind or one.actor:
        return acled.inter(one.kind)
    words = fold(one.description or "")
    if any(word in words for word in _CIVILIAN_WORDS):
        return acled.CIVILIANS
    if document.event_type == EventType.DEMONSTRATION and one.role != Role.TARGET:
        return _crowd(document)
    if one.role == Role.TARGET:
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


def _unnamed_target(document: Act, country: str) -> Group:
    if _against_civilians(document):
        return _unnamed(acled.CIVILIANS, country)
    return NOBODY


def _unnamed(code: int, country: str) -> Group:
    return Group(Named(f"{UNNAMED[code]} ({country})", code))


def _crowd(document: Act) -> int:
    riot = document.sub_event_type == SubEventType.RIOT
    return acled.RIOTERS if riot else acled.PROTESTERS


def _against_civilians(document: Act) -> bool:
    is_attack = document.event_type == EventType.CIVILIANS
    return is_attack or document.civilian_harm == CivilianHarm.TARGETED
