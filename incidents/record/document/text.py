"""Encoding and decoding of canonical texts."""

from typing import Any

import msgspec

from .coverage import CoverageDocument
from .incident import IncidentDocument
from .parts import Part
from .subjects import ActorDocument, EpisodeDocument, LocationDocument, SourceDocument, Tombstone

INCIDENT_FORMAT = "attest.incident/1"
EPISODE_FORMAT = "attest.episode/1"
ACTOR_FORMAT = "attest.actor/1"
LOCATION_FORMAT = "attest.location/1"
SOURCE_FORMAT = "attest.source/1"
COVERAGE_FORMAT = "attest.coverage/1"
TOMBSTONE_FORMAT = "attest.tombstone/1"

Document = (
    IncidentDocument
    | EpisodeDocument
    | ActorDocument
    | LocationDocument
    | SourceDocument
    | CoverageDocument
    | Tombstone
)

SHAPES: dict[str, type[Part]] = {
    INCIDENT_FORMAT: IncidentDocument,
    EPISODE_FORMAT: EpisodeDocument,
    ACTOR_FORMAT: ActorDocument,
    LOCATION_FORMAT: LocationDocument,
    SOURCE_FORMAT: SourceDocument,
    COVERAGE_FORMAT: CoverageDocument,
    TOMBSTONE_FORMAT: Tombstone,
}


class _Head(msgspec.Struct):
    format: str


_encoder = msgspec.json.Encoder(decimal_format="number")
_decoders: dict[str, msgspec.json.Decoder[Any]] = {
    name: msgspec.json.Decoder(shape) for name, shape in SHAPES.items()
}
_head_decoder = msgspec.json.Decoder(_Head)


def encode(document: Document) -> str:
    """The canonical text of a document."""
    return _encoder.encode(document).decode()


def decode(text: str | bytes) -> Document:
    """The document in a canonical text, whatever its format.

    Raises ``msgspec.ValidationError`` for a text that is no document and ``KeyError`` for an unknown format.
    """
    decoder = _decoders[_head_decoder.decode(text).format]
    document: Document = decoder.decode(text)
    return document
