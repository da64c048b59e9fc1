"""What it costs a request to learn the horizon, and a writer that readers ask for it.

Reading the head with the horizon against reading the row alone, and publications of one edition while nobody reads and
while readers ask for nothing else, in the same run.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connections, transaction

from bench.timing import compared, show
from incidents.record.log import writing
from incidents.record.states import ALIAS, head
from tests.record import documents as make

READERS = 4
ROUNDS = 300
PUBLISHED = 60


def main() -> None:
    """Measure readers, then a writer, and print both."""
    make.publish(make.incident("INC-000001"))
    measured = compared({"the row alone": _row_alone, "with the horizon": head}, rounds=ROUNDS)
    rows = [(name, f"{ms * 1000:.0f}") for name, ms in measured.items()]
    show(("head of the log", "µs"), rows)
    publish = _publisher()
    alone = compared({"alone": publish}, rounds=PUBLISHED)["alone"]
    with _readers() as asked:
        beside = compared({"beside": publish}, rounds=PUBLISHED)["beside"]
    rows = [
        ("alone", f"{alone:.1f}"),
        (f"beside {READERS} readers, {len(asked):,} questions", f"{beside:.1f}"),
    ]
    show(("publication of one edition", "ms"), rows)


def _row_alone() -> None:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT sequence, digest, issued_at, epoch FROM record_head")
        cursor.fetchone()


def _publisher() -> Callable[[], None]:
    numbers = iter(range(2, 1_000_000))

    def publish() -> None:
        draft = make.draft(make.incident(f"INC-{next(numbers):06d}"))
        with transaction.atomic():
            writing.append([draft])

    return publish


@contextmanager
def _readers() -> Iterator[list[None]]:
    """Threads that ask for the head again and again; one item for each answer."""
    asked: list[None] = []
    done = threading.Event()

    def ask() -> None:
        try:
            while not done.is_set():
                head()
                asked.append(None)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield asked
    finally:
        done.set()
        for thread in threads:
            thread.join()
