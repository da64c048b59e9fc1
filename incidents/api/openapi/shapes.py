"""OpenAPI components of the msgspec structs: what is stored and what is described are one."""

from __future__ import annotations

import inspect
from typing import Any

import msgspec
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.plumbing import ResolvedComponent

from ...record.document import notation_of
from ...record.schema import schemas_of

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
    return {part.__name__: _described(part, schema) for part, schema in schemas_of(struct, REFERENCE).items()}


def _described(struct: type[msgspec.Struct], schema: JsonSchema) -> JsonSchema:
    """Its documentation as the description, and at each coded key the name of its vocabulary."""
    schema.pop("title", None)
    if text := struct.__dict__.get("__doc__"):
        schema["description"] = inspect.cleandoc(text).replace("``", "`")
    for key, field in schema["properties"].items():
        notation = notation_of(struct, key)
        if notation and notation.vocabulary:
            field["x-vocabulary"] = notation.vocabulary
            field["description"] = f"Codebook: `{notation.vocabulary}`."
    return schema
