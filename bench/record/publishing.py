"""How many editions a second the log takes: singly, by eight publishers at once, and in batches."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from time import perf_counter

from django.db import connections, transaction

from bench.april import incident
from bench.timing import show
from incidents.record.document import encode
from incidents.record.log import writing
from incidents.record.log.writing import Draft

SINGLY, WRITERS, BATCHES, BATCH = 400, 8, 4, 2_000


def main() -> None:
    drafts = _drafts(SINGLY * 2 + BATCHES * BATCH)
    single, together, batch = drafts[:SINGLY], drafts[SINGLY : 2 * SINGLY], drafts[2 * SINGLY :]
    batches = [batch[start : start + BATCH] for start in range(0, len(batch), BATCH)]
    rows = [
        ("singly", SINGLY, _rate(SINGLY, lambda: _publish([[draft] for draft in single]))),
        (f"{WRITERS} publishers", SINGLY, _rate(SINGLY, lambda: _at_once(together))),
        (f"batches of {BATCH:,}", BATCHES * BATCH, _rate(BATCHES * BATCH, lambda: _publish(batches))),
    ]
    show(["publishing", "editions", "a second"], rows)


def _drafts(count: int) -> list[Draft]:
    documents = (incident(f"INC-{n:06d}", f"https://attest.example/{n}/", n) for n in range(count))
    return [
        Draft(subject="incident", public_id=document.id, number=1, kind="published", body=encode(document))
        for document in documents
    ]


def _rate(count: int, act: Callable[[], None]) -> str:
    begin = perf_counter()
    act()
    return f"{count / (perf_counter() - begin):,.0f}"


def _publish(batches: Sequence[Sequence[Draft]]) -> None:
    for batch in batches:
        with transaction.atomic():
            writing.append(batch)


def _at_once(drafts: Sequence[Draft]) -> None:
    def publish(mine: Sequence[Draft]) -> None:
        _publish([[draft] for draft in mine])
        connections.close_all()

    threads = [threading.Thread(target=publish, args=[drafts[n::WRITERS]]) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
