"""Structs of the public documents, one for each kind, and their canonical text.

Canonical text: UTF-8 JSON, keys in the order they are declared here, every key present, no insignificant white
space, coordinates as numbers with exactly five decimals (about one metre) and no other fractions. The text is
stored once, hashed, and served byte for byte; see docs/record.md for the test vector.

Ranges: a figure is ``low <= best <= high``; ``null`` is unknown and ``0`` is none. Dates are ISO 8601 days.

Read ``parts`` and ``notation`` first, then ``claims``, ``incident``, ``subjects`` and ``coverage``, then ``text``.
"""

from . import claims
from .claims import *  # noqa: F403 - its own list says what is exported; it grows with each kind of claim
from .coverage import CoverageDocument, CoveredArea
from .incident import (
    Affiliation,
    Figure,
    Grade,
    Happening,
    IncidentDocument,
    Independence,
    NamedPerson,
    Origin,
    Participant,
    Place,
    Provenance,
    Related,
    Total,
    counted,
    total,
)
from .notation import Notation, Written, coded, day, identifier, keys_with_text, notation_of, structs_in
from .parts import (
    Area,
    Belonging,
    Claimant,
    Code,
    Direction,
    EditionRef,
    Name,
    Occurred,
    OtherNames,
    Part,
    Passage,
    Period,
    Point,
    Ref,
    ReportRef,
    Text,
    degrees,
)
from .subjects import (
    ActorDocument,
    EpisodeDocument,
    LocationDocument,
    Relation,
    SourceAffiliationPart,
    SourceDocument,
    Tombstone,
)
from .text import (
    ACTOR_FORMAT,
    COVERAGE_FORMAT,
    EPISODE_FORMAT,
    INCIDENT_FORMAT,
    LOCATION_FORMAT,
    SHAPES,
    SOURCE_FORMAT,
    TOMBSTONE_FORMAT,
    Document,
    decode,
    encode,
)

__all__ = [
    "ACTOR_FORMAT",
    "COVERAGE_FORMAT",
    "EPISODE_FORMAT",
    "INCIDENT_FORMAT",
    "LOCATION_FORMAT",
    "SHAPES",
    "SOURCE_FORMAT",
    "TOMBSTONE_FORMAT",
    "ActorDocument",
    "Affiliation",
    "Area",
    "Belonging",
    "Claimant",
    "Code",
    "CoverageDocument",
    "CoveredArea",
    "Direction",
    "Document",
    "EditionRef",
    "EpisodeDocument",
    "Figure",
    "Grade",
    "Happening",
    "IncidentDocument",
    "Independence",
    "LocationDocument",
    "Name",
    "NamedPerson",
    "Notation",
    "Occurred",
    "Origin",
    "OtherNames",
    "Part",
    "Participant",
    "Passage",
    "Period",
    "Place",
    "Point",
    "Provenance",
    "Ref",
    "Related",
    "Relation",
    "ReportRef",
    "SourceAffiliationPart",
    "SourceDocument",
    "Text",
    "Tombstone",
    "Total",
    "Written",
    "coded",
    "counted",
    "day",
    "decode",
    "degrees",
    "encode",
    "identifier",
    "keys_with_text",
    "notation_of",
    "structs_in",
    "total",
]
__all__ += claims.__all__
