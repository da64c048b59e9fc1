"""Every free text of a document, with its path, what a colleague calls that place, and its form field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from incidents.record.document import Area, Claim, Document, OtherNames, Ref, keys_with_text
from incidents.record.words import keys

_FIELDS = {
    "title": "title",
    "summary": "summary",
    "tags": "tags",
    "locations": "places",
    "participants": "participations",
    "casualties": "figures",
    "claims": "claims",
    "grades": "assessments",
    "reports": "citations",
    "related": "links",
    "persons": "involvements",
    "external_ids": "external_ids",
    "episodes": "memberships",
    "occurred": "occurred_words",
    "name": "name",
    "names": "names",
    "description": "description",
    "relations": "relations",
    "affiliations": "affiliations",
    "website": "website",
    "actors": "episode_actors",
    "areas": "areas",
    "sources": "monitored",
    "backlog": "backlog",
}
"""Top-level keys of documents by the form field or row set in which they are edited."""


@dataclass(frozen=True, slots=True)
class DocumentText:
    """One text of a document, and the steps that lead to it.

    ``field`` is where it is edited, ``claim`` the public id of the claim it belongs to, ``subject`` the id of the
    subject it is a name of.
    """

    steps: tuple[str, ...]
    text: str
    field: str | None = None
    claim: str | None = None
    subject: str | None = None

    @property
    def path(self) -> str:
        return ".".join(self.steps)

    @property
    def label(self) -> str:
        return keys.path(self.steps)


def texts_of(document: Document) -> Iterator[DocumentText]:
    """Every text that could hold a name, in the order of the document."""
    for steps, text, owner, claim in _texts(document, (), document, None):
        yield DocumentText(steps, text, _FIELDS.get(steps[0]), claim, _named_subject(steps, owner, document))


def _texts(
    value: Any, steps: tuple[str, ...], owner: msgspec.Struct, claim: str | None
) -> Iterator[tuple[tuple[str, ...], str, msgspec.Struct, str | None]]:
    """Steps, text, the struct that holds it, and the id of the claim it belongs to. Marked keys hold no free text."""
    if isinstance(value, str):
        yield steps, value, owner, claim
    elif isinstance(value, msgspec.Struct):
        claim = value.id if isinstance(value, Claim) else claim
        for key in keys_with_text(type(value)):
            if part := getattr(value, key):
                yield from _texts(part, (*steps, key), value, claim)
    elif isinstance(value, list):
        for position, part in enumerate(value, 1):
            yield from _texts(part, (*steps, str(position)), owner, claim)
    elif isinstance(value, dict):
        for language, text in value.items():
            yield from _texts(text, (*steps, language), owner, claim)


def _named_subject(steps: tuple[str, ...], owner: msgspec.Struct, document: Document) -> str | None:
    """Whose name it is: that of a reference, or one of the document's own names. Names of people are not subjects."""
    if isinstance(owner, Ref | Area | OtherNames):
        return owner.id
    if steps[0] in ("name", "names") and steps[-1] in ("name", "text"):
        return document.id
    named = getattr(owner, "location", None) or getattr(owner, "actor", None)
    return named.id if "aliases" in steps and isinstance(named, Ref) else None
