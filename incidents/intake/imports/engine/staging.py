"""Staging table of a run: its rows as they were read and coded, until it is finished.

The table is unlogged: should the database crash, the run is read again. Keys of what rows name stand in place of the
names, so that a row can be entered without looking anything up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from secrets import token_hex
from typing import Any, TypeVar

import msgspec
from django.db import connection
from msgspec.structs import replace

from incidents.record.copying import copy_in

from .coded import SAME, CodedRow, StagedRow, Verbatim
from .references import References

T = TypeVar("T")

COLUMNS = ("line", "key", "digest", "schemes", "ids", "verbatim", "coded", "flags", "problem", "note")

_CREATE = """
CREATE UNLOGGED TABLE "{table}" (
    line integer PRIMARY KEY, key text NOT NULL, digest text NOT NULL, schemes text[] NOT NULL, ids text[] NOT NULL,
    verbatim text NOT NULL, coded text, flags text[] NOT NULL, problem text NOT NULL,
    note text NOT NULL
)
"""


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(StagedRow)


def create(run: int) -> str:
    """An empty staging table under a name of its own; returns the name. One that a killed run left is dropped.

    Dropping waits for whoever still takes in a chunk from it, and whoever comes for the next chunk finds it gone: so
    no row is taken in twice, whether the earlier run is dead, dying or alive.
    """
    drop(run)
    table = f"{_prefix(run)}{token_hex(4)}"
    with connection.cursor() as cursor:
        cursor.execute(_CREATE.format(table=table))
    return table


def drop(run: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename ~ %s", [f"^{_prefix(run)}[0-9a-f]+$"])
        for (table,) in cursor.fetchall():
            cursor.execute(f'DROP TABLE IF EXISTS "{table}"')


def _prefix(run: int) -> str:
    return f"import_staging_{run}_"


def exists(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
        return bool(cursor.fetchone()[0])


def stage(table: str, rows: list[tuple[Any, ...]]) -> None:
    """Add rows, each a value for every one of ``COLUMNS``."""
    copy_in(table, COLUMNS, rows)


def as_read(table: str, line: int) -> tuple[str, list[str], dict[str, Any]]:
    """Key, flags and cells of one staged row as they were read."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT key, flags, verbatim FROM "{table}" WHERE line = %s', [line])  # noqa: S608
        key, flags, verbatim = cursor.fetchone()
    return key, flags, msgspec.json.decode(verbatim)


def verbatim_of(columns: Verbatim) -> str:
    """The row as JSON text. PostgreSQL holds no zero character; where one stood, it is left out."""
    return _encoder.encode(columns).decode().replace("\\u0000", "")


def digest_of(row: CodedRow) -> str:
    """Tells whether a row says the same, however it is written: SHA-256 of what was coded from it, hex."""
    return sha256(_encoder.encode(replace(row, flags=[], notes=[]))).hexdigest()


def same_as(row: CodedRow) -> tuple[list[str], list[str]]:
    """Schemes, and in the same order the identifiers, by which others or an earlier import know the event."""
    codes = [(scheme, value) for scheme, value, match in row.codes if match == SAME]
    return [scheme for scheme, _value in codes], [value for _scheme, value in codes]


def encoded(row: CodedRow, references: References) -> tuple[str, list[str]]:
    """The staged form of a row whose references are settled, as JSON, and flags for what turned out to be the same."""
    values: dict[str, Any] = {name: getattr(row, name) for name in StagedRow.__struct_fields__}
    values["places"] = _once(
        [replace(place, where=references.places[place.where]) for place in row.places],
        lambda place: (place.where, place.role),
    )
    values["parts"] = _once(
        [replace(part, who=references.actors[part.who]) if part.who else part for part in row.parts],
        lambda part: (part.who or part.description, part.role),
    )
    values["reports"] = [references.report(report) for report in row.reports]
    values["claims"] = [replace(claim, claimant=references.source(claim.claimant)) for claim in row.claims]
    values["mentions"] = _once(
        [replace(mention, source=references.known_source(mention.named)) for mention in row.mentions],
        lambda mention: mention.source or mention.named,
    )
    flags = [
        flag
        for name, flag in (("places", "place-named-twice"), ("parts", "actor-named-twice"))
        if len(values[name]) < len(getattr(row, name))
    ]
    return _encoder.encode(StagedRow(**values)).decode(), flags


def _once(rows: Iterable[T], identity: Callable[[T], object]) -> list[T]:
    """The first row of each identity: two spellings of an actor may be one on the desk, which holds each once."""
    first: dict[object, T] = {}
    for row in rows:
        first.setdefault(identity(row), row)
    return list(first.values())


def decoded(text: str) -> StagedRow:
    return _decoder.decode(text)
