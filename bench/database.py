"""An empty database for a benchmark, on a server of its own below DATA_DIR, as durable as the real one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from django.conf import settings
from django.db import connections

from config.database_server import join_database
from tests.database_template import ensure_template

NAME = "attest_bench"


@contextmanager
def fresh_database(*, keep: bool = False) -> Iterator[None]:
    """All migrations applied, nothing in it; dropped afterwards. ``keep`` leaves it, and takes up one that was left."""
    join_database()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # or WhiteNoise warns that there is none
    template = ensure_template()
    exists = _execute(f"SELECT FROM pg_database WHERE datname = '{NAME}'")
    if not (keep and exists):
        _execute(
            f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)", f"CREATE DATABASE {NAME} TEMPLATE {template}"
        )
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = NAME
    # The desk's user reads, too: what a benchmark writes need not be granted first.
    connections["record"].settings_dict["USER"] = connections["default"].settings_dict["USER"]
    try:
        yield
    finally:
        connections.close_all()
        if not keep:
            _execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def raw_connection() -> psycopg2.extensions.connection:
    """A bare psycopg2 connection to the benchmark's database: the floor to compare with."""
    address = connections["default"].settings_dict
    return psycopg2.connect(
        dbname=NAME,
        user=address["USER"] or None,
        password=address["PASSWORD"] or None,
        host=address["HOST"] or None,
        port=address["PORT"] or None,
    )


def _execute(*statements: str) -> int:
    """Run statements one by one on the server; returns how many rows the last one found."""
    address = settings.DATABASES["default"]
    server = psycopg2.connect(
        dbname="postgres",
        user=address["USER"] or None,
        password=address["PASSWORD"] or None,
        host=address["HOST"] or None,
        port=address["PORT"] or None,
    )
    server.autocommit = True
    with server.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        rows: int = cursor.rowcount
    server.close()
    return rows
