"""Public ids while documents are compiled: which subjects are named, and which of them have no id yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.conf import settings

from incidents.record.document import EditionRef, Ref

PROVISIONAL = EditionRef(number=0, kind="draft")
"""Stands in a compiled document until the number of its edition is known."""

_PATHS = {
    "incident": "incidents",
    "episode": "episodes",
    "actor": "actors",
    "location": "locations",
    "source": "sources",
    "coverage": "coverage",
}


def url_of(kind: str, public_id: str) -> str:
    """The permanent address of a subject's page."""
    return f"{settings.SITE_URL.rstrip('/')}/{_PATHS[kind]}/{public_id}/"


@dataclass
class Identifiers:
    """Gives out references and remembers what it could not give an id for.

    Documents are compiled from data that is loaded already, so that they can be compiled a second time, without a
    query, once the missing subjects have their ids.
    """

    known: dict[tuple[str, int], str] = field(default_factory=dict)
    missing: set[tuple[str, int]] = field(default_factory=set)

    def learn(self, kind: str, ids: Mapping[int, str | None]) -> None:
        """Take note of the ids of subjects that are public, or about to be."""
        self.known.update({(kind, pk): value for pk, value in ids.items() if value})

    def has(self, kind: str, pk: int) -> bool:
        return (kind, pk) in self.known

    def of(self, kind: str, pk: int) -> str:
        """The public id; an empty text, remembered as missing, where there is none yet."""
        if (kind, pk) not in self.known:
            self.missing.add((kind, pk))
            return ""
        return self.known[(kind, pk)]

    def ref(self, kind: str, pk: int, name: str) -> Ref:
        return Ref(id=self.of(kind, pk), name=name)

    def missing_of(self, kinds: Iterable[str]) -> dict[str, list[int]]:
        """Primary keys without an id, in order, by kind."""
        return {kind: sorted(pk for other, pk in self.missing if other == kind) for kind in kinds}
