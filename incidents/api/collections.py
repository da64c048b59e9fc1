"""The five collections: which subject is listed at which address, and in which shape."""

from __future__ import annotations

from ..record import document
from ..record.subjects import Subject

COLLECTIONS: dict[Subject, str] = {
    Subject.INCIDENT: "incidents",
    Subject.EPISODE: "episodes",
    Subject.ACTOR: "actors",
    Subject.LOCATION: "locations",
    Subject.SOURCE: "sources",
}
DOCUMENTS: dict[Subject, type[document.Part]] = {
    Subject.INCIDENT: document.IncidentDocument,
    Subject.EPISODE: document.EpisodeDocument,
    Subject.ACTOR: document.ActorDocument,
    Subject.LOCATION: document.LocationDocument,
    Subject.SOURCE: document.SourceDocument,
}
