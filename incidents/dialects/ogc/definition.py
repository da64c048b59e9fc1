"""API definition at ``/ogc/api``: as OpenAPI 3.0 for programs and as a page for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.request import Request

from .formats import GEOJSON, HTML, JSON, OPENAPI, PROBLEM, SCHEMA
from .layers import LAYERS, Layer
from .parameters import CRS84, CRS84H, DEFAULT_LIMIT, MAX_LIMIT
from .shapes import shapes
from .views import Document, OgcView

Operation = dict[str, Any]


class ApiDefinition(OgcView):
    json_type = OPENAPI
    template = "ogc/api.html"

    def get(self, request: Request) -> HttpResponseBase:
        self.refuse_unknown_parameters(request)
        return self.reply(request, lambda: definition(self.addresses.root))

    def page(self, document: Document) -> dict[str, Any]:
        """The operations with their parameters written out, since a page follows no references."""
        shared = document["components"]["parameters"]
        operations = []
        for path, methods in document["paths"].items():
            parameters = [
                shared[parameter["$ref"].rpartition("/")[2]] if "$ref" in parameter else parameter
                for parameter in methods["get"]["parameters"]
            ]
            shown = [
                {**parameter, "codes": parameter["schema"].get("items", parameter["schema"]).get("enum")}
                for parameter in parameters
            ]
            operations.append({"path": path, **methods["get"], "parameters": shown})
        return {**super().page(document), "operations": operations}


def definition(root: str) -> Document:
    return {
        "openapi": "3.0.3",
        "info": {
            "title": f"{settings.SITE_NAME}: OGC API – Features",
            "description": _("The public record of armed-conflict incidents as layers of features."),
            "version": "1",
        },
        "servers": [{"url": root}],
        "tags": [
            {"name": "capabilities", "description": _("What there is")},
            {"name": "data", "description": _("Features")},
        ],
        "paths": dict(_paths()),
        "components": {"parameters": _parameters(), "schemas": shapes(), "responses": _error_responses()},
    }


def _paths() -> Iterator[tuple[str, dict[str, Operation]]]:
    shown = [_ref("parameters", "f")]
    for path, name, title, kind, shape in (
        ("/", "getLandingPage", _("The way in"), JSON, "landingPage"),
        ("/api", "getDefinition", _("This description"), OPENAPI, "anything"),
        ("/conformance", "getConformance", _("What is conformed to"), JSON, "confClasses"),
        ("/collections", "getCollections", _("The collections"), JSON, "collections"),
    ):
        yield path, {"get": _operation(name, title, kind, shape, shown)}
    for layer in LAYERS.values():
        yield from _paths_of(layer)


def _paths_of(layer: Layer) -> Iterator[tuple[str, dict[str, Operation]]]:
    here, name, shown = f"/collections/{layer.name}", layer.subject.value.title(), [_ref("parameters", "f")]
    described = _("The collection: %(title)s") % {"title": layer.title}
    yield here, {"get": _operation(f"describe{name}s", described, JSON, "collection", shown)}
    for part, title in (
        ("queryables", _("Properties to filter by")),
        ("schema", _("Properties of the features")),
        ("feature-schema", _("JSON Schema of a feature")),
    ):
        identifier = f"get{name}{part.title().replace('-', '')}"
        yield f"{here}/{part}", {"get": _operation(identifier, title, SCHEMA, "anything", shown)}
    filters = [_filter(name, field) for name, field in layer.filters.items()]
    title = _("Features: %(title)s") % {"title": layer.title}
    parameters = [*(_ref("parameters", parameter) for parameter in _OF_ITEMS), *filters]
    listed = _operation(f"get{name}s", title, GEOJSON, f"{layer.subject}Features", parameters, tag="data")
    yield f"{here}/items", {"get": listed}
    pinned = [_filter(parameter, layer.filters[parameter]) for parameter in ("as_of", "release")]
    parameters = [_identifier(layer), *(_ref("parameters", parameter) for parameter in ("f", "crs")), *pinned]
    single = _operation(
        f"get{name}", _("One feature"), GEOJSON, f"{layer.subject}Feature", parameters, tag="data"
    )
    single["responses"] |= {status: _ref("responses", status) for status in ("404", "410")}
    yield f"{here}/items/{{featureId}}", {"get": single}


_OF_ITEMS = ("f", "bbox", "bbox-crs", "datetime", "limit", "crs", "cursor")


def _operation(
    name: str, title: str, kind: str, shape: str, parameters: list[Any], *, tag: str = "capabilities"
) -> Operation:
    content = {kind: {"schema": _ref("schemas", shape)}, HTML: {"schema": {"type": "string"}}}
    return {
        "operationId": name,
        "summary": title,
        "tags": [tag],
        "parameters": parameters,
        "responses": {
            "200": {"description": title, "content": content},
            **{status: _ref("responses", status) for status in ("400", "406", "429", "500", "503")},
        },
    }


def _error_responses() -> dict[str, Any]:
    content = {PROBLEM: {"schema": _ref("schemas", "exception")}}
    descriptions = {
        "400": _("A parameter is unknown or cannot be read; the answer names it."),
        "404": _("There is nothing at this address."),
        "406": _("Not available in this media type."),
        "410": _("It was retracted, merged or withheld."),
        "429": _("Too many requests; see Retry-After."),
        "500": _("The fault is ours."),
        "503": _("The record cannot be read at the moment; see Retry-After."),
    }
    return {status: {"description": text, "content": content} for status, text in descriptions.items()}


def _filter(name: str, field: Any) -> dict[str, Any]:
    """One of the record's own filters. Several values are parted by commas."""
    schema = dict(field.schema)
    if field.several and schema.get("type") != "array":
        schema = {"type": "array", "items": schema}
    return _query(name, str(field.help_text), schema)


def _query(name: str, description: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": dict(schema),
        "style": "form",
        "explode": False,
    }


def _identifier(layer: Layer) -> dict[str, Any]:
    pattern = rf"^{layer.subject.prefix}-[0-9]{{6,12}}$"
    return {
        "name": "featureId",
        "in": "path",
        "required": True,
        "description": _("Id of the feature."),
        "schema": {"type": "string", "pattern": pattern},
    }


def _parameters() -> dict[str, Any]:
    number, uri = {"type": "number"}, {"type": "string", "format": "uri"}
    # Four numbers or six: said once as version 1.0 did and once as 1.1 does.
    sizes = {"minItems": 4, "maxItems": 6, "oneOf": [{"minItems": n, "maxItems": n} for n in (4, 6)]}
    limits = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}
    descriptions = (
        ("f", _("Representation; otherwise the Accept header decides."), {"type": "string", "enum": ["json", "html"]}),
        ("bbox", _(
            "west,south,east,north in degrees, or six numbers with heights, which are passed over. Features whose "
            "point lies inside; west above east crosses the antimeridian."
        ), {"type": "array", "items": number, **sizes}),
        ("bbox-crs", _("Reference system of bbox."), {**uri, "enum": [CRS84, CRS84H], "default": CRS84}),
        ("datetime", _(
            "An instant or an interval (RFC 3339), either end open as .. or empty. Incidents that may have happened "
            "on one of its days, in UTC; places have no time and are not narrowed."
        ), {"type": "string"}),
        ("limit", _("Features on a page."), limits),
        ("crs", _("Reference system of the answer."), {**uri, "enum": [CRS84], "default": CRS84}),
        ("cursor", _("Where a page begins; taken from the links next and prev."), {"type": "string"}),
    )  # fmt: skip
    return {name: _query(name, description, schema) for name, description, schema in descriptions}


def _ref(kind: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}
