"""Drafts for the log from compiled documents: numbers, kinds, and what would not change anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from incidents.codebook import EditionKind, Purpose
from incidents.record import document as d
from incidents.record.log.writing import Draft, last_numbers
from incidents.record.models import OPEN, Edition
from incidents.record.subjects import subject_of

from .compile import url_of


@dataclass(frozen=True, slots=True)
class Occasion:
    """Kind, note and purpose of an edition: why it is issued, and what the public reads about that."""

    kind: EditionKind
    note: str | None = None
    purpose: Purpose | None = None


FIRST = Occasion(EditionKind.PUBLISHED)
REFRESH = Occasion(EditionKind.REFRESHED)


def draft(document: d.Document, occasion: Occasion, numbers: Mapping[str, int]) -> Draft:
    """The next edition of a document."""
    edition = d.EditionRef(number=numbers.get(document.id, 0) + 1, kind=occasion.kind.value)
    numbered = msgspec.structs.replace(document, edition=edition)
    return Draft(
        subject=subject_of(document.id),
        public_id=document.id,
        number=edition.number,
        kind=edition.kind,
        body=d.encode(numbered),
        read=numbered,
        note=occasion.note or None,
        purpose=occasion.purpose.value if occasion.purpose else None,
    )


def tombstone(
    public_id: str, occasion: Occasion, into: str | None = None, numbers: Mapping[str, int] | None = None
) -> Draft:
    """The next edition of an id that is taken out of force. ``numbers`` are the last ones, where they are known."""
    last = last_numbers([public_id]) if numbers is None else numbers
    return Draft.tombstone(
        public_id=public_id,
        number=last.get(public_id, 0) + 1,
        kind=occasion.kind.value,
        url=url_of(subject_of(public_id), public_id),
        note=occasion.note or None,
        into=into,
    )


def reading_differently(documents: Iterable[d.Document]) -> list[d.Document]:
    """Those whose text is another than that of the edition in force. One query."""
    by_id = {document.id: document for document in documents}
    current = Edition.objects.filter(entry__until=OPEN, entry__public_id__in=by_id)
    for public_id, number, kind, body in current.values_list("public_id", "number", "kind", "body"):
        edition = d.EditionRef(number=number, kind=kind)
        if d.encode(msgspec.structs.replace(by_id[public_id], edition=edition)) == body:
            del by_id[public_id]
    return list(by_id.values())
