"""Writing the log: allot public ids, append editions, withhold texts, begin a new epoch.

All run on the desk's connection, inside the caller's transaction (READ COMMITTED), which holds the locks on the
desk's rows already: the head is locked last. Waiting for the head is what makes the sequence gapless and equal to
commit order, so keep the transaction short after ``append``.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from uuid import UUID, uuid4

import msgspec
from django.db import connection, transaction

from ...codebook import EditionKind, Purpose
from ..copying import copy_in
from ..errors import LogError
from ..index import maintenance
from ..models import Edition, Head
from ..models.log import locked_head
from ..subjects import Subject, public_id
from ..sums import summaries
from . import chain
from .drafts import Draft, PreparedDraft, prepare

__all__ = ["Draft", "LogError", "allot_public_ids", "append", "beat", "last_numbers", "new_epoch", "withhold"]


def allot_public_ids(subject: str, count: int = 1) -> list[str]:
    """New public ids of a subject, in order. Drawn from a sequence: never twice, and lost if the caller rolls back."""
    kind = Subject(subject)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [f"record_{kind}_ids", count])
        return [public_id(kind, number) for (number,) in cursor.fetchall()]


def append(drafts: Iterable[Draft], *, at: datetime | None = None) -> list[Edition]:
    """Append one edition for each draft, in order, and bring the index up to date.

    A constant number of queries; about 2,000 drafts make a good batch. ``at`` asks for a time of issue other than
    now (never in the future); it is moved forward to stay after the head. Raises ``LogError`` when a draft
    contradicts its text, skips a number, or an id comes twice.
    """
    if not connection.in_atomic_block:
        raise LogError("append belongs inside the transaction that changes the desk")
    prepared = [prepare(draft) for draft in drafts]
    if not prepared:
        return []
    public_ids = [item.draft.public_id for item in prepared]
    if len(set(public_ids)) < len(public_ids):
        raise LogError("a public id comes twice in one batch")
    head = locked_head()
    # Editions of an id are numbered without gaps: whoever compiled from an older state is told here.
    last = last_numbers(public_ids)
    for draft in (item.draft for item in prepared):
        expected = last.get(draft.public_id, 0) + 1
        if draft.number != expected:
            raise LogError(f"{draft.public_id}: edition {expected} is next, not {draft.number}")
    editions = _chained(prepared, head, at)
    fields = [field.attname for field in Edition._meta.concrete_fields]
    copy_in("record_edition", fields, map(attrgetter(*fields), editions))
    maintenance.put_in_force(editions, [item.row for item in prepared])
    newest = editions[-1]
    head.sequence, head.digest = newest.sequence, newest.digest
    head.issued_at = head.horizon = newest.issued_at
    head.save(update_fields=["sequence", "digest", "issued_at", "horizon"])
    summaries.schedule_refresh(editions[0].sequence, newest.sequence)
    return editions


def withhold(
    drafts: Iterable[Draft], *, sequences: Collection[int] | None = None, at: datetime | None = None
) -> list[Edition]:
    """Append the drafts and take text, note and salt out of earlier editions of the same ids, for good.

    The drafts are withheld tombstones or protective corrections. ``sequences`` are the editions to empty; without
    it, all earlier ones of the drafts' ids. Their index rows go too, so that no past state finds them. The chain
    still verifies. What was copied, downloaded or backed up before is out of reach.
    """
    drafts = list(drafts)
    for draft in drafts:
        if draft.kind != EditionKind.WITHHELD and draft.purpose != Purpose.PROTECTIVE:
            raise LogError(
                f"{draft.public_id}: only a tombstone or a protective correction withholds editions"
            )
    editions = append(drafts, at=at)
    if not editions:
        return []
    earlier = Edition.objects.filter(
        public_id__in=[edition.public_id for edition in editions],
        sequence__lt=editions[0].sequence,
        body__isnull=False,
    )
    if sequences is not None:
        earlier = earlier.filter(sequence__in=sequences)
    emptied = list(earlier.values_list("sequence", flat=True))
    if sequences is not None and (unreadable := set(sequences) - set(emptied)):
        raise LogError(f"not an earlier, readable edition of these ids: {sorted(unreadable)}")
    maintenance.remove(emptied)
    # The one change that the log's trigger lets pass.
    Edition.objects.filter(sequence__in=emptied).update(body=None, note=None, salt=None)
    return editions


def beat() -> bool:
    """Move the horizon of an idle record to now, for copies of the database; whether it was moved.

    Never waits: whoever is writing moves it, too. A heartbeat every few seconds costs a hundred bytes of the
    write-ahead log each.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE record_head SET horizon = greatest(horizon, clock_timestamp()) "
            "WHERE id = (SELECT id FROM record_head FOR UPDATE SKIP LOCKED)"
        )
        return bool(cursor.rowcount)


def new_epoch() -> UUID:
    """Say that the record was restored to an older state: cursors and followers of the old one must start again."""
    with transaction.atomic():
        head = locked_head()
        head.epoch = uuid4()
        head.save(update_fields=["epoch"])
    return head.epoch


def last_numbers(public_ids: Collection[str]) -> dict[str, int]:
    """The number of the last edition of each id that has one. Right only while the rows of the subjects are locked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT public_id, max(number) FROM record_edition WHERE public_id = ANY(%s) GROUP BY public_id",
            [list(public_ids)],
        )
        return dict(cursor.fetchall())


def _chained(prepared: Sequence[PreparedDraft], head: Head, at: datetime | None) -> list[Edition]:
    """The editions in order, each a microsecond after and linked to the one before it."""
    issued, digest = _first_instant(head, at), bytes(head.digest)
    editions = []
    for offset, item in enumerate(prepared):
        draft, commitment = item.draft, item.commitment
        link = chain.Link(
            sequence=head.sequence + 1 + offset,
            subject=draft.subject,
            public_id=draft.public_id,
            number=draft.number,
            kind=draft.kind,
            issued_at=issued + timedelta(microseconds=offset),
            into=draft.into,
            purpose=draft.purpose,
        )
        digest = chain.digest(digest, link, commitment)
        editions.append(
            Edition(
                **msgspec.structs.asdict(link),
                note=draft.note,
                body=draft.body,
                salt=item.salt,
                commitment=commitment,
                digest=digest,
            )
        )
    return editions


def _first_instant(head: Head, at: datetime | None) -> datetime:
    """Now, or ``at`` when that is earlier, but always after the head and its horizon: clocks may be set back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    instant = now if at is None else min(at, now)
    settled = [moment + timedelta(microseconds=1) for moment in (head.issued_at, head.horizon) if moment]
    return max([instant, *settled])
