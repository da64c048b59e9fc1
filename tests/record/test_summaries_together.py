"""The kept sums while people publish, correct and withhold, and others bring the sums up to date or read them."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from incidents.record.index.reindexing import reindex
from incidents.record.log import writing
from incidents.record.log.verification import verify
from incidents.record.models import Entry
from incidents.record.reading import head
from incidents.record.sums import summaries
from incidents.record.sums.aggregates.counting import count
from incidents.record.sums.aggregates.parameters import parse_aggregate

from . import documents as make
from .test_publishing_together import at_once

pytestmark = pytest.mark.django_db(transaction=True)

IDS = [f"INC-{n:06d}" for n in range(1, 41)]


def incident(public_id: str, killed: int) -> object:
    return make.incident(
        public_id, locations=[make.place()], casualties=[make.killed(killed, killed, killed)]
    )


def test_sums_are_right_at_every_moment_and_in_the_end():
    make.publish(*(incident(public_id, 1) for public_id in IDS))
    summaries.refresh()
    done = threading.Event()
    seen: list[tuple[int, int]] = []

    def correct() -> None:
        for killed in (2, 3, 4):
            for public_id in IDS[:20]:
                make.correct(incident(public_id, 1), casualties=[make.killed(killed, killed, killed)])

    def withhold() -> None:
        for public_id in IDS[20:]:
            with transaction.atomic():
                writing.withhold([make.tombstone(public_id, "withheld")])

    def work() -> None:
        try:
            at_once(correct, withhold)
        finally:
            done.set()

    def refresh() -> None:
        while not done.is_set():
            summaries.refresh()

    def mend() -> None:
        while not done.is_set():
            list(reindex(everything=True, chunk=25))

    def read() -> None:
        """Every incident in force has one line's worth; each withholding takes just one away."""
        while not done.is_set():
            request = parse_aggregate({"by": "month,country"})
            (line,) = count(request)
            seen.append((request.query.state.sequence, line.sums["incidents"]))

    at_once(work, refresh, mend, read)
    assert list(summaries.disagreements()) == []
    summaries.refresh()
    assert list(verify()) == []
    (line,) = count(parse_aggregate({}))
    assert (line.sums["incidents"], line.sums["killed_best"]) == (20, 80)
    assert Entry.objects.at(head().sequence).count() == 20
    assert len(set(seen)) > 2
    # A withholding reaches back: a state read before it is complete may be counted just after it.
    assert all(20 <= incidents <= 40 for _sequence, incidents in seen)
    assert [incidents for _sequence, incidents in seen] == sorted(
        (incidents for _sequence, incidents in seen), reverse=True
    )


def test_two_who_refresh_wait_for_each_other():
    make.publish(*(incident(public_id, 1) for public_id in IDS))

    def refresh() -> None:
        summaries.refresh()

    def rebuild() -> None:
        summaries.refresh(rebuild=True)

    at_once(refresh, refresh, rebuild)
    assert list(summaries.disagreements()) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM record_summary")
        assert cursor.fetchone() == (len(summaries.SUMMARIES),)
