"""How PostgreSQL finds what a request asks for: which tables it reads from end to end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connections
from django.test.utils import CaptureQueriesContext

SMALL = {"record_head", "record_release", "record_summary", "accounts_apitoken"}
"""Tables of one row, or of a few: there is no other way to read them."""


def read_whole(act: Callable[[], object]) -> str:
    """The tables that are read from end to end while the act runs; empty where only indexes are."""
    with CaptureQueriesContext(connections["record"]) as captured:
        act()
    relations: set[str] = set()
    for query in captured.captured_queries:
        if query["sql"].lstrip("( ").upper().startswith(("SELECT", "WITH")):
            relations.update(_scanned(query["sql"]))
    return ", ".join(sorted(relations - SMALL))


def _scanned(sql: str) -> Iterator[str]:
    with connections["record"].cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + sql.replace("%", "%%"), [])
        (plan,) = cursor.fetchone()
    yield from _nodes(plan[0]["Plan"])


def _nodes(node: dict[str, Any]) -> Iterator[str]:
    if node["Node Type"] == "Seq Scan":
        yield node["Relation Name"]
    for part in node.get("Plans", ()):
        yield from _nodes(part)
