"""JSON Schema of the msgspec structs, as OpenAPI's components: what is stored and what is described are one."""

from __future__ import annotations

import inspect
from typing import Any

import msgspec
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.plumbing import ResolvedComponent

from .vocabularies import VOCABULARY_OF

REFERENCE = "#/components/schemas/{name}"

JsonSchema = dict[str, Any]


class StructSchema(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Lets a struct stand wherever drf-spectacular expects a serializer."""

    target_class = msgspec.Struct
    match_subclasses = True

    def get_name(self, auto_schema: Any, direction: Any) -> str:
        name: str = self.target.__name__
        return name

    def get_identity(self, auto_schema: Any, direction: Any) -> Any:
        return self.target

    def map_serializer(self, auto_schema: Any, direction: Any) -> JsonSchema:
        """The struct's own schema; the structs inside it are registered as components of their own."""
        name = self.target.__name__
        schemas = components(self.target)
        for part, schema in schemas.items():
            if part != name:
                auto_schema.registry.register_on_missing(_component(part, schema))
        return schemas[name]


def _component(name: str, schema: JsonSchema) -> ResolvedComponent:
    kind = ResolvedComponent.SCHEMA
    return ResolvedComponent(name=name, type=kind, schema=schema, object=name)  # type: ignore[no-untyped-call]


def components(struct: type[msgspec.Struct]) -> dict[str, JsonSchema]:
    """The schemas of a struct and of all structs inside it, by name."""
    _references, schemas = msgspec.json.schema_components([struct], ref_template=REFERENCE)
    structs = {one.__name__: one for one in _all_structs(msgspec.Struct)}
    return {name: _described(structs[name], _numbers(schema)) for name, schema in schemas.items()}


def _all_structs(base: type[msgspec.Struct]) -> list[type[msgspec.Struct]]:
    return [one for child in base.__subclasses__() for one in (child, *_all_structs(child))]


def _numbers(schema: Any) -> Any:
    """Coordinates are written as numbers; msgspec describes a Decimal as text."""
    if isinstance(schema, list):
        return [_numbers(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("format") == "decimal":
        return {"type": "number"}
    return {key: _numbers(value) for key, value in schema.items()}


def _described(struct: type, schema: JsonSchema) -> JsonSchema:
    schema.pop("title", None)
    if text := struct.__dict__.get("__doc__"):
        schema["description"] = inspect.cleandoc(text).replace("``", "`")
    for name, field in schema.get("properties", {}).items():
        vocabulary = VOCABULARY_OF.get((struct.__name__, name)) or VOCABULARY_OF.get(("", name))
        if vocabulary and "$ref" not in field and "enum" not in field:
            field["x-vocabulary"] = vocabulary
            field["description"] = f"Codebook: `{vocabulary}`."
    return schema
