"""Keeping a copy: events since a moment, then deletions since then, give what is there now."""

from __future__ import annotations

from random import Random

import pytest
from django.db import transaction

from incidents.record.log import writing
from tests.record import documents as make

pytestmark = pytest.mark.django_db

ONE, TWO, THREE, FOUR = (f"INC-00000{n}" for n in (1, 2, 3, 4))


def withhold(public_id):
    with transaction.atomic():
        writing.withhold([make.tombstone(public_id, "withheld")])


def test_what_is_gone_is_listed_with_its_time(read):
    make.publish(*(make.incident(public_id) for public_id in (ONE, TWO, THREE, FOUR)))
    stone = make.bury(ONE, "retracted")
    make.bury(TWO, "merged", into=FOUR)
    withhold(THREE)
    assert [row["event_id_cnty"] for row in read("deleted")] == [THREE, TWO, ONE]
    assert read("deleted", event_id_cnty=ONE) == [
        {"event_id_cnty": ONE, "deleted_timestamp": int(stone.issued_at.timestamp())}
    ]
    assert read("deleted", deleted_timestamp=int(stone.issued_at.timestamp()) + 60) == []
    assert read("deleted", as_of="sequence:5") == read("deleted", event_id_cnty=ONE)


def test_only_incidents_are_events(read):
    make.publish(make.actor())
    make.bury(make.ASAYISH.id, "retracted")
    assert read("deleted") == []


def test_what_became_a_series_is_gone_from_single_events(read):
    make.publish(make.incident(ONE), make.incident(TWO, extent="series"))
    make.correct(make.incident(ONE), extent="series")
    make.correct(make.incident(TWO), extent="series", title={"en": "Always was one"})
    assert [row["event_id_cnty"] for row in read("deleted")] == [ONE]
    assert read("deleted", extent="all") == []


def test_a_withheld_edition_is_taken_to_have_been_single(read):
    make.publish(make.incident(ONE))
    after = make.changed(make.incident(ONE), 2, extent="series")
    with transaction.atomic():
        writing.withhold([make.draft(after, note="Protected.", purpose="protective")])
    assert [row["event_id_cnty"] for row in read("deleted")] == [ONE]


class Copy:
    """What a script keeps between two visits."""

    def __init__(self, read, **options):
        self.read, self.options = read, options
        self.events, self.since = {}, 0

    def visit(self):
        fresh = self.read(timestamp=self.since, timestamp_where=">=", limit=0, **self.options)
        self.events |= {row["event_id_cnty"]: row for row in fresh}
        for row in self.read("deleted", deleted_timestamp=self.since, limit=0, **self.options):
            self.events.pop(row["event_id_cnty"], None)
        self.since = max([self.since, *(row["timestamp"] for row in fresh)])


def _act(random, published, number):
    """Something an editor might do."""
    doing = random.choice(["publish", "publish", "correct", "refresh", "retract", "merge", "withhold"])
    if doing == "publish" or not published:
        public_id = f"INC-{number:06d}"
        make.publish(make.incident(public_id, extent=random.choice(["single", "single", "series"])))
        published.append(public_id)
        return
    public_id = random.choice(published)
    match doing:
        case "correct":
            make.correct(make.incident(public_id), extent=random.choice(["single", "series"]))
        case "refresh":
            make.correct(make.incident(public_id), kind="refreshed")
        case _:
            published.remove(public_id)
            if doing == "withhold":
                withhold(public_id)
            elif doing == "merge" and published:
                make.bury(public_id, "merged", into=random.choice(published))
            else:
                make.bury(public_id, "retracted")


@pytest.mark.parametrize("seed", range(4))
def test_a_copy_stays_exact_whatever_happens(read, seed, settings):
    settings.API_UNITS_PER_MINUTE = settings.API_UNITS_PER_MINUTE | {"anonymous": 1_000_000}
    random = Random(seed)  # noqa: S311
    copies = [Copy(read), Copy(read, extent="all")]
    published: list[str] = []
    for number in range(1, 41):
        _act(random, published, number)
        for copy in copies:
            if random.random() < 0.3:
                copy.visit()
    for copy in copies:
        copy.visit()
        now = {row["event_id_cnty"]: row for row in read(limit=0, **copy.options)}
        assert copy.events == now
