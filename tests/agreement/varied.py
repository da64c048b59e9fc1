"""Incidents that differ in whatever a shape may trip over: open ranges, sums, doubts, places around the earth."""

from __future__ import annotations

from random import Random
from typing import Any

import msgspec

from incidents.codebook import SUB_EVENTS, EventType
from incidents.record import document as d
from tests.record import documents as make

FIJI, LAU = d.Ref(id="LOC-000031", name="Fiji"), d.Ref(id="LOC-000032", name="Lau")
TURKIYE = d.Ref(id="LOC-000033", name="Türkiye")
DISTRICT = d.Ref(id="LOC-000034", name="Qamishli district")
HERE = [
    d.Area(id=DISTRICT.id, name=DISTRICT.name, type="admin2"),
    d.Area(id=make.HASAKAH.id, name=make.HASAKAH.name, type="admin1"),
    d.Area(id=make.SYRIA.id, name=make.SYRIA.name, type="country"),
]
KINDS = {make.ASAYISH.id: "police", make.NDF.id: "political_militia", make.GOVERNMENT.id: "state_forces"}

EXTENTS = ["single", "single", "single", "single", "single", "series", "aggregate"]

FIGURES: list[list[d.Figure]] = [
    [],
    [make.killed(2, 2, 2)],
    [make.killed(1, 3, 8)],
    [make.killed(0, 0, 0)],
    [make.killed(3, None, None)],
    [make.killed(None, None, None)],
    [make.killed(None, None, 5)],
    [make.killed(0, None, 4)],
    [make.killed(0, 0, None)],
    [make.killed(1, 1, 1, status="civilian"), make.killed(2, None, 3, status="combatant")],
    [make.killed(1, 2, 3, status="civilian"), make.killed(4, 4, 4, outcome="wounded")],
    [make.killed(1, 2, 2, status="civilian", outcome="wounded")],
    [make.killed(0, 0, 0, status="civilian"), make.killed(None, None, None, status="combatant")],
    [make.killed(5, 5, 5), make.killed(None, 7, 9, status="civilian")],
]


def _place(within: list[d.Area] | None = None, **changes: Any) -> d.Place:
    return msgspec.structs.replace(make.place(**changes), within=HERE if within is None else within)


IN_FIJI: dict[str, Any] = {"country": "FJ", "within": [d.Area(id=FIJI.id, name=FIJI.name, type="country")]}
WEST = _place(location=LAU, lat=-17.5, lon=-179.9, radius_km=40, **IN_FIJI)
EAST = _place(location=LAU, lat=-17.6, lon=179.95, radius_km=1, **IN_FIJI)
IN_TURKIYE = _place(
    location=d.Ref(id="LOC-000035", name="Nusaybin"),
    within=[d.Area(id=TURKIYE.id, name=TURKIYE.name, type="country")],
    country="TR",
    lat=37.07,
    lon=41.21,
)
PLACES: list[list[d.Place]] = [
    [],
    [_place()],
    [_place(lat=None, radius_km=None)],
    [WEST],
    [EAST],
    [_place(role="origin"), IN_TURKIYE],
    [IN_TURKIYE, _place()],
    [_place(location=make.HASAKAH, within=HERE[2:], type="admin1", lat=36.5, lon=40.75, radius_km=None)],
    [_place(location=make.SYRIA, within=[], type="country", lat=None, radius_km=None)],
    [_place(lat=0.0, lon=0.0, radius_km=0, within=[], country="TR"), WEST, EAST],
]
DAYS = [
    ("2021-02-14", "2021-02-14", "day"),
    ("2021-01-31", "2021-02-02", "day"),
    ("2021-02-01", "2021-02-28", "month"),
    ("2021-02-20", "2021-03-10", "period"),
    ("2021-01-01", "2021-12-31", "year"),
    ("2020-12-31", "2021-01-01", "days"),
    ("2021-03-05", "2021-03-05", "unknown"),
]


def _part(actor: d.Ref | None, **changes: Any) -> d.Participant:
    found = make.participant(actor, **changes)
    return msgspec.structs.replace(found, kind=KINDS.get(actor.id) if actor else None)


WHO: list[list[d.Participant]] = [
    [],
    [_part(make.ASAYISH), _part(make.NDF, side="b")],
    [_part(make.NDF, role="attacker", standing="alleged")],
    [_part(make.GOVERNMENT, role="attacker", standing="disputed"), _part(make.ASAYISH, side="b", role="target")],
    [_part(None, description="unidentified gunmen", role="attacker")],
    [
        _part(make.NDF),
        _part(make.ASAYISH, side="b"),
        _part(make.NDF, role="attacker", standing="alleged"),
        _part(make.GOVERNMENT, side="other", role="mediator"),
    ],
    [_part(make.GOVERNMENT), _part(make.NDF, standing="alleged", member_of=[make.GOVERNMENT])],
    [_part(make.GOVERNMENT, side="b", standing="disputed"), _part(make.NDF)],
    [_part(make.AANES, side="other", role="attacker", standing="alleged")],
]  # fmt: skip


def incidents(number: int, seed: int = 20210420) -> list[d.IncidentDocument]:
    """So many of them; every figure occurs, and each with many of the others."""
    chance = Random(seed)  # noqa: S311  # no secrets
    return [_incident(n, chance) for n in range(1, number + 1)]


def _incident(number: int, chance: Random) -> d.IncidentDocument:
    first, last, precision = chance.choice(DAYS)
    event = chance.choice(EventType.values)
    return make.incident(
        f"INC-{number:06d}",
        title=f"Incident {number}",
        event_type=event,
        sub_event_type=str(chance.choice(SUB_EVENTS[EventType(event)])),
        extent=chance.choice(EXTENTS),
        civilian_harm=chance.choice(["targeted", "none", "unclear"]),
        occurred=d.Occurred(earliest=first, latest=last, precision=precision),
        locations=chance.choice(PLACES),
        participants=chance.choice(WHO),
        casualties=FIGURES[number % len(FIGURES)],
        grades=[make.grade(chance.choice(["confirmed", "contested"]))] if chance.random() < 0.7 else [],
        reports=[make.report()] * chance.randint(0, 2),
    )


def surroundings() -> list[Any]:
    """The actors and places that are spoken of."""
    actors = [make.actor(actor, kind=KINDS.get(actor.id, "political_authority")) for actor in (
        make.ASAYISH, make.NDF, make.GOVERNMENT, make.AANES)]  # fmt: skip
    return [
        *actors,
        make.location(make.SYRIA, within=(), kind="country"),
        make.location(make.HASAKAH, within=(make.SYRIA,), kind="admin1"),
        make.location(DISTRICT, kind="admin2"),
    ]
