"""Following the log: its entries in order, each with its text and with what it emptied before it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields

from django.db.models import Q

from ...codebook import EditionKind, Purpose
from ..editions import Change
from ..filters.query import Query
from ..filters.raw_rows import raw_rows
from ..models import Edition
from ..states import ALIAS, State

MOST_SCANNED = 20_000
"""Entries looked through for one page: a subject that is rare must not read a log of millions in one go."""

_USUAL = (EditionKind.PUBLISHED, EditionKind.REFRESHED)
_AMENDS = ~Q(kind__in=_USUAL)
"""In the words of the partial index, or it would not be used: among a million entries a few thousand."""

_COLUMNS = [field.name for field in fields(Change)]


@dataclass(frozen=True, slots=True)
class FollowedChange:
    """One entry: its text as stored, ``None`` once withheld, and the earlier sequences whose text is gone."""

    change: Change
    body: bytes | None
    emptied: list[int]


@dataclass(frozen=True, slots=True)
class FollowedPage:
    """Some entries in order, and the sequence up to which there are no others; the next page begins after it."""

    entries: list[FollowedChange]
    reached: int


def follow(
    after: int,
    at: State,
    *,
    limit: int,
    kinds: Collection[str] = (),
    subjects: Collection[str] = (),
    query: Query | None = None,
    bodies: bool = True,
) -> FollowedPage:
    """The log after a sequence as far as a state. One query, and one more where something was withheld.

    Read without ``kinds``, ``subjects`` and ``query``, from 0 and on to the end, it is a whole copy of the record.
    What an entry emptied is looked up now: a text that was taken out by a later entry of the same id is told at both.
    """
    log, end = Edition.objects.using(ALIAS).filter(sequence__gt=after), at.sequence
    if query is not None:
        sequences, end = _followed_sequences(query, after, end, limit)
        log = log.filter(sequence__in=sequences)
    elif kinds and not set(kinds) & set(_USUAL):
        log = log.filter(_AMENDS)
    elif kinds or subjects:
        end = min(end, after + MOST_SCANNED)
    if kinds:
        log = log.filter(kind__in=kinds)
    if subjects:
        log = log.filter(subject__in=subjects)
    log = log.filter(sequence__lte=end)
    rows = raw_rows(log.order_by("sequence")[:limit].values_list(*_COLUMNS, "body" if bodies else "kind"))
    changes = [
        Change(*(bytes(value) if isinstance(value, memoryview) else value for value in row[:-1]))  # type: ignore[arg-type]
        for row in rows
    ]
    emptied = _emptied(changes)
    entries = [
        FollowedChange(change, row[-1] if bodies else None, emptied.get(change.sequence, []))
        for change, row in zip(changes, rows, strict=True)
    ]
    return FollowedPage(entries, entries[-1].change.sequence if len(entries) == limit else end)


def _followed_sequences(query: Query, after: int, end: int, limit: int) -> tuple[set[int], int]:
    """Entries that whoever follows a query wants to hear of, and the sequence up to which these are all.

    What it finds, and what takes that out of force. Whatever withholds is told to everybody, since no filter can find
    any more what it emptied.
    """
    entries, sequences = query.in_any_state(), set[int]()
    withholding = Q(kind=EditionKind.WITHHELD) | Q(purpose=Purpose.PROTECTIVE)
    withheld = Edition.objects.using(ALIAS).filter(_AMENDS, withholding, subject=query.subject.value)
    for rows, column in ((entries, "edition_id"), (entries, "until"), (withheld, "sequence")):
        within = rows.filter(**{f"{column}__gt": after, f"{column}__lte": end}).order_by(column)
        next_ones = list(within.values_list(column, flat=True)[:limit])
        sequences.update(next_ones)
        end = next_ones[-1] if len(next_ones) == limit else end
    return sequences, end


def _emptied(changes: Iterable[Change]) -> dict[int, list[int]]:
    """By sequence of each withholding entry: the earlier editions of its id that have no text any more."""
    withholding = [
        change
        for change in changes
        if change.kind == EditionKind.WITHHELD or change.purpose == Purpose.PROTECTIVE
    ]
    if not withholding:
        return {}
    empty = Edition.objects.using(ALIAS).filter(
        public_id__in={change.public_id for change in withholding}, body__isnull=True
    )
    of_id = defaultdict(list)
    for public_id, sequence in empty.order_by("sequence").values_list("public_id", "sequence"):
        of_id[public_id].append(sequence)
    return {
        change.sequence: [sequence for sequence in of_id[change.public_id] if sequence < change.sequence]
        for change in withholding
    }
