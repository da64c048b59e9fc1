"""What the table at hand does not tell, made up by rule: without it questions would find nothing, or everything.

UCDP's short table names no governorate, report or grade, and each of its rows is a single incident that was never
corrected. So each incident gets a governorate (a square of a degree within its country), a grade, one of some sources,
and now and then is made a series or an aggregate; at the end of the log some are corrected and some retracted, so that
earlier states differ from the newest in both directions.

Only for timing: governorates and sources are published, everything else is written into the index, past the documents.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from incidents.record import document as d
from incidents.record.log import writing
from incidents.record.models import OPEN

SOURCES = 40
BATCH = 2_000
CORRECTED, RETRACTED = 40, 10
"""Of a thousand incidents."""

_SQUARES = """
CREATE TEMP TABLE squares AS
SELECT country, lat, lon, 'LOC-8' || to_char(row_number() OVER (ORDER BY country, lat, lon), 'FM00000') AS id
FROM (
    SELECT DISTINCT country, floor(lat) AS lat, floor(lon) AS lon FROM record_row
    WHERE country IS NOT NULL AND lat IS NOT NULL
) AS square
"""
# A number from 0 to 999 for each incident, and the same one each time.
_MADE_UP = f"""
CREATE TEMP TABLE made_up AS
SELECT row.sequence, squares.id AS admin1, made.number AS number,
    CASE WHEN made.number < 30 THEN 'series' WHEN made.number < 50 THEN 'aggregate' ELSE 'single' END AS extent,
    CASE WHEN made.number %% 10 < 5 THEN 'single_source' WHEN made.number %% 10 < 8 THEN 'corroborated'
        WHEN made.number %% 10 < 9 THEN 'confirmed' ELSE 'contested' END AS grade,
    'SRC-8' || to_char(1 + floor({SOURCES} * power(made.other / 1000.0, 3)), 'FM00000') AS source
FROM record_row AS row
LEFT JOIN squares ON squares.country = row.country AND squares.lat = floor(row.lat) AND squares.lon = floor(row.lon)
CROSS JOIN LATERAL (
    SELECT abs(hashint8(row.sequence)::bigint) %% 1000 AS number, abs(hashint8(-row.sequence)::bigint) %% 1000 AS other
) AS made
"""
_ROWS = """
UPDATE record_row AS row SET admin1_id = made_up.admin1, admin1 = made_up.admin1, extent = made_up.extent,
    grade_occurrence = made_up.grade, sources = made_up.source, reports = 1
FROM made_up WHERE made_up.sequence = row.sequence
"""
_TERMS = """
UPDATE record_entry AS entry SET terms = ARRAY(
    SELECT DISTINCT term COLLATE "C" FROM unnest(entry.terms || ARRAY[
        'loc:' || made_up.admin1, 'extent:' || made_up.extent, 'grade:occurrence/' || made_up.grade,
        'source:' || made_up.source
    ]) AS term
    WHERE term IS NOT NULL AND (term = 'extent:' || made_up.extent OR NOT starts_with(term, 'extent:')) ORDER BY 1
) FROM made_up WHERE made_up.sequence = entry.sequence
"""
_CHANGED = f"""
CREATE TEMP TABLE changed AS
SELECT numbered.sequence, public_id, number < {RETRACTED} AS retracted,
    head.sequence + row_number() OVER (ORDER BY place) AS next
FROM (
    SELECT sequence, public_id, abs(hashint8(sequence + 1)::bigint) %% 1000 AS number, hashint8(sequence + 2) AS place
    FROM record_entry WHERE subject = 'incident' AND until = {OPEN}
) AS numbered, record_head AS head WHERE number < {RETRACTED + CORRECTED}
"""
_EDITIONS = """
INSERT INTO record_edition (
    sequence, subject, public_id, number, kind, purpose, issued_at, note, body, salt, commitment, digest
)
SELECT changed.next, subject, public_id, number + 1, CASE WHEN retracted THEN 'retracted' ELSE 'corrected' END,
    CASE WHEN NOT retracted THEN 'factual' END,
    head.issued_at + (changed.next - head.sequence) * interval '1 millisecond', 'Made up.',
    CASE WHEN retracted THEN replace({tombstone}, 'INC-000000', public_id) ELSE body END, salt, commitment,
    record_edition.digest
FROM record_edition JOIN changed USING (sequence, public_id), record_head AS head
"""
_CLOSED = "UPDATE record_entry AS entry SET until = changed.next FROM changed WHERE changed.sequence = entry.sequence"
_COPIED = """
INSERT INTO {table} ({names}) SELECT {columns} FROM {table} AS old JOIN changed ON changed.sequence = old.sequence
WHERE NOT changed.retracted
"""
_HEAD = """
UPDATE record_head SET (sequence, issued_at) =
    (SELECT sequence, issued_at FROM record_edition ORDER BY sequence DESC LIMIT 1)
"""


def enrich() -> None:
    """Before the record is multiplied: the copies are as rich."""
    with connection.cursor() as cursor:
        cursor.execute(_SQUARES, [])
        cursor.execute("SELECT id, country FROM squares ORDER BY id", [])
        divisions = cursor.fetchall()
    drafts = [_division(*division) for division in divisions] + [
        _source(number) for number in range(1, SOURCES + 1)
    ]
    for begin in range(0, len(drafts), BATCH):
        with transaction.atomic():
            writing.append(drafts[begin : begin + BATCH])
    with connection.cursor() as cursor:
        for statement in (_MADE_UP, _ROWS, _TERMS):
            cursor.execute(statement, [])


def correct_some() -> None:
    """When all incidents are there: editions at the end of the log that close others."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [])
        cursor.execute(_EDITIONS.replace("{tombstone}", "%s"), [_tombstone()])
        cursor.execute(_CLOSED, [])
        for table in ("record_entry", "record_entryplace", "record_row"):
            cursor.execute(_copied(cursor, table), [])
        cursor.execute(_HEAD, [])


def _copied(cursor: Any, table: str) -> str:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER' "
        "AND is_identity = 'NO' ORDER BY ordinal_position",
        [table],
    )
    names = [name for (name,) in cursor.fetchall()]
    changed = {
        "sequence": "changed.next",
        "until": str(OPEN),
        "edition_number": "edition_number + 1",
        "edition_kind": "'corrected'",
    }
    columns = ", ".join(changed.get(name, f'old."{name}"') for name in names)
    return _COPIED.format(table=table, names=", ".join(f'"{name}"' for name in names), columns=columns)


def _division(public_id: str, country: str) -> writing.Draft:
    document = d.LocationDocument(
        id=public_id,
        format=d.LOCATION_FORMAT,
        edition=d.EditionRef(number=1, kind="published"),
        url=f"https://attest.example/locations/{public_id}/",
        name=public_id,
        type="admin1",
        country=country,
        within=[],
        point=None,
        radius_km=None,
        names=[],
        external_ids=[],
    )
    return _first(document)


def _source(number: int) -> writing.Draft:
    public_id = f"SRC-8{number:05d}"
    document = d.SourceDocument(
        id=public_id,
        format=d.SOURCE_FORMAT,
        edition=d.EditionRef(number=1, kind="published"),
        url=f"https://attest.example/sources/{public_id}/",
        name=f"Paper {number}",
        kind="newspaper",
        country=None,
        languages=[],
        website=None,
        names=[],
        affiliations=[],
    )
    return _first(document)


def _first(document: d.LocationDocument | d.SourceDocument) -> writing.Draft:
    subject = "location" if isinstance(document, d.LocationDocument) else "source"
    return writing.Draft(
        subject=subject, public_id=document.id, number=1, kind="published", body=d.encode(document)
    )


def _tombstone() -> str:
    stone = d.Tombstone(
        id="INC-000000",
        format=d.TOMBSTONE_FORMAT,
        edition=d.EditionRef(number=2, kind="retracted"),
        url="https://attest.example/incidents/INC-000000/",
        status="retracted",
        into=None,
    )
    return d.encode(stone)
