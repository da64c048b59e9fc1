"""Readiness: the checks behind /readyz. Each ends in a sentence that anybody may read.

No sentence names a host, a role, an address or an error's text; those are for ``manage.py check --deploy`` and the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock
from time import monotonic
from typing import NamedTuple

from django.db import Error, connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from incidents.models.jobs import worker_is_alive
from incidents.record.access import role
from incidents.record.access.lag import lag
from incidents.record.models import Head
from incidents.record.states import ALIAS, PRIMARY

SECONDS_KEPT = 2.0
"""For how long one answer serves everybody who asks: probes come often, and anybody may ask."""
SECONDS_FOR_A_STATEMENT = 2
SECONDS_TO_WAIT = 3


class ReadinessCheck(NamedTuple):
    """What one check found."""

    name: str
    ok: bool
    message: str


class NotReady(Exception):
    """A check did not pass; the message is a sentence for everybody."""


def results() -> list[ReadinessCheck]:
    """The result of every check, at most ``SECONDS_KEPT`` seconds old.

    One thread asks at a time, and the others wait for it, but not for long: a database that hangs would hold them all.
    """
    global _kept
    if not _asking.acquire(timeout=SECONDS_TO_WAIT):
        return [ReadinessCheck(name, False, "The database has not answered yet.") for name in CHECKS]
    try:
        if _kept is None or monotonic() - _kept[0] > SECONDS_KEPT:
            _kept = monotonic(), [_result(name) for name in CHECKS]
        return _kept[1]
    finally:
        _asking.release()


_asking = Lock()
_kept: tuple[float, list[ReadinessCheck]] | None = None


def _result(name: str) -> ReadinessCheck:
    try:
        return ReadinessCheck(name, True, CHECKS[name]())
    except NotReady as reason:
        return ReadinessCheck(name, False, str(reason))
    except Error:
        return ReadinessCheck(name, False, "The database does not answer.")


@contextmanager
def bounded_cursor(alias: str) -> Iterator[CursorWrapper]:
    """A cursor whose statements end after ``SECONDS_FOR_A_STATEMENT`` seconds, whatever they wait for."""
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{SECONDS_FOR_A_STATEMENT}s'")
        yield cursor


def _database() -> str:
    with bounded_cursor(PRIMARY) as cursor:
        cursor.execute("SELECT 1")
    return "The database answers."


def _migrations() -> str:
    with bounded_cursor(PRIMARY):
        applied = MigrationRecorder(connections[PRIMARY]).applied_migrations()
    if missing := len(_shipped_migrations() - applied.keys()):
        raise NotReady(f"Migrations that are not applied: {missing}. Run manage.py migrate.")
    return "All migrations are applied."


@cache
def _shipped_migrations() -> set[tuple[str, str]]:
    return set(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)


def _reader() -> str:
    with bounded_cursor(ALIAS):
        user, is_superuser = role.current(connections[ALIAS])
        if is_superuser or role.privileges(connections[ALIAS], user) != role.expected():
            raise NotReady(
                "The role that reads the record may do more, or less, than read it. Run manage.py record_role."
            )
    return "The role that reads the record may read it and nothing else."


def _head() -> str:
    with bounded_cursor(ALIAS):
        head = Head.objects.using(ALIAS).first()
    if head is None:
        raise NotReady("The record has no head. Run manage.py migrate, or restore a backup.")
    return f"The record is at sequence {head.sequence}."


def _lag() -> str:
    with bounded_cursor(ALIAS), bounded_cursor(PRIMARY):
        behind = lag()
    sentence = f"The record is read from {behind}."
    if behind.is_long:
        raise NotReady(sentence)
    return sentence


def _worker() -> str:
    with bounded_cursor(PRIMARY):
        if not worker_is_alive():
            raise NotReady("No worker has been heard of for a minute. Run manage.py work.")
    return "A worker is there."


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "reader": _reader,
    "head": _head,
    "lag": _lag,
    "worker": _worker,
}
"""By name, in the order in which they are shown. Each returns its sentence, or raises ``NotReady`` or ``Error``."""
