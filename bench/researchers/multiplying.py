"""A record of millions, made of one that was published: the same documents again under other ids and on other days.

Only for timing. The copies are written into the tables directly, so the chain of hashes does not hold, and the text of
a copy still says the day of its original; the index, which is what is timed, says the other day.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

SHIFT_DAYS = 11
"""How much later each copy is than the one before, so that days fill up as they would with more events."""

_EDITIONS = """
INSERT INTO record_edition (
    sequence, subject, public_id, number, kind, issued_at, note, body, salt, commitment, digest
)
SELECT sequence + %(by)s, subject, {copy}, 1, 'published', issued_at + %(by)s * interval '1 second', NULL,
    replace(body, public_id, {copy}), salt, commitment, digest
FROM record_edition JOIN base USING (sequence, public_id)
"""
_ENTRIES = """
INSERT INTO record_entry (
    sequence, until, subject, public_id, name, occurred, occurred_from,
    killed_low, killed_best, killed_high, killed_rank, terms, text
)
SELECT sequence + %(by)s, until, subject, {copy}, name,
    daterange(lower(occurred) + %(days)s, upper(occurred) + %(days)s), occurred_from + %(days)s,
    killed_low, killed_best, killed_high, killed_rank, terms, replace(text, lower(public_id), lower({copy}))
FROM record_entry JOIN base USING (sequence, public_id)
"""
_PLACES = """
INSERT INTO record_entryplace ({names}) SELECT {columns} FROM record_entryplace JOIN base USING (sequence)
"""
_ROWS = (
    "INSERT INTO record_row ({names}) SELECT {columns} FROM record_row JOIN base USING (sequence, public_id)"
)
_BASE = """
CREATE TEMP TABLE base AS SELECT sequence, public_id FROM record_entry
WHERE subject = 'incident' AND until = 9223372036854775807 ORDER BY sequence
"""
_INDEXES = """
SELECT indexdef, format('DROP INDEX %%I', indexname) FROM pg_indexes
WHERE tablename = ANY(%s) AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""
_TABLES = ["record_entry", "record_entryplace", "record_row"]
_COPY = "'INC-' || ltrim(to_char(substr(public_id, 5)::bigint + %(by)s, '999999000000'))"


def multiply(rows: int) -> None:
    """Bring the record to about so many incidents, in whole copies of what is there."""
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute(_BASE)
        cursor.execute("SELECT count(*) FROM base")
        (size,) = cursor.fetchone()
        cursor.execute("SELECT max(sequence) FROM record_edition")
        (step,) = cursor.fetchone()
        cursor.execute(_INDEXES, [_TABLES])
        indexes = cursor.fetchall()
        for _definition, drop in indexes:
            cursor.execute(drop)
        for copy in range(1, round(rows / size)):
            _add(cursor, copy, copy * step)
        for definition, _drop in indexes:
            cursor.execute(definition)
        cursor.execute("UPDATE record_head SET (sequence, issued_at) = "
                       "(SELECT sequence, issued_at FROM record_edition ORDER BY sequence DESC LIMIT 1)")  # fmt: skip
        cursor.execute("VACUUM (ANALYZE) record_edition, record_entry, record_entryplace, record_row")


def _add(cursor: Any, copy: int, by: int) -> None:
    values = {"by": by, "days": copy * SHIFT_DAYS}
    statements = (_EDITIONS, _ENTRIES, _shifted(_PLACES, "record_entryplace"), _shifted(_ROWS, "record_row"))
    for statement in statements:
        cursor.execute(statement.replace("{copy}", _COPY), values)


def _shifted(statement: str, table: str) -> str:
    """The statement with every column of the table, those that differ in a copy changed."""
    changed = {
        "sequence": "sequence + %(by)s",
        "public_id": "{copy}",
        "date_from": "date_from + %(days)s",
        "date_to": "date_to + %(days)s",
        "issued_at": "issued_at + %(by)s * interval '1 second'",
    }
    names = _columns(table)
    columns = ", ".join(changed.get(name, f'"{name}"') for name in names)
    return statement.replace("{names}", ", ".join(f'"{name}"' for name in names)).replace(
        "{columns}", columns
    )


def _columns(table: str) -> list[str]:
    """All columns that are written, not generated or numbered by the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER' "
            "AND is_identity = 'NO' ORDER BY ordinal_position",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]
