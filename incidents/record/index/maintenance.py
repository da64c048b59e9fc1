"""Updating the index after appending and withholding. Everything here runs under the lock on the head."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from django.db import connection

from ..copying import copy_in
from ..models import OPEN, Edition, Entry, EntryPlace, Row
from ..projection import rows
from ..projection.entries import FIELDS, PLACE_FIELDS, EntryRow
from ..sums import summaries

_CLOSE = """
UPDATE record_entry AS entry SET until = issued.sequence
FROM unnest(%s::bigint[], %s::text[]) AS issued (sequence, public_id)
WHERE entry.public_id = issued.public_id AND entry.until = %s AND entry.sequence < issued.sequence
"""

_fields = attrgetter(*FIELDS)
_place_fields = attrgetter(*PLACE_FIELDS)


class IndexedEdition(NamedTuple):
    """An edition that the index lists, and its row."""

    sequence: int
    subject: str
    public_id: str
    until: int
    issued_at: datetime
    row: EntryRow


def put_in_force(editions: Sequence[Edition], entries: Sequence[EntryRow | None]) -> None:
    """Close what the editions replace and list them; a tombstone only closes. Four queries, however many."""
    issued = [edition.sequence for edition in editions], [edition.public_id for edition in editions]
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, [*issued, OPEN])
    insert(
        IndexedEdition(edition.sequence, edition.subject, edition.public_id, OPEN, edition.issued_at, row)
        for edition, row in zip(editions, entries, strict=True)
        if row
    )


def insert(editions: Iterable[IndexedEdition]) -> None:
    """Add rows of the index. Three queries, however many."""
    editions = list(editions)
    copy_in(
        "record_entry",
        ("sequence", "subject", "public_id", "until", *FIELDS),
        ((*edition[:4], *_fields(edition.row)) for edition in editions),
    )
    copy_in(
        "record_entryplace",
        ("sequence", "position", *PLACE_FIELDS),
        (
            (edition.sequence, position, *_place_fields(place))
            for edition in editions
            for position, place in enumerate(edition.row.places)
        ),
    )
    copy_in(
        "record_row",
        ("sequence", "issued_at", *rows.COLUMNS),
        (
            (edition.sequence, edition.issued_at, *edition.row.columns)
            for edition in editions
            if edition.row.columns
        ),
    )


def remove(sequences: Collection[int]) -> None:
    """Take editions out of every past and present state."""
    summaries.subtract(sequences)
    EntryPlace.objects.filter(entry__in=sequences).delete()
    Row.objects.filter(entry__in=sequences).delete()
    Entry.objects.filter(edition__in=sequences).delete()
