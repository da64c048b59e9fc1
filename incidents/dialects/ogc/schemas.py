"""JSON Schema of what can be asked and of what is answered (parts 3 and 5)."""

from __future__ import annotations

from typing import Any

from .layers import Layer
from .links import Addresses

DIALECT = "https://json-schema.org/draft/2020-12/schema"
POINT = {"format": "geometry-point", "x-ogc-role": "primary-geometry"}


def queryables(layer: Layer, addresses: Addresses) -> dict[str, Any]:
    """Properties that may be asked for by name: several values are parted by commas, and any of them will do."""
    asked = {name: _queryable(name, field) for name, field in layer.queryables.items()}
    return _schema(f"{addresses.collection(layer.name)}/queryables", layer, asked) | {
        "additionalProperties": False
    }


def _queryable(name: str, field: Any) -> dict[str, Any]:
    schema = dict(field.schema)
    one = schema.pop("items", schema) if schema.get("type") == "array" else schema
    return {"title": str(field.label or name), "description": str(field.help_text), **one}


def returned(layer: Layer, addresses: Addresses) -> dict[str, Any]:
    """The properties of a feature, its id and its geometry among them."""
    told: dict[str, Any] = {
        "id": {"title": "id", "type": "string", "x-ogc-role": "id", "readOnly": True},
        "geometry": {"title": "geometry", **POINT},
    }
    told |= {one.name: one.schema() for one in layer.properties}
    schema = _schema(f"{addresses.collection(layer.name)}/schema", layer, told)
    return schema | {"required": ["id", *(one.name for one in layer.properties if one.required)]}


def as_geojson(layer: Layer, addresses: Addresses) -> dict[str, Any]:
    """A whole feature as it is sent. From this GDAL learns the types of columns that a first page leaves empty."""
    properties = {one.name: _or_null(one.schema(), one.required) for one in layer.properties}
    told = {
        "type": {"type": "string", "enum": ["Feature"]},
        "id": {"type": "string"},
        "geometry": {"oneOf": [{"$ref": "https://geojson.org/schema/Point.json"}, {"type": "null"}]},
        "properties": {"type": "object", "properties": properties, "required": list(properties)},
    }
    schema = _schema(f"{addresses.collection(layer.name)}/feature-schema", layer, told)
    return schema | {"required": ["type", "id", "geometry", "properties"]}


def _or_null(schema: dict[str, Any], required: bool) -> dict[str, Any]:
    if required:
        return schema
    nullable = {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema:
        nullable["enum"] = [*schema["enum"], None]
    return nullable


def _schema(address: str, layer: Layer, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "$schema": DIALECT,
        "$id": address,
        "type": "object",
        "title": str(layer.title),
        "description": str(layer.description),
        "properties": properties,
    }
