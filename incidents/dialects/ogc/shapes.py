"""OpenAPI 3.0 schemas of the responses, for the API's definition. Our own; the standard's say the same."""

from __future__ import annotations

from typing import Any

from .layers import LAYERS
from .schemas import feature_of

TEXT = {"type": "string"}
COUNT = {"type": "integer", "minimum": 0}
LINKS = {"type": "array", "items": {"$ref": "#/components/schemas/link"}}


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": properties}
    return schema | {"required": required} if required else schema


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_FIXED: dict[str, Any] = {
    "anything": {"type": "object", "additionalProperties": True},
    "link": _object(["href", "rel"], href=TEXT, rel=TEXT, type=TEXT, title=TEXT),
    "landingPage": _object(["links"], title=TEXT, description=TEXT, attribution=TEXT, links=LINKS),
    "confClasses": _object(["conformsTo"], conformsTo=_list(TEXT), links=LINKS),
    "collections": _object(
        ["links", "collections"],
        links=LINKS,
        crs=_list(TEXT),
        collections=_list({"$ref": "#/components/schemas/collection"}),
    ),
    "collection": _object(
        ["id", "links"],
        id=TEXT,
        title=TEXT,
        description=TEXT,
        attribution=TEXT,
        itemType=TEXT,
        extent={"$ref": "#/components/schemas/extent"},
        crs=_list(TEXT),
        storageCrs=TEXT,
        links=LINKS,
    ),
    "extent": _object(
        [],
        spatial=_object([], bbox=_list(_list({"type": "number"})), crs=TEXT),
        temporal=_object([], interval=_list(_list({"type": "string", "nullable": True})), trs=TEXT),
    ),
    "exception": _object(
        ["code", "status"],
        code=TEXT,
        description=TEXT,
        type=TEXT,
        title=TEXT,
        status={"type": "integer"},
        detail=TEXT,
    ),
}


def shapes() -> dict[str, Any]:
    """All of them, a feature and a page of features for each collection among them."""
    schemas = dict(_FIXED)
    for layer in LAYERS.values():
        schemas[f"{layer.subject}Feature"] = feature_of(layer)
        schemas[f"{layer.subject}Features"] = _object(
            ["type", "features", "links"],
            type={"type": "string", "enum": ["FeatureCollection"]},
            features=_list({"$ref": f"#/components/schemas/{layer.subject}Feature"}),
            links=LINKS,
            timeStamp={"type": "string", "format": "date-time"},
            numberMatched=COUNT,
            numberReturned=COUNT,
        )
    return schemas
