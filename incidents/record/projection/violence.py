"""The two sides of an incident and its type of violence, by the rules of UCDP.

The sides are put in UCDP's order (codebook of GED, 19.1, under ``side_a`` and ``side_b``): a government comes before
its opponents, and a perpetrator before the civilians. The type rests on established parts alone: an allegation makes
no government a party to a conflict. Where a dataset says the type, that stands.
"""

from typing import Protocol

import msgspec

from ...codebook import (
    HELD,
    IN_THE_ACT,
    OPPOSED_SIDES,
    SUB_EVENTS,
    ActorKind,
    CivilianHarm,
    EventType,
    ReviewResult,
    Role,
    Side,
    SubEventType,
    ViolenceType,
    decided,
    selected,
)
from .. import document as d

OF_A_STATE: dict[str, bool | None] = decided(
    ActorKind,
    {
        ActorKind.STATE_FORCES: True,
        ActorKind.POLICE: None,
        ActorKind.REBEL: False,
        ActorKind.POLITICAL_MILITIA: False,
        ActorKind.IDENTITY_MILITIA: False,
        ActorKind.EXTERNAL: True,
        ActorKind.AUTHORITY: True,
        ActorKind.OTHER: False,
    },
)
"""Kinds of actors that are a government's to UCDP; ``None`` where some actors of the kind are a state's and some belong
to an authority that governs in fact."""

VIOLENT = selected(
    EventType,
    {EventType.BATTLE, EventType.EXPLOSION, EventType.CIVILIANS, EventType.UNCLEAR},
    others={EventType.DETENTION, EventType.DEMONSTRATION, EventType.STRATEGIC},
)
"""Types of event that are armed force against people."""

AGAINST_CIVILIANS = selected(
    [sub for event_type, subs in SUB_EVENTS.items() if event_type not in VIOLENT for sub in subs],
    {SubEventType.PROTEST_MET_WITH_FORCE},
    others={
        SubEventType.ARREST,
        SubEventType.PEACEFUL_PROTEST,
        SubEventType.RIOT,
        SubEventType.AGREEMENT,
        SubEventType.TRANSFER,
        SubEventType.PROPERTY,
        SubEventType.WEAPONS_SEIZED,
        SubEventType.MOVEMENT,
        SubEventType.OTHER,
    },
)
"""Sub-event types that are force against civilians, though their event type is no armed force."""

_SIDE_OF_ROLE: dict[str, Side | None] = decided(
    IN_THE_ACT,
    {Role.BELLIGERENT: None, Role.ATTACKER: Side.A, Role.TARGET: Side.B, Role.SUPPORTING: None},
)


class Act(Protocol):
    """The part of an incident's document that is read here, so that a reader may decode no more of it than that."""

    @property
    def origin(self) -> d.Provenance | None: ...
    @property
    def reviewed(self) -> d.Reviewed | None: ...
    @property
    def event_type(self) -> str: ...
    @property
    def sub_event_type(self) -> str: ...
    @property
    def civilian_harm(self) -> str: ...
    @property
    def participants(self) -> list[d.Participant]: ...


class Dyad(msgspec.Struct, frozen=True):
    """The two sides of an incident in UCDP's order, allegations included.

    ``turned`` says that the first is the document's side B. In one-sided violence the second are the civilians.
    """

    first: list[d.Participant]
    second: list[d.Participant]
    one_sided: bool
    turned: bool


def violence_of(document: Act) -> ViolenceType | None:
    """The type of violence; ``None`` for what is no armed force against people.

    As the dataset has it that the incident was taken from, unless the desk has changed something of that.
    """
    stated = document.origin.violence_type if document.origin else None
    if stated and not (document.reviewed and document.reviewed.result == ReviewResult.CHANGED):
        return ViolenceType(stated)
    if document.event_type not in VIOLENT and document.sub_event_type not in AGAINST_CIVILIANS:
        return None
    dyad = dyad_of(document)
    first, second = established(dyad.first), established(dyad.second)
    if dyad.one_sided and first:
        return ViolenceType.ONE_SIDED
    if not first or not second:
        return ViolenceType.UNDETERMINED
    of_a_state = {OF_A_STATE[actor.kind] for actor in (*first, *second) if actor.kind}
    if True in of_a_state:
        return ViolenceType.STATE_BASED
    return ViolenceType.UNDETERMINED if None in of_a_state else ViolenceType.NON_STATE


def dyad_of(document: Act) -> Dyad:
    """The two sides, governments and perpetrators first."""
    a, b = (
        [actor for actor in document.participants if side_in_act(actor.role, actor.side) == side]
        for side in OPPOSED_SIDES
    )
    one_sided = _against_civilians(document, a, b)
    turned = _led_by_attackers(b, a) if one_sided else _has_government(b) and not _has_government(a)
    return Dyad(b, a, one_sided, True) if turned else Dyad(a, b, one_sided, False)


def established(participants: list[d.Participant]) -> list[d.Participant]:
    """Organised actors whose part somebody concluded: the analysts, or the dataset it was taken from."""
    return [actor for actor in participants if actor.standing in HELD and (actor.actor or actor.kind)]


def side_in_act(role: str, side: str) -> str | None:
    """The side of who has that part; where it was given none, attackers are on one and targets on the other."""
    if role not in IN_THE_ACT:
        return None
    return side if side in OPPOSED_SIDES else _SIDE_OF_ROLE[role]


def _against_civilians(document: Act, a: list[d.Participant], b: list[d.Participant]) -> bool:
    if document.event_type == EventType.CIVILIANS or document.sub_event_type in AGAINST_CIVILIANS:
        return True
    fought = established(a) and established(b)
    return document.civilian_harm == CivilianHarm.TARGETED and not fought


def _led_by_attackers(these: list[d.Participant], others: list[d.Participant]) -> bool:
    """Whether these are the perpetrators: they attacked and the others did not, or they alone are organised."""
    attacked, others_attacked = (
        any(actor.role == Role.ATTACKER for actor in side) for side in (these, others)
    )
    return (attacked and not others_attacked) or bool(established(these) and not others)


def _has_government(participants: list[d.Participant]) -> bool:
    return any(actor.kind and OF_A_STATE[actor.kind] for actor in established(participants))
