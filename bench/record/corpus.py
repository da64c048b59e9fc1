"""A record large enough to show what is slow: many small incidents, spread unevenly as real ones are.

BENCH_ROWS says how many (50,000 unless set). Places, actors and words follow a long tail: a few are
everywhere, most are rare.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from django.db import connection, transaction

from incidents.codebook import CivilianHarm, EventType, GradeValue, SubEventType
from incidents.countries import countries
from incidents.record import document as d
from incidents.record.log import writing

ROWS = int(os.environ.get("BENCH_ROWS", "50000"))
BATCH = 2_000
FIRST_DAY = date(1989, 1, 1)
DAYS = 12_000
COUNTRIES = sorted(countries())
CITIES, ACTORS, SOURCES, WORDS = 5_000, 1_500, 300, 20_000


def fill(rows: int = ROWS) -> None:
    """Publish that many incidents in batches, and let PostgreSQL count what it has."""
    drafts: list[writing.Draft] = []
    for draft in _drafts(rows):
        drafts.append(draft)
        if len(drafts) == BATCH:
            _publish(drafts)
            drafts = []
    if drafts:
        _publish(drafts)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE record_edition, record_entry, record_entryplace")


def _publish(drafts: list[writing.Draft]) -> None:
    with transaction.atomic():
        writing.append(drafts)


def _drafts(rows: int) -> Iterator[writing.Draft]:
    chance = Random(20210420)
    for n in range(1, rows + 1):
        document = incident(n, chance)
        yield writing.Draft(
            subject="incident", public_id=document.id, number=1, kind="published", body=d.encode(document)
        )


def incident(n: int, chance: Random) -> d.IncidentDocument:
    """One incident at one place, by two parties, by one report."""
    day = FIRST_DAY + timedelta(days=int(DAYS * chance.random() ** 0.5))
    last = day + timedelta(days=chance.choice([0, 0, 0, 0, 1, 6, 30]))
    public_id = f"INC-{n:06d}"
    low = int(chance.paretovariate(1.2)) - 1
    return d.IncidentDocument(
        id=public_id,
        format=d.INCIDENT_FORMAT,
        edition=d.EditionRef(number=1, kind="published"),
        url=f"https://attest.example/incidents/{public_id}/",
        origin=None,
        extent="single",
        title={"en": f"{_words(chance, 4)} {n}"},
        summary={"en": _words(chance, 25)},
        event_type=chance.choice(EventType.values),
        sub_event_type=chance.choice(SubEventType.values),
        civilian_harm=chance.choice(CivilianHarm.values),
        occurred=d.Occurred(earliest=day.isoformat(), latest=last.isoformat(), precision="day"),
        locations=[_place(chance)],
        participants=[_participant(chance, "a", "attacker"), _participant(chance, "b", "target")],
        casualties=[_killed(low, chance)],
        claims=[],
        grades=[
            d.Grade(
                about="occurrence",
                grade=chance.choice(GradeValue.values),
                reason="",
                assessed_on="2021-04-20",
            )
        ],
        independence=[],
        reports=[_report(chance)],
        episodes=[],
        related=[],
        persons=[],
        tags=[],
        external_ids=[],
    )


def _tail(chance: Random, size: int) -> int:
    """A number below ``size``, small ones far more often."""
    return min(size - 1, int(chance.paretovariate(0.6)) - 1)


def _words(chance: Random, count: int) -> str:
    return " ".join(f"word{_tail(chance, WORDS)}" for _ in range(count))


def _place(chance: Random) -> d.Place:
    city = _tail(chance, CITIES)
    where = Random(city)
    country = COUNTRIES[city % len(COUNTRIES)]
    lat, lon = round(where.uniform(-35, 55), 5), round(where.uniform(-120, 140), 5)
    return d.Place(
        location=d.Ref(id=f"LOC-{city:06d}", name=f"City {city}"),
        type="locality",
        role="scene",
        country=country,
        within=[d.Area(id=f"LOC-9{city % 500:05d}", name=f"Province {city % 500}", type="admin1")],
        point=d.Point(lat=d.degrees(str(lat)), lon=d.degrees(str(lon))),
        radius_km=5,
        words=None,
        aliases=[],
    )


def _participant(chance: Random, side: str, role: str) -> d.Participant:
    actor = _tail(chance, ACTORS)
    return d.Participant(
        actor=d.Ref(id=f"ACT-{actor:06d}", name=f"Group {actor}"),
        description=None,
        kind="rebel_group",
        role=role,
        side=side,
        standing=chance.choice(["assessed", "assessed", "alleged"]),
        certainty="certain",
        affiliations=[],
        aliases=[],
        claims=[],
        position_reported=False,
    )


def _killed(low: int, chance: Random) -> d.Figure:
    best = low + chance.choice([0, 0, 0, 1, 3])
    return d.Figure(
        outcome="killed",
        status="unknown",
        belongs_to=None,
        low=low,
        best=best,
        high=best + chance.choice([0, 0, 2]),
        claims=[],
        rationale="",
    )


def _report(chance: Random) -> d.ReportRef:
    source = _tail(chance, SOURCES)
    return d.ReportRef(
        id="R1",
        source=d.Ref(id=f"SRC-{source:06d}", name=f"Paper {source}"),
        title=_words(chance, 6),
        byline=None,
        url=None,
        archive_url=None,
        published_on=None,
        language="en",
    )
