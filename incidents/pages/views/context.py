"""What the templates of each subject need besides the document and its history."""

from typing import Any

import msgspec

from ...codebook import Extent
from ...record import document as d
from ...record.reading import page, parse
from ...record.states import State
from ...record.subjects import Subject
from ..drawing import maps
from ..incident_list import circles_of_places, gathered
from ..incident_parts import IncidentParts

Context = dict[str, Any]
MOST_BELOW = 60
"""Places within a place, and sources tied to an actor, that its page names."""


def incident(document: d.IncidentDocument, state: State) -> Context:
    """Nothing is read: an incident's document is whole."""
    circles = circles_of_places(document)
    return {
        "parts": IncidentParts(document),
        "drawing": maps.draw(circles) if circles and document.extent != Extent.AGGREGATE else None,
    }


def episode(document: d.EpisodeDocument, state: State) -> Context:
    return {"gathered": gathered({"episode": document.id}, state), "query": f"episode={document.id}"}


def actor(document: d.ActorDocument, state: State) -> Context:
    return {
        "gathered": gathered({"actor": document.id}, state),
        "query": f"actor={document.id}",
        "sources": _tied(Subject.SOURCE, {"actor": document.id}, state),
    }


def location(document: d.LocationDocument, state: State) -> Context:
    within = _tied(Subject.LOCATION, {"location": document.id}, state)
    return {
        "gathered": gathered({"location": document.id}, state),
        "query": f"location={document.id}",
        "below": [place for place in within if place.id != document.id],
        "own_map": maps.draw([_own_circle(document)]) if document.point else None,
    }


def source(document: d.SourceDocument, state: State) -> Context:
    return {"gathered": gathered({"source": document.id}, state), "query": f"source={document.id}"}


def coverage(document: d.CoverageDocument, state: State) -> Context:
    """Nothing is read: a statement says what it covers, and finds nothing by itself."""
    return {}


def _tied(subject: Subject, parameters: dict[str, str], state: State) -> list[d.Ref]:
    listed = page(parse(parameters | {"limit": str(MOST_BELOW), "fields": "name"}, subject, at=state))
    return [msgspec.json.decode(body, type=d.Ref) for body in listed.bodies]


def _own_circle(document: d.LocationDocument) -> maps.MapCircle:
    assert document.point is not None  # noqa: S101 - asked by the caller
    lat, lon = float(document.point.lat), float(document.point.lon)
    return maps.MapCircle(lat=lat, lon=lon, radius_km=document.radius_km or 0, label=document.name)
