"""Incidents and actors as UCDP would code them, some with its numbers."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from incidents.record import document as d
from tests.record import documents as make

IS = d.Ref(id="ACT-000011", name="IS")
ARMY = d.Ref(id="ACT-000012", name="Syrian Arab Army")
HTS = d.Ref(id="ACT-000013", name="HTS")
HOMS = d.Ref(id="LOC-000010", name="Homs Governorate")
RASTAN = d.Ref(id="LOC-000011", name="Ar Rastan district")
TEIR = d.Ref(id="LOC-000012", name="Teir Maaleh village")

EVENT_NUMBER, IS_NUMBER, DYAD_NUMBER = 214797, 234, 11973


def code(scheme: str, number: int, match: str = "same") -> d.Code:
    return d.Code(scheme=scheme, value=str(number), match=match)


def actor(ref: d.Ref, kind: str, *codes: d.Code, country: str | None = "SY") -> d.ActorDocument:
    return msgspec.structs.replace(make.actor(ref, kind=kind, country=country), external_ids=list(codes))


def part(ref: d.Ref | None, kind: str | None, side: str = "a", **changes: Any) -> d.Participant:
    return msgspec.structs.replace(make.participant(ref, side=side, **changes), kind=kind)


def dead(best: int | None, status: str, side: str | None = None, **changes: Any) -> d.Figure:
    """A cell of killed people; a low and a high other than the best may be given."""
    belonging = d.Belonging(side=side) if side else None
    figure = make.killed(changes.pop("low", best), best, changes.pop("high", best), status=status)
    return msgspec.structs.replace(figure, belongs_to=belonging, **changes)


def place(**changes: Any) -> d.Place:
    """Teir Maaleh in Homs, with the levels above it."""
    homs = make.place(TEIR, lat=34.80246, lon=36.7076, **changes)
    above = [
        d.Area(id=RASTAN.id, name=RASTAN.name, type="admin2"),
        d.Area(id=HOMS.id, name=HOMS.name, type="admin1"),
        d.Area(id=make.SYRIA.id, name="Syria", type="country"),
    ]
    return msgspec.structs.replace(homs, within=above)


def battle(public_id: str = "INC-000001", **changes: Any) -> d.IncidentDocument:
    """IS (side A) against the army (side B): UCDP's order is the other way round."""
    values: dict[str, Any] = {
        "participants": [part(IS, "rebel_group"), part(ARMY, "state_forces", "b")],
        "casualties": [dead(2, "combatant", "a"), dead(3, "combatant", "b", low=1, high=5)],
        "locations": [place()],
    }
    return make.incident(public_id, **values | changes)


def massacre(public_id: str = "INC-000002", **changes: Any) -> d.IncidentDocument:
    values: dict[str, Any] = {
        "event_type": "violence_against_civilians",
        "sub_event_type": "attack",
        "civilian_harm": "targeted",
        "participants": [part(IS, "rebel_group", role="attacker")],
        "casualties": [dead(7, "civilian")],
        "locations": [place()],
    }
    return make.incident(public_id, **values | changes)


def feud(public_id: str = "INC-000003", **changes: Any) -> d.IncidentDocument:
    values: dict[str, Any] = {
        "participants": [part(IS, "rebel_group"), part(HTS, "rebel_group", "b")],
        "casualties": [dead(1, "unknown")],
    }
    return make.incident(public_id, **values | changes)


@pytest.fixture
def actors(db: None) -> dict[str, d.ActorDocument]:
    """Published; IS has UCDP's number."""
    documents = [
        actor(IS, "rebel_group", code("ucdp-actor", IS_NUMBER)),
        actor(ARMY, "state_forces"),
        actor(HTS, "rebel_group"),
    ]
    make.publish(*documents)
    return {document.id: document for document in documents}
