"""Incidents of every kind that the columns tell apart, drawn by a seed."""

from __future__ import annotations

from random import Random
from typing import Any

import msgspec

from incidents.codebook import SUB_EVENTS, CivilianHarm, DatePrecision, Extent, Role, Side, Standing
from incidents.record import document as d
from tests.record import documents as make

IRAQ = d.Ref(id="LOC-000010", name="Iraq")
NINEVEH = d.Ref(id="LOC-000011", name="Nīnawá")
SINJAR = d.Ref(id="LOC-000012", name="Sinjar")
PARIS = d.Ref(id="LOC-000013", name="Paris")
KINDS = {make.ASAYISH: "police", make.NDF: "political_militia", make.GOVERNMENT: "political_authority"}
CODES = [(str(kind), str(sub)) for kind, subs in SUB_EVENTS.items() for sub in subs]
SCENES = [
    [],
    [make.place()],
    [make.place(make.RAQQA, lat=35.95, lon=39.01)],
    [make.place(make.HASAKAH, within=[make.SYRIA], type="admin1", lat=None)],
    [make.place(SINJAR, country="IQ", within=[NINEVEH], lat=36.3, lon=41.87), make.place()],
    [make.place(PARIS, country="FR", within=[], lat=48.85, lon=2.35, role="origin")],
]


def actor(ref: d.Ref, **part: Any) -> d.Participant:
    """A participant with the kind that its actor has."""
    return msgspec.structs.replace(make.participant(ref, **part), kind=KINDS[ref])


def described(words: str, *, kind: str | None = None, **part: Any) -> d.Participant:
    return msgspec.structs.replace(make.participant(None, description=words, **part), kind=kind)


def incidents(count: int, seed: int = 1) -> list[d.IncidentDocument]:
    random = Random(seed)  # noqa: S311  # nothing secret
    return [_incident(random, number) for number in range(1, count + 1)]


def _incident(random: Random, number: int) -> d.IncidentDocument:
    kind, sub = random.choice(CODES)
    return make.incident(
        f"INC-{number:06d}",
        occurred=_occurred(random),
        title=random.choice(["A clash", "Notes of a night", "Ein Gefecht in Straße 5"]),
        event_type=kind,
        sub_event_type=sub,
        extent=random.choice([*[Extent.SINGLE] * 4, Extent.SERIES, Extent.AGGREGATE]).value,
        civilian_harm=random.choice(CivilianHarm.values),
        locations=random.choice(SCENES),
        participants=[_participant(random) for _one in range(random.randint(0, 4))],
        casualties=_casualties(random),
        reports=[
            make.report(random.choice([make.RUDAW, make.SOHR, None])) for _one in range(random.randint(0, 2))
        ],
        grades=[make.grade(random.choice(["confirmed", "not_assessed"]))],
        tags=random.sample(["checkpoint", "truce; broken"], random.randint(0, 2)),
    )


def _occurred(random: Random) -> d.Occurred:
    first = f"{random.choice([2020, 2021])}-{random.randint(1, 12):02d}-{random.choice([1, 15]):02d}"
    return d.Occurred(
        earliest=first,
        latest=random.choice([first, "2021-12-31"]),
        precision=random.choice(DatePrecision.values),
    )


def _participant(random: Random) -> d.Participant:
    part = {
        "role": random.choice(Role.values),
        "side": random.choice(Side.values),
        "standing": random.choice(Standing.values),
    }
    if random.random() < 0.3:
        return described(random.choice(["unidentified gunmen", "civilians", "policemen"]), **part)
    return actor(random.choice(list(KINDS)), **part)


def _casualties(random: Random) -> list[d.Figure]:
    cells = [(2, 2, 2), (0, None, None), (3, None, None), (1, 4, 9), (0, 0, 0), (None, None, None)]
    return [
        make.killed(*random.choice(cells), status=status)
        for status in ("civilian", "combatant")
        if random.random() < 0.5
    ]
