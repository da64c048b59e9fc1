"""JSON Schema of ``incidents.geojson``: its features, with what each property means."""

from __future__ import annotations

from typing import Any

from .. import flat
from ..columns import ValueType

TYPES: dict[ValueType, dict[str, str]] = {
    ValueType.WORDS: {"type": "string"},
    ValueType.CODE: {"type": "string"},
    ValueType.WHOLE: {"type": "integer"},
    ValueType.DECIMAL: {"type": "number"},
    ValueType.DAY: {"type": "string", "format": "date"},
    ValueType.INSTANT: {"type": "string", "format": "date-time"},
}
OF_THE_FEATURE: dict[str, dict[str, Any]] = {
    "place": {"type": "integer", "description": "Which of the incident's places it is, from 0."},
    "features": {
        "type": "integer",
        "description": "On how many features the incident's figures stand; they are not to be added up.",
    },
    "place_role": {"type": ["string", "null"], "description": "What the place was; see the codebook."},
}


def collection_schema() -> dict[str, Any]:
    """RFC 7946, and our properties; each is there, and null where it is unknown."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "incidents.geojson",
        "type": "object",
        "required": ["type", "features", "attest"],
        "properties": {
            "type": {"const": "FeatureCollection"},
            "features": {"type": "array", "items": {"$ref": "#/$defs/feature"}},
            "attest": {"type": "object", "description": "Rows, bytes and SHA-256 of all that stands before."},
        },
        "$defs": {"feature": _feature(), "point": _point()},
    }


def _feature() -> dict[str, Any]:
    properties = {
        column.name: TYPES[column.kind]
        | {"type": [TYPES[column.kind]["type"], "null"], "description": str(column.meaning)}
        for column in flat.COLUMNS
    } | OF_THE_FEATURE
    return {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"const": "Feature"},
            "id": {"type": "string", "description": "Id of the incident, and which of its places."},
            "geometry": {"oneOf": [{"type": "null"}, {"$ref": "#/$defs/point"}]},
            "properties": {
                "type": "object",
                "required": list(properties),
                "properties": properties,
                "additionalProperties": False,
            },
        },
    }


def _point() -> dict[str, Any]:
    """Longitude, then latitude."""
    ends = [{"type": "number", "minimum": -limit, "maximum": limit} for limit in (180, 90)]
    return {
        "type": "object",
        "required": ["type", "coordinates"],
        "properties": {
            "type": {"const": "Point"},
            "coordinates": {"type": "array", "prefixItems": ends, "minItems": 2, "maxItems": 2},
        },
    }
