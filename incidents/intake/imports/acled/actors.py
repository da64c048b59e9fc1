"""Who: ACLED's two actors and those associated with them.

The order of the two says nothing of who attacked whom (ACLED codebook, actors), so they are the two sides of what
happened. Civilians are the object of violence against civilians by its definition, and peaceful protesters of the
force used on them. Crowds and those whom nobody could name are described and not entered as actors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from incidents.codebook import ActorKind, EventType, Role, Side, SubEventType

from ..engine.coded import CodedParticipant, NamedActor
from ..files.cells import Cells
from ..words.countries import code_of
from ..words.placeholders import is_unknown, says_nothing

_KINDS = {
    "1": ActorKind.STATE_FORCES, "state forces": ActorKind.STATE_FORCES,
    "2": ActorKind.REBEL, "rebel group": ActorKind.REBEL, "rebel groups": ActorKind.REBEL,
    "3": ActorKind.POLITICAL_MILITIA, "political militia": ActorKind.POLITICAL_MILITIA,
    "political militias": ActorKind.POLITICAL_MILITIA,
    "4": ActorKind.IDENTITY_MILITIA, "identity militia": ActorKind.IDENTITY_MILITIA,
    "identity militias": ActorKind.IDENTITY_MILITIA,
    "8": ActorKind.EXTERNAL, "external/other forces": ActorKind.EXTERNAL, "other forces": ActorKind.EXTERNAL,
}  # fmt: skip
_RIOTERS, _PROTESTERS, _CIVILIANS = "5", "6", "7"
_CROWDS = {
    _RIOTERS: _RIOTERS, "rioters": _RIOTERS,
    _PROTESTERS: _PROTESTERS, "protesters": _PROTESTERS,
    _CIVILIANS: _CIVILIANS, "civilians": _CIVILIANS,
}  # fmt: skip
_NAMES_OF_CROWDS = re.compile(r"(Rioters|Protesters|Civilians)\b")
_STATE = re.compile(r"(?:Military|Police) Forces of (?:the )?(?P<country>[^(]+?)\s*(?:\(|$)")


def parts_of(cells: Cells, event: str, sub: str) -> list[CodedParticipant[NamedActor]]:
    """Everybody who is named, on two sides. Who stands twice on a row in the same role is taken once."""
    found = [*_side(cells, "1", Side.A, event, sub), *_side(cells, "2", Side.B, event, sub)]
    return list({(one.who or one.description, one.role): one for one in reversed(found)}.values())[::-1]


def _side(
    cells: Cells, number: str, side: Side, event: str, sub: str
) -> Iterator[CodedParticipant[NamedActor]]:
    name = _name(cells.text(f"actor{number}"))
    if not name:
        return
    crowd, kind = _inter(cells, f"inter{number}", name)
    role = _role(crowd, event, sub)
    yield _part(name, crowd, kind, role, side)
    for other in cells.text(f"assoc_actor_{number}").split(";"):
        if beside := _name(other):
            # Beside a crowd stands who was in it: workers, women, a party. Beside a force, who was with it.
            with_it = Role.SUPPORTING if role == Role.BELLIGERENT and not crowd else role
            yield _part(beside, crowd or _crowd_in(beside), ActorKind.OTHER, with_it, side)


def _inter(cells: Cells, column: str, name: str) -> tuple[str, ActorKind]:
    """The crowd that it is, if it is one, and the kind of actor otherwise."""
    code = cells.text(column).lower()
    if crowd := _CROWDS.get(code) or _crowd_in(name):
        return crowd, ActorKind.OTHER
    kind = _KINDS.get(code)
    if kind is None and code:
        cells.flag("inter-unknown-code")
    if kind == ActorKind.STATE_FORCES and name.startswith("Police"):
        return "", ActorKind.POLICE
    return "", kind or ActorKind.OTHER


def _crowd_in(name: str) -> str:
    found = _NAMES_OF_CROWDS.match(name)
    return _CROWDS[found[1].lower()] if found else ""


def _role(crowd: str, event: str, sub: str) -> Role:
    if crowd == _CIVILIANS:
        return Role.TARGET
    match event, sub:
        case EventType.DEMONSTRATION, SubEventType.PROTEST_MET_WITH_FORCE if crowd:
            return Role.TARGET
        case EventType.DEMONSTRATION, SubEventType.PEACEFUL_PROTEST:
            return Role.MENTIONED
        case EventType.STRATEGIC | EventType.DETENTION, _:
            return Role.MENTIONED
        case _:
            return Role.BELLIGERENT


def _part(name: str, crowd: str, kind: ActorKind, role: Role, side: Side) -> CodedParticipant[NamedActor]:
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
