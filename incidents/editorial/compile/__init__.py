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

from .actor import ActorBatch
from .coverage import CoverageBatch
from .episode import EpisodeBatch
from .identifiers import PROVISIONAL, Identifiers, url_of
from .incident import IncidentBatch
from .location import LocationBatch
from .source import SourceBatch

__all__ = ["PROVISIONAL", "Batch", "Identifiers", "load", "url_of"]


class Batch(Protocol):
    """Subjects of one kind, loaded."""

    def identifiers(self) -> Identifiers: ...

    def compile(self, ids: Identifiers) -> Mapping[int, Any]: ...


_BATCHES: dict[
    str, type[IncidentBatch | EpisodeBatch | CoverageBatch | ActorBatch | LocationBatch | SourceBatch]
] = {
    "incident": IncidentBatch,
    "episode": EpisodeBatch,
    "coverage": CoverageBatch,
    "actor": ActorBatch,
    "location": LocationBatch,
    "source": SourceBatch,
}


def load(kind: str, pks: Collection[int]) -> Batch:
    """Everything that documents of these subjects are made of, as the desk has it now."""
    return _BATCHES[kind].load(pks)
