"""Participants: ACLED's two actors and those associated with them.

The order of the two says nothing of who attacked whom (ACLED codebook, actors), so they are the two sides of what
happened. Civilians are the object of violence against civilians by its definition, and peaceful protesters of the
force used on them. Crowds and those whom nobody could name are described and not entered as actors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import assert_never

from incidents.codebook import SUB_EVENTS, ActorKind, EventType, Role, Side, SubEventType, decided
from incidents.codebook.acled import CIVILIANS, INTER, PROTESTERS, RIOTERS
from incidents.folding import fold

from ..engine.coded import CodedParticipant, NamedActor
from ..words.cells import Cells
from ..words.countries import code_of
from ..words.placeholders import is_unknown, says_nothing

CROWDS = (RIOTERS, PROTESTERS, CIVILIANS)
"""Kinds of ACLED's that are no organised actors."""
KINDS = {
    number: next(kind for kind in ActorKind if kind.crosswalk.acled == str(number))
    for number in INTER
    if number not in CROWDS
}
"""The first of our kinds that has ACLED's number; it does not tell the others from it."""

_NUMBERS = {
    **{str(number): number for number in INTER},
    **{name.lower(): number for number, name in INTER.items()},
    "rebel groups": 2, "political militias": 3, "identity militias": 4, "other forces": 8,
}  # fmt: skip
_NAMES_OF_CROWDS = re.compile(r"(Rioters|Protesters|Civilians)\b")
_STATE = re.compile(r"(?:Military|Police) Forces of (?:the )?(?P<country>[^(]+?)\s*(?:\(|$)")

ROLES_IN_DEMONSTRATIONS = decided(
    SUB_EVENTS[EventType.DEMONSTRATION],
    {
        SubEventType.PEACEFUL_PROTEST: Role.MENTIONED,
        SubEventType.PROTEST_MET_WITH_FORCE: Role.TARGET,
        SubEventType.RIOT: Role.BELLIGERENT,
    },
)
"""What a crowd is to each kind of demonstration."""


def parts_of(cells: Cells, event: EventType, sub: SubEventType) -> list[CodedParticipant[NamedActor]]:
    """Everybody who is named, on two sides. Who stands twice on a row in the same role is taken once.

    Two spellings that are folded alike are one name.
    """
    parts = [*_side(cells, "1", Side.A, event, sub), *_side(cells, "2", Side.B, event, sub)]
    return list(
        {
            (fold(part.who.name if part.who else part.description), part.role): part
            for part in reversed(parts)
        }.values()
    )[::-1]


def _side(
    cells: Cells, number: str, side: Side, event: EventType, sub: SubEventType
) -> Iterator[CodedParticipant[NamedActor]]:
    name = _name(cells.text(f"actor{number}"))
    if not name:
        return
    crowd, kind = _kind(cells, f"inter{number}", name)
    role = _role(crowd, event, sub)
    yield _participant(name, crowd, kind, role, side)
    for other in cells.text(f"assoc_actor_{number}").split(";"):
        if beside := _name(other):
            # Beside a crowd stands who was in it: workers, women, a party. Beside a force, who was with it.
            with_it = Role.SUPPORTING if role == Role.BELLIGERENT and not crowd else role
            yield _participant(beside, crowd or _crowd_in(beside), ActorKind.OTHER, with_it, side)


def _kind(cells: Cells, column: str, name: str) -> tuple[int, ActorKind]:
    """The number of the crowd that it is, 0 if it is none, and the kind of actor otherwise."""
    code = cells.code(column).lower()
    number = _NUMBERS.get(code, 0)
    if crowd := number if number in CROWDS else _crowd_in(name):
        return crowd, ActorKind.OTHER
    if code and not number:
        cells.flag("inter-unknown-code")
    kind = KINDS.get(number, ActorKind.OTHER)
    if kind == ActorKind.STATE_FORCES and name.startswith("Police"):
        return 0, ActorKind.POLICE
    return 0, kind


def _crowd_in(name: str) -> int:
    match = _NAMES_OF_CROWDS.match(name)
    return _NUMBERS[match[1].lower()] if match else 0


def _role(crowd: int, event: EventType, sub: SubEventType) -> Role:
    if crowd == CIVILIANS:
        return Role.TARGET
    match event:
        case EventType.DEMONSTRATION:
            role = ROLES_IN_DEMONSTRATIONS[sub]
            return Role.BELLIGERENT if role == Role.TARGET and not crowd else role
        case EventType.STRATEGIC | EventType.DETENTION:
            return Role.MENTIONED
        case EventType.BATTLE | EventType.EXPLOSION | EventType.CIVILIANS | EventType.UNCLEAR:
            return Role.BELLIGERENT
        case _:
            assert_never(event)


def _participant(
    name: str, crowd: int, kind: ActorKind, role: Role, side: Side
) -> CodedParticipant[NamedActor]:
    if crowd:
        return CodedParticipant(None, description=name, role=role.value, side=side.value)
    if is_unknown(name):
        described = "" if kind == ActorKind.OTHER else kind.value
        return CodedParticipant(
            None, description=name, described_kind=described, role=role.value, side=side.value
        )
    return CodedParticipant(_actor(name, kind.value), role=role.value, side=side.value)


def _name(text: str) -> str:
    name = " ".join(text.split())[:200]
    return "" if says_nothing(name) else name


@lru_cache(maxsize=20_000)
def _actor(name: str, kind: str) -> NamedActor:
    """ACLED has no numbers for actors. Forces of a state under another government are another actor to it."""
    state = _STATE.match(name)
    return NamedActor(name, kind, (code_of(state["country"]) or "") if state else "")
