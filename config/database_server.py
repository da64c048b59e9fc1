"""Check of the database server before Django needs it: that there is one, and one that Attest can use."""

from __future__ import annotations

import logging

import psycopg2
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config import embedded_postgres
from config.postgres_binaries import OLDEST_VERSION, PostgresUnavailable

COMMANDS_AT_ONCE = 10  # connections left for manage.py commands and the administrator
CONNECTIONS_OF_A_JOB = 3  # its lock, desk and record

logger = logging.getLogger(__name__)


class DatabaseUnusable(Exception):
    """There is no database, or not one that will do; the message says what to change."""


def join_database(*, durable: bool = True) -> None:
    """Start or join the embedded server, unless DATABASE_URL selects another."""
    try:
        if settings.USES_EMBEDDED_POSTGRES:
            embedded_postgres.ensure_running(settings.EMBEDDED_POSTGRES, durable=durable)
    except ImproperlyConfigured as problem:
        raise DatabaseUnusable(str(problem)) from None
    except PostgresUnavailable as problem:
        raise DatabaseUnusable(f"The embedded PostgreSQL did not start. {problem}") from None


def mend_database() -> None:
    """Bring the embedded server back if it was killed; for whoever has joined it, every few seconds.

    Nothing that was acknowledged is lost, and connections are made anew by whoever needs one.
    """
    if not settings.USES_EMBEDDED_POSTGRES:
        return
    try:
        if embedded_postgres.bring_back(settings.EMBEDDED_POSTGRES):
            logger.error("The embedded PostgreSQL had been killed, and was started again")
    except PostgresUnavailable as problem:
        logger.error("The embedded PostgreSQL was killed and does not start yet: %s", problem)


def check_server() -> None:
    """Refuse a server that is too old, or that has too few connections for the configured workers."""
    version, connections = _server_facts()
    if version < OLDEST_VERSION * 10_000:
        raise DatabaseUnusable(
            f"DATABASE_URL names a PostgreSQL {version // 10_000} server; Attest needs {OLDEST_VERSION} or newer."
        )
    if connections_needed() > connections:
        raise DatabaseUnusable(
            f"ATTEST_WORKERS={settings.WEB_WORKERS}, ATTEST_THREADS={settings.WEB_THREADS} and "
            f"ATTEST_DESK_THREADS={settings.DESK_THREADS} may need "
            f"{connections_needed()} connections, but the PostgreSQL server gives {connections}. "
            "Lower them, or raise max_connections."
        )


def connections_needed() -> int:
    """Each thread may hold one connection to the desk and one to the record, each job another for its lock.

    Releases are written again beside the other jobs, and the worker itself asks what there is to do.
    """
    threads = settings.WEB_THREADS + settings.DESK_THREADS
    web = settings.WEB_WORKERS * threads * 2 + settings.EXPORTS_AT_ONCE
    return web + (settings.JOBS_AT_ONCE + 2) * CONNECTIONS_OF_A_JOB + COMMANDS_AT_ONCE


def _server_facts() -> tuple[int, int]:
    address = settings.DATABASES["default"]
    try:
        connection = psycopg2.connect(
            dbname=address["NAME"],
            user=address["USER"] or None,
            password=address["PASSWORD"] or None,
            host=address["HOST"] or None,
            port=address["PORT"] or None,
            **address["OPTIONS"],
        )
    except psycopg2.OperationalError as problem:
        raise DatabaseUnusable(
            f"The database named by DATABASE_URL cannot be reached: {problem}".strip()
        ) from None
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int"
        )
        (connections,) = cursor.fetchone() or (0,)
    version = connection.server_version
    connection.close()
    return version, connections
