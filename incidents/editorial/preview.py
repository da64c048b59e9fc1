"""Preview of the next edition: what would become public, and how it differs from what is."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from incidents.codebook import EditionKind
from incidents.record import document as d
from incidents.record.comparison import DocumentChange, compare
from incidents.record.document import Document
from incidents.record.log import writing

from .compile import load
from .compile.related import current_documents
from .completeness import problems_of
from .refusal import EditorialProblem
from .restricted import find_in
from .subjects import DeskSubject, Narrative, kind_of


@dataclass(frozen=True, slots=True)
class Preview:
    """The next edition's document and its canonical text, and what stands in the way of issuing it."""

    document: Document
    text: str
    problems: list[EditorialProblem]


def preview(*, subject: DeskSubject) -> Preview:
    """Compile the desk's state without publishing anything; what is not public yet is named without an id.

    Raises ``KeyError`` for what has no public document at all: a confidential source, a restricted place.
    """
    document = _next_document(subject)
    missing = problems_of(subject) if isinstance(subject, Narrative) else []
    return Preview(document, d.encode(document), [*missing, *find_in(document)])


def difference(*, subject: DeskSubject) -> list[DocumentChange]:
    """What the next edition would change in the current one; everything where there is none."""
    public_id = subject.public_id
    current = current_documents([public_id]).get(public_id) if public_id else None
    return compare(current, _next_document(subject))


def restricted_in(subject: Narrative) -> list[EditorialProblem]:
    """Restricted names that the next edition would make public."""
    return find_in(_next_document(subject))


def _next_document(subject: DeskSubject) -> Document:
    kind = kind_of(subject)
    batch = load(kind, [subject.pk])
    document: Document = batch.compile(batch.identifiers())[subject.pk]
    number = writing.last_numbers([document.id]).get(document.id, 0) + 1 if document.id else 1
    edition = d.EditionRef(
        number=number, kind=EditionKind.PUBLISHED.value if number == 1 else EditionKind.CORRECTED.value
    )
    return msgspec.structs.replace(document, edition=edition)
