"""Events by actor, kind of actor, country and region."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection, transaction

from incidents.dialects.acled import summaries
from incidents.record.log import writing
from incidents.record.reading import head
from tests.record import documents as make

from . import world
from .world import IRAQ, SINJAR, actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    parts = [actor(make.ASAYISH), actor(make.GOVERNMENT, role="supporting"), actor(make.NDF, side="b")]
    make.publish(
        make.incident("INC-000001", first="2021-01-01", locations=[make.place()], participants=parts),
        make.incident("INC-000002", first="2021-03-01", locations=[make.place()], participants=parts[:1]),
        make.incident(
            "INC-000003", first="2021-02-01", locations=[make.place(SINJAR, country="IQ", within=[IRAQ])]
        ),
        make.incident(
            "INC-000004", first="2021-02-01", extent="aggregate", locations=[make.place(country="FR")]
        ),
    )


def test_actors(record, read):
    assert read("actor", actor_name="asayish") == [
        {
            "actor_name": "Asayish",
            "first_event_date": "2021-01-01",
            "last_event_date": "2021-03-01",
            "event_count": 2,
        }
    ]
    assert [row["actor_name"] for row in read("actor")] == [
        "Asayish",
        "National Defence Forces",
        "Syrian government",
        "Unidentified Armed Group (Iraq)",
    ]
    assert [row["actor_name"] for row in read("actor", event_count=1, event_count_where=">")] == ["Asayish"]


def test_kinds_of_actors(record, read):
    rows = read("actortype")
    assert [(row["actor_type_id"], row["actor_type_name"], row["event_count"]) for row in rows] == [
        (1, "State forces", 2),
        (3, "Political militia", 2),
    ]


def test_countries(record, read):
    assert read("country", iso=368) == [
        {
            "country": "Iraq",
            "iso": 368,
            "iso3": "IRQ",
            "first_event_date": "2021-02-01",
            "last_event_date": "2021-02-01",
            "event_count": 1,
        }
    ]
    assert [row["country"] for row in read("country")] == ["Iraq", "Syria"]
    assert [row["country"] for row in read("country", extent="all")] == ["France", "Iraq", "Syria"]


def test_regions(record, read):
    assert [(row["region"], row["region_name"], row["event_count"]) for row in read("region")] == [
        (11, "Middle East", 3)
    ]
    assert read("region", region=3) == []


def test_tallies_are_those_of_the_rows(read):
    make.publish(*world.incidents(60))
    rows = read(limit=0)
    countries = Counter(row["country"] for row in rows if row["country"])
    assert {row["country"]: row["event_count"] for row in read("country")} == dict(countries)
    first = {row["actor_name"] for row in read("actor")}
    assert {row[name] for row in rows for name in ("actor1", "actor2")} - {""} <= first


def test_a_state_is_counted_once(record, read, monkeypatch):
    before = read("actor")
    monkeypatch.setattr(summaries, "EventSearch", lambda *arguments: pytest.fail("counted again"))
    assert read("actor") == before
    assert read("region")


def test_a_new_state_is_counted_anew(record, read):
    read("country")
    make.publish(make.incident("INC-000005", locations=[make.place(country="FR")]))
    assert "France" in {row["country"] for row in read("country")}


def test_counting_is_charged_once(ask, record):
    assert ask("actor").headers["RateLimit"].startswith('"anonymous";r=589')  # one, and ten for reading all
    assert ask("actor").headers["RateLimit"].startswith('"anonymous";r=588')


def test_who_is_withheld_is_gone_from_tallies_that_were_counted_before(record, read):
    state = f"sequence:{head().sequence}"
    assert "Unidentified Armed Group (Iraq)" in {row["actor_name"] for row in read("actor", as_of=state)}
    with transaction.atomic():
        writing.withhold([make.tombstone("INC-000003", "withheld")])
    assert "Unidentified Armed Group (Iraq)" not in {row["actor_name"] for row in read("actor", as_of=state)}
    assert "Iraq" not in {row["country"] for row in read("country", as_of=state)}


def test_nothing_of_it_is_kept_in_the_database(record, read):
    read("actor")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM accounts_cache WHERE cache_key NOT LIKE 'rate:%%'", [])
        assert cursor.fetchall() == []
