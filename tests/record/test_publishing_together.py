"""Several publishers at once, each with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import pairwise

import pytest
from django.db import connection, connections, transaction

from incidents.record.index.reindexing import reindex
from incidents.record.log import writing
from incidents.record.log.verification import verify
from incidents.record.models import OPEN, Edition, Entry

from . import documents as make

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs: Callable[[], None]) -> None:
    """Run each job in a thread; an exception in one of them is the test's."""
    failures: list[BaseException] = []

    def run(job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if failures:
        raise failures[0]


def publish_many(start: int, batches: int, size: int) -> Callable[[], None]:
    def job() -> None:
        for batch in range(batches):
            first = start + batch * size
            make.publish(*(make.incident(f"INC-{n:06d}") for n in range(first, first + size)))

    return job


def commit_order() -> list[tuple[int, int]]:
    """Sequence and inserting transaction of each edition; transactions never interleave in a gapless log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequence, xmin::text::bigint FROM record_edition ORDER BY sequence")
        rows: list[tuple[int, int]] = cursor.fetchall()
        return rows


def test_eight_publishers_leave_no_gap_and_no_double():
    at_once(*(publish_many(writer * 1000, batches=6, size=5) for writer in range(8)))
    assert list(Edition.objects.order_by("sequence").values_list("sequence", flat=True)) == list(
        range(1, 241)
    )
    transactions = [transaction for _, transaction in commit_order()]
    assert len(set(transactions)) == 48
    assert sum(a != b for a, b in pairwise(transactions)) == 47
    assert list(verify()) == []


def test_a_sequence_is_visible_only_with_all_before_it():
    """Whoever reads the head at any time can read every edition up to it."""
    done = threading.Event()
    seen: list[tuple[int, int, int]] = []

    def read() -> None:
        while not done.is_set():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT (SELECT max(sequence) FROM record_head), count(*), max(sequence) FROM record_edition"
                )
                head, count, last = cursor.fetchone()
                seen.append((head or 0, count, last or 0))

    def publish() -> None:
        try:
            publish_many(0, batches=15, size=3)()
        finally:
            done.set()

    at_once(read, publish, publish_many(1000, batches=10, size=3), publish_many(2000, batches=10, size=3))
    assert len(set(seen)) > 2
    assert all(head == count == last for head, count, last in seen)


def test_a_publisher_that_rolls_back_leaves_no_gap():
    class Interrupted(Exception):
        pass

    def interrupted(n: int) -> None:
        with transaction.atomic():
            writing.append([make.draft(make.incident(f"INC-{n + 500:06d}"))])
            raise Interrupted

    def fail() -> None:
        for n in range(10):
            with pytest.raises(Interrupted):
                interrupted(n)

    at_once(publish_many(0, 10, 2), fail)
    assert list(Edition.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, 21))
    assert list(verify()) == []


def test_two_corrections_from_the_same_state_do_not_both_pass():
    document = make.incident()
    make.publish(document)
    outcomes: list[str] = []
    both = threading.Barrier(2)

    def correct() -> None:
        both.wait(10)
        try:
            make.correct(document)
            outcomes.append("corrected")
        except writing.LogError:
            outcomes.append("refused")

    drafts_made_before = Edition.objects.count()
    at_once(correct, correct)
    assert drafts_made_before == 1
    # Each either compiled after the other (and has the next number) or was told that its number is taken.
    assert outcomes.count("corrected") == Edition.objects.count() - 1 >= 1
    assert Entry.objects.filter(public_id=document.id, until=OPEN).count() == 1
    assert list(verify()) == []


def test_the_first_publication_ever_may_be_two():
    """The head row is missing after a flush; both publishers find that out together."""
    assert not Edition.objects.exists()
    at_once(publish_many(0, 3, 1), publish_many(100, 3, 1))
    assert Edition.objects.count() == 6
    assert list(verify()) == []


def test_reading_and_publishing_go_on_while_the_index_is_rebuilt():
    publish_many(0, batches=4, size=100)()
    Entry.objects.update(terms=[])
    done = threading.Event()
    counts: set[int] = set()

    def read() -> None:
        while not done.is_set():
            counts.add(Entry.objects.at(400).count())

    def rebuild() -> None:
        try:
            assert sum(step.replaced for step in reindex(chunk=20)) >= 400
        finally:
            done.set()

    at_once(read, rebuild, publish_many(1000, batches=20, size=1), publish_many(2000, batches=20, size=1))
    assert counts == {400}
    assert list(verify()) == []


def test_public_ids_given_at_once_are_all_different():
    allotted: list[str] = []
    at_once(*(lambda: allotted.extend(writing.allot_public_ids("incident", 50)) for _ in range(6)))
    assert len(set(allotted)) == 300
