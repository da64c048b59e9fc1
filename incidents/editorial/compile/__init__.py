"""The only door from the desk to the record: rows go in, public documents come out.

What may not be public is left out here and nowhere else; ``editorial.left_out`` says why, column by column. A batch
is loaded with a constant number of queries and compiled from memory, so that a missing public id costs no second
reading::

    batch = load("incident", pks)
    ids = batch.identifiers()
    documents = batch.compile(ids)     # ids.missing names what has to become public with them
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from .actor import Actors
from .coverage import Coverages
from .episode import Episodes
from .identifiers import PROVISIONAL, Identifiers, url_of
from .incident import Incidents
from .location import Locations
from .source import Sources

__all__ = ["PROVISIONAL", "Batch", "Identifiers", "load", "url_of"]


class Batch(Protocol):
    """Subjects of one kind, loaded."""

    def identifiers(self) -> Identifiers: ...

    def compile(self, ids: Identifiers) -> Mapping[int, Any]: ...


_BATCHES: dict[str, type[Incidents | Episodes | Coverages | Actors | Locations | Sources]] = {
    "incident": Incidents,
    "episode": Episodes,
    "coverage": Coverages,
    "actor": Actors,
    "location": Locations,
    "source": Sources,
}


def load(kind: str, pks: Collection[int]) -> Batch:
    """Everything that documents of these subjects are made of, as the desk has it now."""
    return _BATCHES[kind].load(pks)
