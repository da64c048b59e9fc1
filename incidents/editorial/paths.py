"""A document taken apart: every text in it with its path, what a colleague calls that place, and its form field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.record.document import Area, Claim, Document, Ref, keys_with_text

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

LABELS: dict[str, str | Promise] = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "occurred": gettext_lazy("When"),
    "locations": gettext_lazy("Places"),
    "participants": gettext_lazy("Participants"),
    "casualties": gettext_lazy("Figures"),
    "claims": gettext_lazy("Claims"),
    "grades": gettext_lazy("Grades"),
    "independence": gettext_lazy("Independent origins"),
    "reports": gettext_lazy("Reports"),
    "episodes": gettext_lazy("Episodes"),
    "related": gettext_lazy("Related incidents"),
    "persons": gettext_lazy("Named people"),
    "tags": gettext_lazy("Tags"),
    "external_ids": gettext_lazy("External identifiers"),
    "origin": gettext_lazy("Dataset"),
    "event_type": gettext_lazy("Event type"),
    "sub_event_type": gettext_lazy("Sub-event type"),
    "civilian_harm": gettext_lazy("Harm to civilians"),
    "extent": gettext_lazy("Extent"),
    "kind": gettext_lazy("Kind"),
    "name": gettext_lazy("Name"),
    "names": gettext_lazy("Other names"),
    "description": gettext_lazy("Description"),
    "relations": gettext_lazy("Relations"),
    "affiliations": gettext_lazy("Affiliations"),
    "active": gettext_lazy("Active"),
    "actors": gettext_lazy("Actors"),
    "country": gettext_lazy("Country"),
    "within": gettext_lazy("Lies in"),
    "point": gettext_lazy("Point"),
    "radius_km": gettext_lazy("Radius"),
    "languages": gettext_lazy("Languages"),
    "areas": gettext_lazy("Areas"),
    "since": gettext_lazy("Since"),
    "until": gettext_lazy("Until"),
    "coded_until": gettext_lazy("Complete up to"),
    "event_types": gettext_lazy("Event types"),
    "sources": gettext_lazy("Sources"),
    "backlog": gettext_lazy("Backlog"),
    "website": gettext_lazy("Website"),
    "wording": gettext_lazy("wording"),
    "rationale": gettext_lazy("rationale"),
    "reason": gettext_lazy("reason"),
    "words": gettext_lazy("words"),
    "aliases": gettext_lazy("other names"),
    "detail": gettext_lazy("detail"),
    "text": gettext_lazy("text"),
    "claimant": gettext_lazy("claimant"),
    "quantifier": gettext_lazy("quantifier"),
    "occupation": gettext_lazy("occupation"),
    "location": gettext_lazy("location"),
    "actor": gettext_lazy("actor"),
    "byline": gettext_lazy("byline"),
    "basis": gettext_lazy("basis"),
    "url": gettext_lazy("address"),
    "archive_url": gettext_lazy("archived copy"),
    "source": gettext_lazy("source"),
    "delivery": gettext_lazy("delivery"),
    "note": gettext_lazy("Public note"),
}
"""What a key is called. Deeper keys that are not listed are called by their own name."""


@dataclass(frozen=True, slots=True)
class Passage:
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
        return label_of(self.steps)


def texts_of(document: Document) -> Iterator[Passage]:
    """Every text that could hold a name, in the order of the document."""
    for steps, text, owner, claim in _texts(document, (), document, None):
        yield Passage(steps, text, _FIELDS.get(steps[0]), claim, _named_subject(steps, owner, document))


Text = tuple[tuple[str, ...], str, msgspec.Struct, str | None]


def _texts(value: Any, steps: tuple[str, ...], owner: msgspec.Struct, claim: str | None) -> Iterator[Text]:
    if isinstance(value, str):
        yield steps, value, owner, claim
    elif isinstance(value, msgspec.Struct):
        claim = value.id if isinstance(value, Claim) else claim
        for key in keys_with_text(type(value)):
            if part := getattr(value, key):
                yield from _texts(part, (*steps, key), value, claim)
    elif isinstance(value, list):
        for place, one in enumerate(value, 1):
            yield from _texts(one, (*steps, str(place)), owner, claim)
    elif isinstance(value, dict):
        for language, text in value.items():
            yield from _texts(text, (*steps, language), owner, claim)


def label_of(steps: tuple[str, ...]) -> str:
    """``("claims", "2", "wording")`` in words: “Claims, no. 2, wording”."""
    words = [
        _("no. %(n)s") % {"n": step} if step.isdigit() else str(LABELS.get(step, step.replace("_", " ")))
        for step in steps
    ]
    return ", ".join(words)


def _named_subject(steps: tuple[str, ...], owner: msgspec.Struct, document: Document) -> str | None:
    """Whose name it is: that of a reference, or one of the document's own names. Names of people are not subjects."""
    if isinstance(owner, Ref | Area):
        return owner.id
    if steps[0] in ("name", "names") and steps[-1] in ("name", "text"):
        return document.id
    named = getattr(owner, "location", None) or getattr(owner, "actor", None)
    return named.id if "aliases" in steps and isinstance(named, Ref) else None
