"""Connections for long reads: one statement, one snapshot, and more patience than a page of a list gets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from threading import Event
from typing import Any, Protocol

import psycopg2
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2.extensions import BYTES, register_type

from ..record.reading import ALIAS, BehindError, State

SECONDS = 3_600
"""How long one statement may take, a slow network included; a snapshot held longer keeps PostgreSQL from tidying."""

_numbers = count()


class Writable(Protocol):
    """Where bytes go: a file, a pipe, a hash."""

    def write(self, content: bytes, /) -> object: ...


class Cancelled(Exception):
    """The reader was told to stop."""


@dataclass(frozen=True)
class Reader:
    """A connection inside a transaction, which reads with the record's own role."""

    wrapper: BaseDatabaseWrapper
    _cancelled: Event = field(default_factory=Event)

    def copy(self, sql: bytes, out: Writable) -> None:
        """Run a COPY … TO STDOUT. ``out.write`` gets each row by itself, with its line end."""
        with self.wrapper.wrap_database_errors, self._raw.cursor() as cursor:
            cursor.copy_expert(sql, out)

    def rows(self, sql: bytes, *, at_once: int = 2_000, as_bytes: bool = False) -> Iterator[tuple[Any, ...]]:
        """The rows of a SELECT, so many of them in memory at a time. ``as_bytes`` leaves texts undecoded."""
        with (
            self.wrapper.wrap_database_errors,
            self._raw.cursor(name=f"export_{next(_numbers)}") as cursor,
        ):
            if as_bytes:
                register_type(BYTES, cursor)
            cursor.execute(sql)
            while rows := cursor.fetchmany(at_once):
                yield from rows
                # Between two fetches the server does nothing that could be cancelled.
                if self._cancelled.is_set():
                    raise Cancelled

    def value(self, sql: bytes | str, parameters: list[Any] | None = None) -> Any:
        with self.wrapper.wrap_database_errors, self._raw.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchone()[0]

    def cancel(self) -> None:
        """Stop what the server is doing for us, and what it would be asked next; from another thread."""
        self._cancelled.set()
        with suppress(psycopg2.Error):
            self._raw.cancel()

    def close(self) -> None:
        with suppress(psycopg2.Error):
            self._raw.close()

    @property
    def _raw(self) -> Any:
        return self.wrapper.connection


def own_reader(state: State) -> Reader:
    """A connection of its own, as the requests' connection has another timeout and other work. Close it.

    Behind one address there may be several copies of the record. Raises ``BehindError`` where this one has not got as
    far as the state to be read, or was never in it.
    """
    wrapper = connections[ALIAS].copy()
    wrapper.ensure_connection()  # unlike connect(), tells of a failure in Django's exceptions
    # psycopg2 begins a transaction by itself, with the first statement; it ends with the connection.
    wrapper.connection.autocommit = False
    reader = Reader(wrapper)
    try:
        _be_patient(reader)
        _check_reached(reader, state)
    except BaseException:
        reader.close()
        raise
    return reader


@contextmanager
def shared_reader() -> Iterator[Reader]:
    """The thread's own connection, for commands: nothing else waits for it."""
    with transaction.atomic(using=ALIAS):
        reader = Reader(connections[ALIAS])
        _be_patient(reader)
        yield reader


def _check_reached(reader: Reader, state: State) -> None:
    digest = b"SELECT (SELECT digest FROM record_edition WHERE sequence = %s)"
    if state.sequence and bytes(reader.value(digest, [state.sequence]) or b"") != state.digest:
        reached = reader.value(b"SELECT coalesce(max(sequence), 0) FROM record_edition")
        raise BehindError(state.sequence, reached)


def _be_patient(reader: Reader) -> None:
    """Settings of this transaction only, so that they also hold behind a pool of connections.

    A download may take its time and a page may not: one process of the server's is enough for it.
    """
    settings = {
        "statement_timeout": f"{SECONDS}s",
        "max_parallel_workers_per_gather": "0",
        "work_mem": "16MB",
        "jit": "off",
    }
    for name, value in settings.items():
        reader.value("SELECT set_config(%s, %s, true)", [name, value])
