"""Django's DATABASES: the desk's connection and the reader's, to the embedded server or to a server of your own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from config import embedded_postgres
from config.environment import DatabaseAddress, Environment

CONNECTING = {"connect_timeout": "5"}
"""Seconds, unless the address has others: whoever waits for a machine that does not answer holds a thread."""
READING = {
    "statement_timeout": "20s",
    "lock_timeout": "2s",  # only while tables are changed does a reader wait for a lock at all
    "idle_in_transaction_session_timeout": "10min",  # an export waits for its client meanwhile
    "default_transaction_read_only": "on",
}
# PostgreSQL looks for deadlocks after a second: with less time for a lock, each would be told as somebody's lock.
DESK = {
    "web": {
        "lock_timeout": "3s",
        "statement_timeout": "30s",
        "idle_in_transaction_session_timeout": "1min",
    },
    "worker": {
        "lock_timeout": "1min",
        "statement_timeout": "30min",
        "idle_in_transaction_session_timeout": "10min",
    },
    "command": {
        "lock_timeout": "2min",
        "statement_timeout": "0",
        "idle_in_transaction_session_timeout": "30min",
    },
}
"""How long sessions of each kind of process wait for others and may keep others waiting. Somebody at a form is told
after seconds; who is behind `manage.py` may wait, and sees that it does."""


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
        "default": _connection(desk, env, DESK["command"]),
        "record": _connection(record, env, READING)
        | {
            # In tests both aliases are one connection, so that a test's own transaction is visible to the reader.
            "TEST": {"MIRROR": "default"},
        },
    }


def adopt_kind(databases: dict[str, dict[str, Any]], kind: str, name: str = "") -> None:
    """Give connections made from now on the limits of a kind of process, a key of `DESK`, and a name that says which.

    The name is what administrators see in `pg_stat_activity`, and the desk where somebody's lock is in the way.
    """
    for alias, limits in (("default", DESK[kind]), ("record", READING)):
        databases[alias]["OPTIONS"] |= _session(name or kind, limits)


def _session(name: str, limits: dict[str, str]) -> dict[str, str]:
    options = " ".join(f"-c {limit}={value}" for limit, value in limits.items())
    return {"application_name": f"attest {name}", "options": options}


def _connection(address: DatabaseAddress, env: Environment, limits: dict[str, str]) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": address.host,
        "PORT": address.port,
        "OPTIONS": CONNECTING | address.options | _session("command", limits),
        "CONN_MAX_AGE": env.number("ATTEST_CONNECTION_SECONDS", 600),
        "CONN_HEALTH_CHECKS": True,
    }
