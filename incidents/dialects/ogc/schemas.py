"""JSON Schemas of queryables, of properties and of whole features (parts 3 and 5)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from .layers import Layer
from .links import Addresses
from .properties import Property

DIALECT = "https://json-schema.org/draft/2020-12/schema"
GEOJSON_POINT = {
    "type": "object",
    "required": ["type", "coordinates"],
    "properties": {
        "type": {"type": "string", "enum": ["Point"]},
        "coordinates": {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "number"}},
    },
}
POINT = {"format": "geometry-point", "x-ogc-role": "primary-geometry"}


def queryables(layer: Layer, addresses: Addresses) -> dict[str, Any]:
    """Properties that may be asked for by name: several values are parted by commas, and any of them will do."""
    properties = {}
    for name, field in layer.queryables.items():
        schema = dict(field.schema)
        value = schema.pop("items", schema) if schema.get("type") == "array" else schema
        properties[name] = {
            "title": str(field.label or name),
            "description": str(field.help_text),
            **value,
        }
    return _schema(f"{addresses.collection(layer.name)}/queryables", layer, properties) | {
        "additionalProperties": False
    }


def returnables(layer: Layer, addresses: Addresses) -> dict[str, Any]:
    """The properties of a feature, its id and its geometry among them."""
    properties: dict[str, Any] = {
        "id": {
            "title": "id",
            "description": _("Permanent; it is cited."),
            "type": "string",
            "x-ogc-role": "id",
            "readOnly": True,
        },
        "geometry": {
            "title": "geometry",
            "description": _("Centre of a circle of radius_km; none where nothing can be drawn as a point."),
            **POINT,
        },
    }
    properties |= {column.name: column.schema() for column in layer.properties}
    schema = _schema(f"{addresses.collection(layer.name)}/schema", layer, properties)
    return schema | {"required": ["id", *(column.name for column in layer.properties if column.required)]}


def as_geojson(layer: Layer, addresses: Addresses) -> dict[str, Any]:
    """A whole feature as it is sent: from this GDAL learns the types of columns that a first page leaves empty.

    In OpenAPI 3.0's words: GDAL understands no list of types, so that what may be null can only be said there.
    """
    return {
        "$id": f"{addresses.collection(layer.name)}/feature-schema",
        "title": str(layer.title),
        "description": str(layer.description),
        **feature_of(layer),
    }


def feature_of(layer: Layer) -> dict[str, Any]:
    """The shape of a feature of the collection."""
    properties = {column.name: _or_null(column) for column in layer.properties}
    return {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": {"type": "string"},
            "geometry": {**GEOJSON_POINT, "nullable": True},
            "properties": {"type": "object", "properties": properties, "required": list(properties)},
            "links": {"type": "array", "items": {"type": "object"}},
        },
    }


def _or_null(column: Property) -> dict[str, Any]:
    schema = {name: value for name, value in column.schema().items() if not name.startswith("x-")}
    if column.required:
        return schema
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
    return schema | {"nullable": True}


def _schema(address: str, layer: Layer, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "$schema": DIALECT,
        "$id": address,
        "type": "object",
        "title": str(layer.title),
        "description": str(layer.description),
        "properties": properties,
    }
