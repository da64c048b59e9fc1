"""Verifying the record: the chain from end to end, and the index against the documents.

Everything is read in one snapshot through a server-side cursor, so that publishing goes on and memory stays small. It
may be that of a replica, which takes the load off the primary.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from ...codebook import EditionKind, Purpose
from ..errors import LogError
from ..index.agreement import COLUMNS, TABLES, compare
from ..models import Head
from ..states import PRIMARY
from ..sums.summaries import disagreements
from . import chain

BATCH = 1_000

_CHAIN = """
    edition.sequence, edition.subject, edition.public_id, edition.number, edition.kind, edition.issued_at,
    edition.into, edition.purpose, edition.note, edition.body, edition.salt, edition.commitment, edition.digest
"""
_RULES = {
    "its number does not follow the edition before it": """
        SELECT sequence, public_id FROM (
            SELECT sequence, public_id, number, row_number() OVER (PARTITION BY public_id ORDER BY sequence) AS expected
            FROM record_edition
        ) AS numbered WHERE number <> expected
    """,
    "its text is gone, but no later edition says that it was withheld": f"""
        SELECT sequence, public_id FROM record_edition AS emptied WHERE body IS NULL AND NOT EXISTS (
            SELECT FROM record_edition AS later
            WHERE later.public_id = emptied.public_id AND later.sequence > emptied.sequence
                AND (later.kind = '{EditionKind.WITHHELD}' OR later.purpose = '{Purpose.PROTECTIVE}')
        )
    """,  # noqa: S608  # our own codes
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was issued; ``sequence`` is ``None`` for what concerns the record as a whole."""

    sequence: int | None
    public_id: str | None
    message: str

    def __str__(self) -> str:
        where = f"sequence {self.sequence} ({self.public_id})" if self.sequence else "the record"
        return f"{where}: {self.message}"


class ChainEnd:
    """The end of the chain as far as it was followed. It goes on from what is stored, so that one changed byte
    is reported once and not for every edition after it."""

    def __init__(self) -> None:
        self.editions, self.sequence, self.digest = 0, 0, chain.GENESIS
        self.issued_at: datetime | None = None

    def follow(
        self,
        sequence: int,
        subject: str,
        public_id: str,
        number: int,
        kind: str,
        issued_at: datetime,
        into: str | None,
        purpose: str | None,
        note: str | None,
        body: str | None,
        salt: memoryview | None,
        commitment: memoryview,
        digest: memoryview,
    ) -> Iterator[Finding]:
        link = chain.Link(sequence, subject, public_id, number, kind, issued_at, into, purpose)
        committed = bytes(commitment)
        if sequence != self.sequence + 1:
            yield Finding(sequence, public_id, f"{sequence - self.sequence - 1} missing before it")
        elif chain.digest(self.digest, link, committed) != bytes(digest):
            yield Finding(sequence, public_id, "its place in the log was changed, or the one before it")
        if body is not None and salt is not None and chain.commitment(bytes(salt), body, note) != committed:
            yield Finding(sequence, public_id, "its text or note was changed")
        if self.issued_at is not None and issued_at <= self.issued_at:
            yield Finding(sequence, public_id, "it was not issued after the one before it")
        self.editions += 1
        self.sequence, self.digest, self.issued_at = sequence, bytes(digest), issued_at

    def compare(self, head: Head | None) -> Iterator[Finding]:
        if head is None:
            yield Finding(None, None, "the head is missing")
        elif (head.sequence, bytes(head.digest), head.issued_at) != (
            self.sequence,
            self.digest,
            self.issued_at,
        ):
            yield Finding(None, None, f"the head says {head.sequence}, the log ends at {self.sequence}")


Progress = Callable[[ChainEnd], None]


def verify(
    *, index: bool = True, progress: Progress = lambda end: None, database: str = PRIMARY
) -> Iterator[Finding]:
    """Every finding, in the order of the log; none means that chain, texts and index are whole.

    ``index=False`` leaves out the comparison of the index with the documents, the slower half. ``progress`` is
    told how far the chain was followed, at last its end. ``database`` is the connection to read through.
    """
    connection = connections[database]
    with _snapshot(connection):
        end = ChainEnd()
        for row in _editions(connection, index):
            yield from end.follow(*row[:13])
            if index:
                yield from _index_findings(row[13:])
            if end.editions % BATCH == 0:
                progress(end)
        progress(end)
        yield from end.compare(Head.objects.using(database).first())
        for message, sql in _RULES.items():
            with connection.cursor() as cursor:
                cursor.execute(sql)
                yield from (
                    Finding(sequence, public_id, message) for sequence, public_id in cursor.fetchall()
                )
        if index:
            for table, wrong in disagreements(using=database):
                yield Finding(
                    None, None, f"{wrong:,} sums of {table} are not those of the index; rebuild them"
                )


def _editions(connection: BaseDatabaseWrapper, index: bool) -> Iterator[tuple[Any, ...]]:
    """All editions in order and, with ``index``, what the index has of each."""
    columns, tables = (f"{_CHAIN}, {COLUMNS}", TABLES) if index else (_CHAIN, "record_edition AS edition")
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {tables} ORDER BY edition.sequence")  # noqa: S608  # ours alone
        while batch := cursor.fetchmany(BATCH):
            yield from batch


def _index_findings(row: tuple[Any, ...]) -> Iterator[Finding]:
    try:
        differs = compare(row).differs
    except LogError:
        yield Finding(row[0], row[2], "its text is no document")
        return
    if differs:
        yield Finding(row[0], row[2], f"the index disagrees: {', '.join(differs)}")


@contextmanager
def _snapshot(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """One state of the database for all queries, unless the caller's transaction has begun already.

    The readers' connection would be cut off after some seconds; a record is read for as long as it takes.
    """
    nested = connection.in_atomic_block
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if not nested:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        yield
