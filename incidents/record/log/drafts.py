"""Drafts of editions: one compiled document for each, checked before anything is locked."""

import msgspec

from ...codebook import EditionKind
from .. import document
from ..errors import LogError
from ..projection.entries import EntryRow, row_of
from ..subjects import subject_of
from . import chain

TOMBSTONES = {EditionKind.RETRACTED, EditionKind.MERGED, EditionKind.WITHHELD}
"""Kinds of edition whose document is a tombstone."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """One edition to be.

    ``body`` is the text from ``document.encode``, with the same id, number and kind as stated here. ``number`` is
    the id's last edition plus one. ``note`` is public, never empty, and withheld together with the body. ``into``
    is the surviving id of a merge; ``purpose`` (factual, added, protective) belongs to corrections only. ``read`` is
    what the text was just encoded from, if the caller has it still: it saves reading the text back.
    """

    subject: str
    public_id: str
    number: int
    kind: str
    body: str
    note: str | None = None
    into: str | None = None
    purpose: str | None = None
    read: document.Document | None = None

    @classmethod
    def tombstone(
        cls,
        *,
        public_id: str,
        number: int,
        kind: str,
        url: str,
        note: str | None = None,
        into: str | None = None,
    ) -> "Draft":
        """The draft that takes a document out of force: retracted, merged (``into``) or withheld."""
        stone = document.Tombstone(
            id=public_id,
            format=document.TOMBSTONE_FORMAT,
            edition=document.EditionRef(number=number, kind=kind),
            url=url,
            status=kind,
            into=into,
        )
        body = document.encode(stone)
        subject = subject_of(public_id)
        return cls(
            subject=subject, public_id=public_id, number=number, kind=kind, body=body, note=note, into=into
        )


class PreparedDraft(msgspec.Struct, frozen=True):
    """A draft that was read: its index row, and its text committed to."""

    draft: Draft
    row: EntryRow | None
    salt: bytes = msgspec.field(default_factory=chain.new_salt)

    @property
    def commitment(self) -> bytes:
        return chain.commitment(self.salt, self.draft.body, self.draft.note)


def prepare(draft: Draft) -> PreparedDraft:
    """Read and check one draft. Raises ``LogError`` when text and statement disagree."""
    try:
        read = draft.read or document.decode(draft.body)
        problems, row = _disagreements(draft, read), row_of(read)
    except (msgspec.MsgspecError, KeyError, ValueError) as error:
        raise LogError(f"{draft.public_id}: the body is no document of a known format ({error})") from error
    if problems:
        raise LogError(f"{draft.public_id}: {'; '.join(problems)}")
    return PreparedDraft(draft, row)


def _disagreements(draft: Draft, read: document.Document) -> list[str]:
    stated = (draft.public_id, draft.number, draft.kind)
    rules = {
        "the body states another id, number or kind": (read.id, read.edition.number, read.edition.kind)
        != stated,
        "the id belongs to another subject": subject_of(draft.public_id) != draft.subject,
        "the body is not in canonical form": draft.read is None and document.encode(read) != draft.body,
        "a tombstone stands for what is retracted, merged or withheld, and for nothing else": isinstance(
            read, document.Tombstone
        )
        != (draft.kind in TOMBSTONES),
        "only what is merged names the id it was merged into": (draft.into is not None)
        != (draft.kind == EditionKind.MERGED),
        "only a correction has a purpose": draft.purpose is not None and draft.kind != EditionKind.CORRECTED,
        "an empty note is no note": draft.note == "",
    }
    return [problem for problem, broken in rules.items() if broken]
