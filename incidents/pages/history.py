"""All editions of one id as a reader sees them: which there are, what each changed, what stands now."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from ..record import document as d
from ..record.comparison import DocumentChange, compare
from ..record.log.drafts import TOMBSTONES
from ..record.models import Edition
from ..record.states import ALIAS, State, refuse_if_behind

MOST_TEXTS = 30
"""Editions of one id that are read and compared; of the older ones only the heads are shown."""


@dataclass(frozen=True)
class PastEdition:
    """One edition; ``document`` is missing where it was withheld or is too far back to be compared here."""

    number: int
    kind: str
    purpose: str | None
    into: str | None
    issued_at: datetime
    note: str | None
    sequence: int
    digest: str
    withheld: bool
    document: d.Document | None
    changes: list[DocumentChange]

    @property
    def is_tombstone(self) -> bool:
        return self.kind in TOMBSTONES


@dataclass(frozen=True)
class History:
    public_id: str
    state: State
    editions: list[PastEdition]
    """Newest first."""

    @property
    def latest(self) -> PastEdition:
        return self.editions[0]

    @property
    def first(self) -> PastEdition:
        return self.editions[-1]

    @property
    def is_gone(self) -> bool:
        return self.latest.is_tombstone

    @cached_property
    def readable(self) -> list[PastEdition]:
        """Editions whose text can still be opened, tombstones aside."""
        return [edition for edition in self.editions if not edition.withheld and not edition.is_tombstone]

    def edition(self, number: int) -> PastEdition | None:
        return next((edition for edition in self.editions if edition.number == number), None)

    def successor(self, edition: PastEdition) -> PastEdition | None:
        return self.edition(edition.number + 1)


def history_of(public_id: str, state: State, *, only: int | None = None) -> History | None:
    """Every edition of the id by that state, or ``only`` one: one query. ``None`` where there is nothing."""
    editions = Edition.objects.using(ALIAS).filter(public_id=public_id, sequence__lte=state.sequence)
    if only is not None:
        editions = editions.filter(number=only)
    rows = list(editions.order_by("-number").defer("salt", "commitment"))
    if not rows:
        refuse_if_behind(state)
    documents = {row.number: d.decode(row.body) for row in rows[:MOST_TEXTS] if row.body is not None}
    return History(public_id, state, [_past(row, documents) for row in rows]) if rows else None


def _past(row: Edition, documents: dict[int, d.Document]) -> PastEdition:
    document, before = documents.get(row.number), documents.get(row.number - 1)
    return PastEdition(
        number=row.number,
        kind=row.kind,
        purpose=row.purpose,
        into=row.into,
        issued_at=row.issued_at,
        note=row.note,
        sequence=row.sequence,
        digest=bytes(row.digest).hex(),
        withheld=row.body is None,
        document=document,
        changes=_changes(before, document),
    )


def _changes(before: d.Document | None, after: d.Document | None) -> list[DocumentChange]:
    """Nothing is compared with a tombstone: it has no facts."""
    if before is None or after is None or d.Tombstone in (type(before), type(after)):
        return []
    changes = compare(before, after)
    if not changes and not _is_the_same(before, after):
        changes.append(
            DocumentChange(
                _("Details"), "", _("The text was brought up to date; it says the same as before.")
            )
        )
    return changes


def _is_the_same(before: d.Document, after: d.Document) -> bool:
    keys = [key for key in after.__struct_fields__ if key != "edition"]
    return [getattr(before, key, None) for key in keys] == [getattr(after, key) for key in keys]
