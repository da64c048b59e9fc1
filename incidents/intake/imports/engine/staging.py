"""Staging: the rows of a run as they were read and coded, in a table of the run's own until it is finished.

The table is unlogged: should the database crash, the run is read again. Keys of what rows name stand in place of the
names, so that a row can be entered without looking anything up.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from secrets import token_hex
from typing import Any

import msgspec
from django.db import connection

from incidents.record.copying import copy_in

from .coded import CodedFigure, CodedRow, Verbatim
from .references import References

COLUMNS = ("line", "key", "digest", "verbatim", "coded", "flags", "problem")

_CREATE = """
CREATE UNLOGGED TABLE "{table}" (
    line integer PRIMARY KEY, key text NOT NULL, digest text NOT NULL, verbatim text NOT NULL,
    coded text, flags text[] NOT NULL, problem text NOT NULL
)
"""


class StagedPlace(msgspec.Struct, array_like=True):
    location: int
    role: str
    radius_km: int | None
    words: str
    lat: float | None
    lon: float | None


class StagedPart(msgspec.Struct, array_like=True):
    actor: int | None
    description: str
    described_kind: str
    role: str
    side: str
    standing: str
    certainty: str


class StagedClaim(msgspec.Struct, array_like=True):
    slot: str
    source: int | None
    described: str
    report: int | None
    basis: str
    derived_from: str | None
    outcome: str
    status: str
    side: str
    minimum: int | None
    best: int | None
    maximum: int | None
    within: str | None


class StagedRow(msgspec.Struct, array_like=True):
    """A coded row with keys of tables instead of names."""

    title: str
    summary: str
    language: str
    event_type: str
    sub_event_type: str
    civilian_harm: str
    extent: str
    earliest: date
    latest: date
    precision: str
    tags: list[str]
    codes: list[tuple[str, str, str]]
    places: list[StagedPlace]
    parts: list[StagedPart]
    reports: list[int]
    claims: list[StagedClaim]
    figures: list[CodedFigure]


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


def verbatim_of(columns: Verbatim) -> str:
    """The row as JSON text. PostgreSQL holds no zero character; where one stood, it is left out."""
    return _encoder.encode(columns).decode().replace("\\u0000", "")


def digest_of(verbatim: str, edition: int) -> str:
    """Tells whether a row is the same and coded in the same way."""
    return sha256(f"{edition}\n{verbatim}".encode()).hexdigest()


def encoded(row: CodedRow, references: References) -> str:
    """The staged form of a row whose references are settled."""
    reports = [references.report(one) for one in row.reports]
    staged = StagedRow(
        title=row.title,
        summary=row.summary,
        language=row.language,
        event_type=row.event_type,
        sub_event_type=row.sub_event_type,
        civilian_harm=row.civilian_harm,
        extent=row.extent,
        earliest=row.earliest,
        latest=row.latest,
        precision=row.precision,
        tags=row.tags,
        codes=row.codes,
        places=[
            StagedPlace(references.places[one.where], one.role, one.radius_km, one.words, one.lat, one.lon)
            for one in row.places
        ],
        parts=list(_parts(row, references)),
        reports=reports,
        claims=list(_claims(row, references, reports)),
        figures=row.figures,
    )
    return _encoder.encode(staged).decode()


def decoded(text: str) -> StagedRow:
    return _decoder.decode(text)


def _parts(row: CodedRow, references: References) -> Any:
    for one in row.parts:
        actor = references.actors[one.who] if one.who else None
        yield StagedPart(
            actor, one.description, one.described_kind, one.role, one.side, one.standing, one.certainty
        )


def _claims(row: CodedRow, references: References, reports: list[int]) -> Any:
    for one in row.claims:
        source = references.source(one.claimant) if one.claimant else references.known(one.named)
        yield StagedClaim(
            slot=one.slot,
            source=source,
            described="" if source else one.named,
            report=None if one.report is None else reports[one.report],
            basis=one.basis,
            derived_from=one.derived_from,
            outcome=one.outcome,
            status=one.status,
            side=one.side,
            minimum=one.minimum,
            best=one.best,
            maximum=one.maximum,
            within=one.within,
        )
