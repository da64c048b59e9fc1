"""Rebuilding the index from the log while reading and publishing go on.

Chunk by chunk, each in its own transaction under the lock on the head: rows that differ from what the documents
say are replaced, the others are left alone. Readers see every row either before or after its repair, and never a
half-empty table; publishers wait for one chunk at most.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from ..models.log import locked_head
from ..subjects import Subject
from ..sums import summaries
from . import maintenance
from .agreement import COLUMNS, TABLES, ComparedEdition, compare

CHUNK = 1_000

_NEWEST = f"""
SELECT {COLUMNS} FROM {TABLES} WHERE edition.sequence = (
    SELECT sequence FROM record_entry WHERE subject = %s ORDER BY sequence DESC LIMIT 1
)
"""  # noqa: S608  # ours alone

_CHUNK = f"""
SELECT {COLUMNS} FROM {TABLES} WHERE edition.sequence > %s ORDER BY edition.sequence LIMIT %s
"""  # noqa: S608  # ours alone


@dataclass(frozen=True, slots=True)
class ReindexedChunk:
    """How far it came: the last sequence read, editions read and rows replaced in this chunk."""

    sequence: int
    read: int
    replaced: int


def reindex(*, everything: bool = False, chunk: int = CHUNK) -> Iterator[ReindexedChunk]:
    """One step per chunk. ``everything`` writes rows anew even where they are right, to get rid of bloat."""
    sequence = 0
    while True:
        with transaction.atomic():
            locked_head()
            with connection.cursor() as cursor:
                cursor.execute(_CHUNK, [sequence, chunk])
                rows = [compare(row) for row in cursor.fetchall()]
            replaced = [row for row in rows if row.differs or everything]
            _replace(replaced)
        if not rows:
            return
        sequence = rows[-1].sequence
        yield ReindexedChunk(sequence, len(rows), len(replaced))


def is_behind() -> bool:
    """Whether an earlier version wrote the index: it says less of an incident than it would today.

    Only the newest is looked at. Rebuilding goes upwards, so that it is right only where all are.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [Subject.INCIDENT])
        return any(compare(row).differs for row in cursor.fetchall())


def _replace(rows: list[ComparedEdition]) -> None:
    sequences = [row.sequence for row in rows]
    maintenance.remove(sequences)
    maintenance.insert(
        maintenance.IndexedEdition(
            row.sequence, row.subject, row.public_id, row.until, row.issued_at, row.expected
        )
        for row in rows
        if row.expected
    )
    summaries.add(sequences)
