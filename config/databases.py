"""Django's DATABASES: the desk's connection and the reader's, to the embedded server or to a server of your own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from config import embedded_postgres
from config.environment import DatabaseAddress, Environment

CONNECTING = {"connect_timeout": "5"}
"""Seconds, unless the address has others: whoever waits for a machine that does not answer holds a thread."""
READING_TIMEOUT = "-c statement_timeout=20s -c default_transaction_read_only=on"


def configured_databases(env: Environment, embedded: Path) -> dict[str, dict[str, Any]]:
    """`default` owns the tables; `record` may only read what is public, and never for long."""
    desk, record = env.database("DATABASE_URL"), env.database("RECORD_DATABASE_URL")
    if desk is None:
        socket = str(embedded_postgres.socket_directory(embedded_postgres.cluster_home(embedded)))
        desk = DatabaseAddress(embedded_postgres.DATABASE, embedded_postgres.OWNER, "", socket, "")
        record = record or replace(desk, user=embedded_postgres.READER)
    # Without a reader of its own the record is read as the owner; the deploy check calls that an error.
    record = record or desk
    return {
        "default": _connection(desk, env),
        "record": _connection(record, env)
        | {
            "OPTIONS": {**CONNECTING, **record.options, "options": READING_TIMEOUT},
            # In tests both aliases are one connection, so that a test's own transaction is visible to the reader.
            "TEST": {"MIRROR": "default"},
        },
    }


def _connection(address: DatabaseAddress, env: Environment) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": address.host,
        "PORT": address.port,
        "OPTIONS": CONNECTING | address.options,
        "CONN_MAX_AGE": env.number("ATTEST_CONNECTION_SECONDS", 600),
        "CONN_HEALTH_CHECKS": True,
    }
