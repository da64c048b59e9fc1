"""Protective editions: the current text without what endangers somebody, and the end of every text that held it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec
from django.db.models import Q, QuerySet

from incidents.codebook import EditionKind, Purpose
from incidents.record import document as d
from incidents.record.log import writing
from incidents.record.models import Edition
from incidents.record.subjects import subject_of

from .drafting import Occasion, draft, tombstone
from .redaction import Redact
from .subjects import MODELS, lock_rows

REMOVED = "Information removed for safety."
"""All that the public is told. Not translated: it is part of the record."""

PROTECTIVE = Occasion(EditionKind.CORRECTED, REMOVED, Purpose.PROTECTIVE)


def protect(
    *, naming: str, redact: Redact, by_name: Collection[str] = (), only_saying: Collection[str] = ()
) -> list[Edition]:
    """Empty every edition that names a public id, and issue the documents in force anew without it.

    ``by_name`` are names of a source, on whose word others' ties are told without its id. With ``only_saying`` only
    editions that also hold one of these texts are emptied. The id's own editions are not touched.
    """
    editions = _naming(naming, by_name)
    if only_saying:
        editions = editions.filter(_any_of(json(text) for text in only_saying))
    return withhold_editions(_by_id(editions.values_list("public_id", "sequence")), redact)


def lock_naming(public_id: str, by_name: Collection[str] = ()) -> None:
    """Lock the rows of all that names it, before the head of the log is: publishers wait for that last."""
    _lock_desk_rows(dict.fromkeys(_naming(public_id, by_name).values_list("public_id", flat=True)))


def protect_holding(texts: Collection[str], *, redact: Redact) -> list[Edition]:
    """The same for editions that hold any of these texts whole, such as the ids of claims."""
    return withhold_editions(_by_id(_holding(texts).values_list("public_id", "sequence")), redact)


def lock_holding(texts: Collection[str]) -> None:
    _lock_desk_rows(dict.fromkeys(_holding(texts).values_list("public_id", flat=True)))


def _naming(public_id: str, by_name: Collection[str]) -> QuerySet[Edition]:
    pieces = [json(public_id), *(f'"according_to":{json(name)}' for name in by_name)]
    return Edition.objects.filter(_any_of(pieces)).exclude(public_id=public_id)


def _holding(texts: Collection[str]) -> QuerySet[Edition]:
    if not texts:
        return Edition.objects.none()
    return Edition.objects.filter(_any_of(json(text) for text in texts))


def _any_of(pieces: Iterable[str]) -> Q:
    condition = Q()
    for piece in pieces:
        condition |= Q(body__contains=piece)
    return condition


def json(text: str) -> str:
    """A text as it stands in a canonical document."""
    return msgspec.json.encode(text).decode()


def withhold_editions(sequences: Mapping[str, Sequence[int]], redact: Redact) -> list[Edition]:
    """Empty the given editions of each id. What is in force is issued anew, redacted; so is a tombstone."""
    if not sequences:
        return []
    _lock_desk_rows(sequences)
    rows = Edition.objects.filter(public_id__in=list(sequences)).order_by("public_id", "-number")
    last = list(rows.distinct("public_id"))
    numbers = writing.last_numbers(list(sequences))
    drafts = []
    for edition in last:
        document = d.decode(edition.body) if edition.body else None
        if document is None or isinstance(document, d.Tombstone):
            drafts.append(
                tombstone(edition.public_id, Occasion(EditionKind.WITHHELD, REMOVED), None, numbers)
            )
        else:
            drafts.append(draft(redact(document), PROTECTIVE, numbers))
    emptied = [sequence for of_one_id in sequences.values() for sequence in of_one_id]
    editions = writing.withhold(drafts, sequences=emptied)
    # Retracted stays retracted, and merged stays merged, after its old texts are gone.
    again = [
        tombstone(edition.public_id, Occasion(EditionKind(edition.kind)), edition.into)
        for edition in last
        if edition.kind in (EditionKind.RETRACTED, EditionKind.MERGED)
    ]
    return [*editions, *writing.append(again)]


def _lock_desk_rows(public_ids: Mapping[str, object]) -> None:
    """Whoever issues an edition holds the row of its subject; an id without a row has nobody else to issue it."""
    for kind, model in MODELS.items():
        ids = [public_id for public_id in public_ids if subject_of(public_id) == kind]
        lock_rows(kind, model._default_manager.filter(public_id__in=ids).values_list("pk", flat=True))


def _by_id(rows: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    sequences: dict[str, list[int]] = {}
    for public_id, sequence in rows:
        sequences.setdefault(public_id, []).append(sequence)
    return sequences
