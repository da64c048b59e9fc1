"""Incidents and questions made up by chance, close enough to each other that questions find some and not all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from incidents.codebook import (
    CivilianHarm,
    EventType,
    Extent,
    GradeAbout,
    GradeValue,
    LocationType,
    Role,
    Side,
    Standing,
    SubEventType,
)
from incidents.record import document as d

from . import documents as make

ACTORS = [d.Ref(id=f"ACT-{n:06d}", name=f"Group {n}") for n in range(1, 6)]
SOURCES = [d.Ref(id=f"SRC-{n:06d}", name=f"Paper {n}") for n in range(1, 4)]
PLACES = [d.Ref(id=f"LOC-{n:06d}", name=f"Place {n}") for n in range(1, 9)]
AREAS = [d.Ref(id=f"LOC-{n:06d}", name=f"Area {n}") for n in range(11, 14)]
EPISODES = [d.Ref(id=f"EPI-{n:06d}", name=f"Siege {n}") for n in range(1, 3)]
WORDS = ["zebra", "quagga", "tapir", "okapi", "dugong"]
TAGS = ["checkpoint", "funeral", "market"]
SCHEMES = ["ucdp_ged:1", "ucdp_ged:2", "acled:SYR1"]
CENTRES = [
    (37.05, 41.22),
    (37.1, 41.5),
    (-17.0, 179.9),
    (-16.5, -179.8),
    (0.0, 0.0),
    (89.5, 10.0),
    (-66.0, 120.0),
]
"""Around a town, across the antimeridian, on the equator, at the pole."""
ELSEWHERE = d.Provenance(
    dataset="ucdp", version="21.1", title="GED", licence="cc-by-4.0", citation="", row="7",
    violence_type="one_sided", sources_named=[d.Claimant(source=make.SOHR), d.Claimant(description="residents")],
)  # fmt: skip
LOOKED_AT = d.Reviewed(on="2022-03-04", result="adopted")
T = TypeVar("T")
FIRST_DAY, DAYS = date(2020, 1, 1), 800


class MadeUp:
    """Everything by chance from one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311  # no secrets

    def incident(self, number: int) -> d.IncidentDocument:
        first = self._day()
        last = first + timedelta(days=self.chance.choice([0, 0, 0, 1, 5, 30, 365]))
        return make.incident(
            f"INC-{number:06d}",
            first=first.isoformat(),
            last=last.isoformat(),
            title=" ".join(self._some(WORDS, 2)),
            event_type=self._one(EventType.values[:3]),
            sub_event_type=self._one(SubEventType.values[:4]),
            extent=self._one(Extent.values),
            civilian_harm=self._one(CivilianHarm.values),
            locations=[self._place() for _ in range(self.chance.choice([0, 1, 1, 2, 3]))],
            participants=[self._participant() for _ in range(self.chance.randint(0, 3))],
            casualties=[self._figure() for _ in range(self.chance.randint(0, 3))],
            grades=[make.grade(self._one(GradeValue.values), about) for about in self._some(GradeAbout.values, 3)],
            reports=[make.report(self._one([*SOURCES, None])) for _ in range(self.chance.randint(0, 2))],
            claims=[make.statement(self._one([*SOURCES, None])) for _ in range(self.chance.randint(0, 2))],
            episodes=self._some(EPISODES, 2),
            tags=self._some(TAGS, 2),
            origin=self._one([None, None, ELSEWHERE]),
            reviewed=self._one([None, LOOKED_AT]),
            external_ids=[_code(scheme) for scheme in self._some(SCHEMES, 2)],
        )  # fmt: skip

    def question(self) -> dict[str, str]:
        """One to four parameters, and now and then that they should be certain."""
        every = self.parameters()
        names = self.chance.sample(sorted(every), self.chance.choice([1, 1, 2, 2, 3, 4]))
        parameters = _in_order({name: every[name] for name in names})
        return parameters | ({"certain": "true"} if self.chance.random() < 0.3 else {})

    def parameters(self) -> dict[str, str]:
        return {
            "from": self._day_month_or_year(),
            "to": self._day_month_or_year(),
            "q": self._one(WORDS),
            "event_type": self._any(EventType.values[:3]),
            "sub_event_type": self._any(SubEventType.values[:4]),
            "extent": self._any(Extent.values),
            "civilian_harm": self._any(CivilianHarm.values),
            "country": self._any(["SY", "FJ", "TR"]),
            "location": self._any([place.id for place in (*PLACES, *AREAS)]),
            "admin1": self._any([area.id for area in AREAS]),
            "near": self._near(),
            "bbox": self._box(),
            "actor": self._any([actor.id for actor in ACTORS]),
            "role": self._any(Role.values),
            "side": self._any(Side.values),
            "standing": self._any(Standing.values),
            "source": self._any([source.id for source in SOURCES]),
            "episode": self._any([episode.id for episode in EPISODES]),
            "grade": self._any([*GradeValue.values, *(f"casualties:{grade}" for grade in GradeValue.values)]),
            "killed_min": str(self.chance.choice([0, 1, 3, 10, 25])),
            "killed_max": str(self.chance.choice([0, 1, 3, 10, 25])),
            "tag": self._any(TAGS),
            "origin": self._any(["desk", "ucdp"]),
            "reviewed": self._one(["yes", "no"]),
            "dataset_type": self._any(["one_sided", "state_based"]),
            "external_id": self._any(SCHEMES),
        }

    def _place(self) -> d.Place:
        lat, lon = self._point()
        return make.place(
            self._one(PLACES),
            lat=self._one([lat, lat, lat, None]),
            lon=lon,
            radius_km=self._one([None, 0, 1, 5, 40, 400]),
            within=self._some(AREAS, 2),
            country=self._one(["SY", "FJ", "TR"]),
            type=self._one(LocationType.values),
            role=self._one(["scene", "scene", "origin"]),
        )

    def _participant(self) -> d.Participant:
        actor = self._one([*ACTORS, None])
        return make.participant(
            actor,
            role=self._one(Role.values),
            side=self._one(Side.values),
            standing=self._one(Standing.values),
            member_of=self._some(ACTORS, 1),
            backed_by=self._some(ACTORS, 1),
            description=None if actor else "unidentified gunmen",
        )

    def _figure(self) -> d.Figure:
        low, best, high = sorted(self.chance.choice([0, 1, 2, 5, 20]) for _ in range(3))
        return make.killed(
            *(self._one([end, end, end, None]) for end in (low, best, high)),
            outcome=self._one(["killed", "killed", "wounded"]),
        )

    def _point(self) -> tuple[float, float]:
        lat, lon = self._one(CENTRES)
        lat, lon = lat + self.chance.uniform(-0.4, 0.4), lon + self.chance.uniform(-1, 1)
        return round(lat, 5), round((lon + 180) % 360 - 180, 5)

    def _near(self) -> str:
        lat, lon = self._point()
        return f"{lat:.5f},{lon:.5f},{self.chance.choice([1, 10, 60, 500, 1900])}"

    def _box(self) -> str:
        """Small ones, large ones, and ones across the antimeridian."""
        lat, lon = self._point()
        high, wide = self.chance.choice([0.1, 1, 8]), self.chance.choice([0.1, 1, 8, 100, 200])
        south, north = max(-90.0, lat - high), min(90.0, lat + high)
        west, east = ((edge + 180) % 360 - 180 for edge in (lon - wide / 2, lon + wide / 2))
        return f"{west:.5f},{south:.5f},{east:.5f},{north:.5f}"

    def _day_month_or_year(self) -> str:
        return self._day().isoformat()[: self.chance.choice([4, 7, 10])]

    def _day(self) -> date:
        return FIRST_DAY + timedelta(days=self.chance.randrange(DAYS))

    def _any(self, values: Sequence[str]) -> str:
        return ",".join(self.chance.sample(values, self.chance.choice([1, 1, 2])))

    def _one(self, values: Sequence[T]) -> T:
        return self.chance.choice(values)

    def _some(self, values: Sequence[T], most: int) -> list[T]:
        return self.chance.sample(values, self.chance.randint(0, min(most, len(values))))


def _in_order(parameters: dict[str, str]) -> dict[str, str]:
    """What begins after its end is no question but a mistake, and refused."""
    for ends in (("from", "to"), ("killed_min", "killed_max")):
        if parameters.keys() >= set(ends):
            least, most = sorted((parameters[name] for name in ends), key=lambda text: text.zfill(4))
            parameters |= {ends[0]: least, ends[1]: most}
    return parameters


def _code(text: str) -> d.Code:
    scheme, value = text.split(":")
    return d.Code(scheme=scheme, value=value, match="same")
