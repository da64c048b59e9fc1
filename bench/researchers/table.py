"""Everything a researcher waits for, on one record, each figure beside a floor measured in the same run.

``python -m bench researchers --rows 3000000`` asks a record of that size; unless told, it is that of UCDP's dataset.
Requests go through the whole stack of middleware within this process, except where clients are counted. "reads whole"
names the tables that PostgreSQL reads from end to end; where there is none, only indexes are used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter

from django.conf import settings
from django.test import Client

from bench.database import raw_connection
from bench.researchers import load
from bench.researchers.corpus import build
from bench.researchers.plans import read_whole
from bench.researchers.questions import AGGREGATES, COUNTS, FILTERS, MAPS, PAGES
from bench.researchers.samples import samples
from bench.timing import milliseconds, show

RUNS = 7
FLOOR = """
SELECT edition.body FROM record_entry AS entry JOIN record_edition AS edition USING (sequence)
WHERE entry.subject = 'incident' AND entry.until = 9223372036854775807
ORDER BY entry.occurred_from DESC, entry.public_id DESC LIMIT %s
"""
Row = tuple[str, str, str, str]


def main() -> None:
    """Build, ask, print."""
    settings.API_UNITS_PER_MINUTE = dict.fromkeys(settings.API_UNITS_PER_MINUTE, 10**9)
    settings.ALLOWED_HOSTS = ["*"]
    begun = perf_counter()
    corpus = build()
    print(f"{corpus.rows:,} incidents: {corpus.kind}. Built in {perf_counter() - begun:.0f} s.")
    if corpus.imported_per_second:
        print(f"imported and published: {corpus.imported_per_second:,.0f} rows/s")
    known = samples()
    heads = ("", "ms", "× floor", "reads whole")
    for title, size, questions in (
        ("A page, against a bare fetch of as many texts", None, PAGES),
        ("A first page of 100 for each filter, against a bare fetch of 100 texts", 100, FILTERS),
        ("Counts, against the same", 100, COUNTS),
        ("Aggregates, against the same", 100, AGGREGATES),
        ("Map cells, against the same", 100, MAPS),
    ):
        print(f"\n{title}")
        asked = {name: address.format(**known) for name, address in questions.items()}
        show(heads, list(_measured(asked, size)))
    load.main(corpus.rows)


def _measured(asked: dict[str, str], size: int | None) -> Iterator[Row]:
    for name, address in asked.items():
        act = _call(address)
        floor = milliseconds(_floor(size or _limit(address)), runs=RUNS)
        took = milliseconds(act, runs=RUNS, warm_up=2)
        yield name, f"{took:.1f}", f"{took / floor:.1f}", read_whole(act)


def _limit(address: str) -> int:
    return int(address.partition("limit=")[2].partition("&")[0] or 100)


def _floor(size: int) -> Callable[[], list[str]]:
    connection = raw_connection()
    connection.autocommit = True

    def fetch() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(FLOOR, [size])
            return [body for (body,) in cursor.fetchall()]

    return fetch


def _call(address: str) -> Callable[[], bytes]:
    """One request, its body read to the end. ``deep`` pages are reached by their cursors first."""
    client = Client()
    path = address if "/" in address.partition("?")[0] else f"incidents/?{address}"
    path = _far_down(client, path) if "deep" in path else path

    def call() -> bytes:
        response = client.get(f"/api/v1/{path}")
        assert response.status_code == 200, (path, response.content[:500])
        return response.content

    return call


def _far_down(client: Client, path: str) -> str:
    """The address of the page after the middle of the record, whatever its size."""
    path = path.replace("&deep", "")
    step = "/api/v1/" + path.replace("limit=1000", "limit=1000&fields=id")
    for _ in range(25):
        following = client.get(step).json()["next"]
        step = following.partition("http://testserver")[2]
    return step.partition("/api/v1/")[2].replace("&fields=id", "").replace("fields=id&", "")
