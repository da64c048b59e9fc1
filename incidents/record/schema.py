"""The documents' JSON Schema (2020-12), made from the structs: what the API's description and validators use."""

from typing import Any

import msgspec

from ..codebook import vocabulary
from .document import SHAPES

DIALECT = "https://json-schema.org/draft/2020-12/schema"

DAYS = {
    "earliest", "latest", "start", "end", "assessed_on", "made_on", "as_of", "published_on", "since", "until",
    "coded_until",
}  # fmt: skip
"""Keys that hold an ISO 8601 day wherever they occur."""

CODED = {
    ("IncidentDocument", "extent"): "extent",
    ("IncidentDocument", "event_type"): "event_type",
    ("IncidentDocument", "sub_event_type"): "sub_event_type",
    ("IncidentDocument", "civilian_harm"): "civilian_harm",
    ("EditionRef", "kind"): "edition_kind",
    ("Tombstone", "status"): "edition_kind",
    ("Occurred", "precision"): "date_precision",
    ("Occurred", "time_of_day"): "time_of_day",
    ("Name", "kind"): "name_kind",
    ("Code", "match"): "match",
    ("Place", "type"): "location_type",
    ("Place", "role"): "place_role",
    ("LocationDocument", "type"): "location_type",
    ("Affiliation", "kind"): "relation_kind",
    ("Participant", "kind"): "actor_kind",
    ("Participant", "role"): "role",
    ("Participant", "side"): "side",
    ("Participant", "standing"): "standing",
    ("Participant", "certainty"): "certainty",
    ("Figure", "outcome"): "outcome",
    ("Figure", "status"): "casualty_status",
    ("Grade", "about"): "grade_about",
    ("Grade", "grade"): "grade",
    ("Related", "kind"): "link_kind",
    ("NamedPerson", "basis"): "publication_basis",
    ("EpisodeDocument", "kind"): "episode_kind",
    ("ActorDocument", "kind"): "actor_kind",
    ("Relation", "kind"): "relation_kind",
    ("SourceDocument", "kind"): "source_kind",
    ("Area", "type"): "location_type",
    ("CoveredArea", "type"): "location_type",
    ("CoverageDocument", "event_types"): "event_type",
    ("SourceAffiliationPart", "kind"): "affiliation_kind",
}
"""Which vocabulary of the codebook a key's values come from."""


def document_schema(name: str) -> dict[str, Any]:
    """A whole schema for the documents of one format, such as ``attest.incident/1``. Raises ``KeyError``."""
    schema = msgspec.json.schema(SHAPES[name])
    return {"$schema": DIALECT, "title": name} | schema | {"$defs": _exact_all(schema["$defs"])}


def components(
    ref_template: str = "#/components/schemas/{name}",
) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """For OpenAPI: a reference for each format, and the components they all refer to."""
    references, shared = msgspec.json.schema_components(list(SHAPES.values()), ref_template=ref_template)
    return dict(zip(SHAPES, references, strict=True)), _exact_all(shared)


def _exact_all(schemas: dict[str, Any]) -> dict[str, Any]:
    formats = {shape.__name__: name for name, shape in SHAPES.items()}
    return {name: _exact(name, schema, formats.get(name)) for name, schema in schemas.items()}


def _exact(struct: str, schema: dict[str, Any], its_format: str | None) -> dict[str, Any]:
    """What msgspec cannot know: every key is written, coordinates are numbers, codes and days are no mere texts."""
    keys = {key: _value(struct, key, value) for key, value in schema["properties"].items()}
    if its_format:
        keys["format"] = {"const": its_format}
    return schema | {"properties": keys, "required": list(keys)}


def _value(struct: str, key: str, schema: dict[str, Any]) -> dict[str, Any]:
    if "anyOf" in schema:
        return schema | {"anyOf": [_value(struct, key, one) for one in schema["anyOf"]]}
    if schema.get("type") == "array":
        return schema | {"items": _value(struct, key, schema["items"])}
    if schema.get("format") == "decimal":
        return {"type": "number"}
    if schema.get("type") != "string":
        return schema
    if (struct, key) in CODED:
        codes = vocabulary(CODED[struct, key]).codes
        return {"type": "string", "enum": list(codes.values)}
    return {"type": "string", "format": "date"} if key in DAYS else schema
