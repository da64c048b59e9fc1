"""JSON Schema (2020-12) of the documents, made from their structs: for the API's description and for releases."""

from __future__ import annotations

from typing import Any

import msgspec

from .document import SHAPES, Part, structs_in

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_FORMATS: dict[type[msgspec.Struct], str] = {shape: name for name, shape in SHAPES.items()}


def document_schema(name: str) -> dict[str, Any]:
    """A whole schema for the documents of one format, such as ``attest.incident/1``. Raises ``KeyError``."""
    shape = SHAPES[name]
    parts = {part.__name__: schema for part, schema in schemas_of(shape, "#/$defs/{name}").items()}
    return {"$schema": DIALECT, "title": name, "$ref": f"#/$defs/{shape.__name__}", "$defs": parts}


def schemas_of(struct: type[msgspec.Struct], ref_template: str) -> dict[type[msgspec.Struct], dict[str, Any]]:
    """The schemas of a struct and of all structs inside it, which refer to each other as the template says."""
    _references, schemas = msgspec.json.schema_components([struct], ref_template=ref_template)
    structs = {part.__name__: part for part in structs_in(struct)}
    return {structs[name]: _exact(structs[name], schema) for name, schema in schemas.items()}


def _exact(struct: type[msgspec.Struct], schema: dict[str, Any]) -> dict[str, Any]:
    """What msgspec cannot know: documents have every key, those of a format name it, and coordinates are numbers."""
    properties = {key: _numbers(value) for key, value in schema["properties"].items()}
    if not issubclass(struct, Part):
        return schema | {"properties": properties}
    if struct in _FORMATS:
        properties["format"] = {"const": _FORMATS[struct]}
    required = [key for key in properties if key not in struct.ADDED_LATER]
    return schema | {"properties": properties, "required": required}


def _numbers(schema: Any) -> Any:
    """Coordinates are written as numbers; msgspec describes a Decimal as text."""
    if isinstance(schema, list):
        return [_numbers(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("format") == "decimal":
        return {"type": "number"}
    return {key: _numbers(value) for key, value in schema.items()}
