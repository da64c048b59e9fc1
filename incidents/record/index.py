"""Keeping the index in step with the log. Everything here runs under the lock on the head."""

from collections.abc import Collection, Sequence

from django.db import connection

from .entries import EntryRow
from .models import OPEN, Edition, Entry, EntryPlace

_CLOSE = """
UPDATE record_entry AS entry SET until = issued.sequence
FROM unnest(%s::bigint[], %s::text[]) AS issued (sequence, public_id)
WHERE entry.public_id = issued.public_id AND entry.until = %s AND entry.sequence < issued.sequence
"""


def put_in_force(editions: Sequence[Edition], rows: Sequence[EntryRow | None]) -> None:
    """Close what the editions replace and list them; a tombstone only closes. Three queries, however many."""
    _close(editions)
    listed = [(edition, row) for edition, row in zip(editions, rows, strict=True) if row]
    Entry.objects.bulk_create(
        row.entry(sequence=edition.sequence, subject=edition.subject, public_id=edition.public_id, until=OPEN)
        for edition, row in listed
    )
    EntryPlace.objects.bulk_create(
        place for edition, row in listed for place in row.entry_places(edition.sequence)
    )


def remove(sequences: Collection[int]) -> None:
    """Take editions out of every past and present state."""
    EntryPlace.objects.filter(entry__in=sequences).delete()
    Entry.objects.filter(edition__in=sequences).delete()


def _close(editions: Sequence[Edition]) -> None:
    issued = [edition.sequence for edition in editions], [edition.public_id for edition in editions]
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, [*issued, OPEN])
