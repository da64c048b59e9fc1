"""Everything a researcher waits for, on one record, each figure beside a floor measured in the same run.

``python -m bench researchers --rows 3000000`` asks a record of that size; unless told, it is that of UCDP's dataset.
Requests go through the whole stack of middleware within this process, except where clients are counted. Figures are
medians of warm runs: the same request again, all that it reads in memory. "found" is how many incidents satisfy the
question. The floor of a list is a bare fetch of the very texts that its page holds; of everything else the same SQL,
bare. "reads whole" names the tables that PostgreSQL reads from end to end; where there is none, only indexes are used.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import exports
from bench.database import raw_connection
from bench.researchers import load
from bench.researchers.corpus import build
from bench.researchers.plans import read_whole
from bench.researchers.questions import AGGREGATES, COUNTS, FILTERS, MAPS, PAGES
from bench.researchers.samples import samples
from bench.timing import milliseconds, show

RUNS, EXPORT_ROUNDS = 7, 2
FLOOR = """
SELECT edition.body FROM record_edition AS edition
JOIN unnest(%s::text[], %s::int[]) AS wanted (public_id, number) USING (public_id, number)
"""
UNFILTERED = {"limit", "order", "fields", "count", "cursor"}
Row = tuple[str, str, str, str, str]


def main() -> None:
    """Build, ask, print."""
    settings.API_UNITS_PER_MINUTE = dict.fromkeys(settings.API_UNITS_PER_MINUTE, 10**9)
    settings.ALLOWED_HOSTS = ["*"]
    begun = perf_counter()
    corpus = build()
    print(f"{corpus.rows:,} incidents: {corpus.kind}. Built in {perf_counter() - begun:.0f} s.")
    if corpus.imported_per_second:
        print(f"imported and published: {corpus.imported_per_second:,.0f} rows/s")
    values = samples()
    heads = ("", "found", "ms", "× floor", "reads whole")
    for title, questions in (
        ("A page, against a bare fetch of its texts", PAGES),
        ("A first page of 100 for each filter, against a bare fetch of its texts", FILTERS),
        ("Counts, against the same SQL, bare", COUNTS),
        ("Aggregates, against the same SQL, bare", AGGREGATES),
        ("Map cells, against the same SQL, bare", MAPS),
    ):
        print(f"\n{title} (medians of {RUNS} warm runs)")
        addresses = {name: address.format(**values) for name, address in questions.items()}
        show(heads, list(_measured(addresses, pages=questions in (PAGES, FILTERS))))
    print("\nWhole exports, against bare COPY")
    exports.against_copy(corpus.rows, rounds=EXPORT_ROUNDS)
    load.main(corpus.rows)


def _measured(addresses: dict[str, str], *, pages: bool) -> Iterator[Row]:
    for name, address in addresses.items():
        act = _call(address)
        bare = _fetch_of_texts(act()) if pages else _bare(act)
        floor = milliseconds(bare, runs=RUNS)
        took = milliseconds(act, runs=RUNS, warm_up=2)
        yield name, f"{_found(address, act()):,}", f"{took:.1f}", f"{took / floor:.1f}", read_whole(act)


def _found(address: str, answer: bytes) -> int:
    """How many incidents the question finds, each once."""
    content = json.loads(answer)
    match content:
        case {"count": {"number": int(number)}} | {"total": {"incidents": int(number)}}:
            return number
        case {"total": list(lines)}:
            return sum(line["incidents"] for line in lines)
    filters = [
        parameter
        for parameter in address.split("&")
        if parameter.partition("=")[0] not in {*UNFILTERED, "deep"}
    ]
    counted = Client().get(f"/api/v1/incidents/?{'&'.join([*filters, 'limit=1', 'count=exact'])}")
    return int(counted.json()["count"]["number"])


def _fetch_of_texts(answer: bytes) -> Callable[[], object]:
    """A bare fetch of the texts that a page holds."""
    page = [
        (result["id"], result.get("edition", {"number": 1})["number"])
        for result in json.loads(answer)["results"]
    ]
    ids, numbers = [public_id for public_id, _ in page], [number for _, number in page]
    return partial(_fetch, raw_connection(), [(FLOOR, [ids, numbers])])


def _bare(act: Callable[[], object]) -> Callable[[], object]:
    """The SQL of a request, without the request."""
    with CaptureQueriesContext(connections["record"]) as captured:
        act()
    texts = [query["sql"] for query in captured.captured_queries]
    statements = [(sql, None) for sql in texts if sql.lstrip("( ").upper().startswith(("SELECT", "WITH"))]
    return partial(_fetch, raw_connection(), statements)


def _fetch(connection: Any, statements: list[tuple[str, Any]]) -> None:
    connection.autocommit = True
    with connection.cursor() as cursor:
        for sql, parameters in statements:
            cursor.execute(sql, parameters)
            cursor.fetchall()


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
        if following is None:  # of a small record, the last page
            break
        step = following.partition("http://testserver")[2]
    return step.partition("/api/v1/")[2].replace("&fields=id", "").replace("fields=id&", "")
