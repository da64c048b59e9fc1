"""Views of the collections and of the properties of their features."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from rest_framework.request import Request

from ...api.problems import ProblemFound, not_found
from ...codebook.base import Words
from . import schemas
from .extents import extent_of
from .formats import GEOJSON, HTML, JSON, SCHEMA
from .layers import LAYERS, Layer
from .links import OGC_REL, Addresses, Link, link
from .parameters import CRS84
from .views import Document, OgcView


class LayerView(OgcView):
    """Base view of one collection."""

    def layer(self, name: str) -> Layer:
        """Raises a 404 that names the collections there are."""
        layer = LAYERS.get(name)
        if layer is None:
            detail = _("There is no such collection; there are %(names)s.") % {"names": ", ".join(LAYERS)}
            raise ProblemFound(not_found(detail))
        return layer

    def page(self, document: Document) -> dict[str, Any]:
        layer = self.layer(self.kwargs["name"])
        return {**super().page(document), "layer": layer, "here": self.addresses.collection(layer.name)}


class CollectionList(OgcView):
    template = "ogc/collections.html"

    def get(self, request: Request) -> HttpResponseBase:
        self.refuse_unknown_parameters(request)
        return self.reply(request, self._document)

    def _document(self) -> Document:
        described = [_described(self, layer) for layer in LAYERS.values()]
        links = self.addresses.both(self.shown, JSON)
        return {"links": links, "crs": [CRS84], "collections": described}


class SingleCollection(LayerView):
    template = "ogc/collection.html"

    def get(self, request: Request, name: str) -> HttpResponseBase:
        self.refuse_unknown_parameters(request)
        layer = self.layer(name)
        return self.reply(request, lambda: self._document(layer))

    def _document(self, layer: Layer) -> Document:
        described = _described(self, layer)
        described["links"] = [*self.addresses.both(self.shown, JSON), *described["links"][1:]]
        return described


def _described(view: OgcView, layer: Layer) -> dict[str, Any]:
    return {
        "id": layer.name,
        "title": str(layer.title),
        "description": str(layer.description),
        "attribution": settings.SITE_NAME,
        "itemType": "feature",
        "extent": extent_of(layer.subject, view.newest).as_json(),
        "crs": [CRS84],
        "storageCrs": CRS84,
        "links": _links(layer, view.addresses),
    }


def _links(layer: Layer, addresses: Addresses) -> list[Link]:
    here, items = addresses.collection(layer.name), addresses.items(layer.name)
    return [
        link(here, "self", JSON, str(layer.title)),
        link(items, "items", GEOJSON, _("Features as GeoJSON")),
        link(f"{items}?f=html", "items", HTML, _("Features as HTML")),
        link(f"{here}/queryables", f"{OGC_REL}queryables", SCHEMA, _("Properties to filter by")),
        link(f"{here}/schema", f"{OGC_REL}schema", SCHEMA, _("Properties of the features")),
        # Relations are compared without regard to case (RFC 8288), but not by GDAL before 3.8, which wants the B.
        *(
            link(f"{here}/feature-schema", rel, SCHEMA, _("JSON Schema of a feature"))
            for rel in ("describedby", "describedBy")
        ),
    ]


class PropertySchema(LayerView):
    """JSON Schema of the properties, of the queryables, or of a whole feature."""

    json_type = SCHEMA
    template = "ogc/properties.html"
    make: ClassVar[Callable[[Layer, Addresses], dict[str, Any]]] = schemas.returnables
    heading: ClassVar[Words] = _lazy("Properties of the features")

    def get(self, request: Request, name: str) -> HttpResponseBase:
        self.refuse_unknown_parameters(request)
        layer = self.layer(name)
        make = type(self).make
        return self.reply(request, lambda: make(layer, self.addresses))

    def page(self, document: Document) -> dict[str, Any]:
        return {**super().page(document), "heading": self.heading, "listed": document["properties"].items()}


class QueryableSchema(PropertySchema):
    make = schemas.queryables
    heading = _lazy("Properties to filter by")


class FeatureSchema(PropertySchema):
    make = schemas.as_geojson
    heading = _lazy("JSON Schema of a feature")
