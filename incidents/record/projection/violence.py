"""Who stood against whom in an incident, and which of UCDP's types of violence it is.

The sides are put in UCDP's order (codebook of GED, 19.1, under ``side_a`` and ``side_b``): a government comes before
its opponents, and a perpetrator before the civilians. The type rests on established parts alone: an allegation makes
no government a party to a conflict.
"""

from typing import Protocol

import msgspec

from ...codebook import ActorKind, CivilianHarm, EventType, Role, Side, Standing, SubEventType, ViolenceType
from .. import document as d

GOVERNMENTS = {ActorKind.STATE_FORCES, ActorKind.EXTERNAL, ActorKind.AUTHORITY}
EITHER = {ActorKind.POLICE}
"""Kinds of which some actors are a state's and some belong to an authority that governs in fact."""

VIOLENT = {EventType.BATTLE, EventType.EXPLOSION, EventType.CIVILIANS, EventType.UNCLEAR}
AGAINST_CIVILIANS = {SubEventType.PROTEST_MET_WITH_FORCE}
_IN_THE_ACT = {Role.BELLIGERENT, Role.ATTACKER, Role.TARGET, Role.SUPPORTING}
_SIDE_OF_ROLE = {Role.ATTACKER.value: Side.A.value, Role.TARGET.value: Side.B.value}


class Act(Protocol):
    """What is asked of an incident's document here, so that a reader may decode no more of it than that."""

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
    """The type of violence; ``None`` for what is no armed force against people."""
    if document.event_type not in VIOLENT and document.sub_event_type not in AGAINST_CIVILIANS:
        return None
    dyad = dyad_of(document)
    first, second = established(dyad.first), established(dyad.second)
    if dyad.one_sided and first:
        return ViolenceType.ONE_SIDED
    return _of_kinds(first, second) if first and second else ViolenceType.UNDETERMINED


def dyad_of(document: Act) -> Dyad:
    a, b = (_on_side(document.participants, letter) for letter in (Side.A, Side.B))
    one_sided = _against_civilians(document, a, b)
    turned = _led_by_attackers(b, a) if one_sided else _has_government(b) and not _has_government(a)
    return Dyad(b, a, one_sided, True) if turned else Dyad(a, b, one_sided, False)


def established(participants: list[d.Participant]) -> list[d.Participant]:
    """Organised actors whose part the analysts hold to be established."""
    return [one for one in participants if one.standing == Standing.ASSESSED and (one.actor or one.kind)]


def _of_kinds(first: list[d.Participant], second: list[d.Participant]) -> ViolenceType:
    kinds = {one.kind for one in (*first, *second)}
    if kinds & GOVERNMENTS:
        return ViolenceType.STATE_BASED
    return ViolenceType.UNDETERMINED if kinds & EITHER else ViolenceType.NON_STATE


def _on_side(participants: list[d.Participant], letter: str) -> list[d.Participant]:
    acting = [one for one in participants if one.role in _IN_THE_ACT]
    return [one for one in acting if _letter(one) == letter]


def _letter(one: d.Participant) -> str | None:
    """The side it is on; where it was given none, attackers are on one and targets on the other."""
    return one.side if one.side != Side.OTHER else _SIDE_OF_ROLE.get(one.role)


def _against_civilians(document: Act, a: list[d.Participant], b: list[d.Participant]) -> bool:
    if document.event_type == EventType.CIVILIANS or document.sub_event_type in AGAINST_CIVILIANS:
        return True
    fought = established(a) and established(b)
    return document.civilian_harm == CivilianHarm.TARGETED and not fought


def _led_by_attackers(these: list[d.Participant], others: list[d.Participant]) -> bool:
    """Whether these are the perpetrators: they attacked and the others did not, or they alone are organised."""
    attacked, others_attacked = (any(one.role == Role.ATTACKER for one in side) for side in (these, others))
    return (attacked and not others_attacked) or bool(established(these) and not others)


def _has_government(participants: list[d.Participant]) -> bool:
    return any(one.kind in GOVERNMENTS for one in established(participants))
