"""API root, conformance declaration and 404."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext as _
from rest_framework.request import Request

from ...api.addresses import resolves_beyond
from .formats import HTML, JSON, OPENAPI
from .links import OGC_REL, Addresses, Link, link
from .views import Document, OgcView

_SPEC = "http://www.opengis.net/spec/"
CONFORMS_TO = [
    f"{_SPEC}ogcapi-features-1/1.0/conf/core",
    f"{_SPEC}ogcapi-features-1/1.0/conf/oas30",
    f"{_SPEC}ogcapi-features-1/1.0/conf/html",
    f"{_SPEC}ogcapi-features-1/1.0/conf/geojson",
    f"{_SPEC}ogcapi-features-2/1.0/conf/crs",
    f"{_SPEC}ogcapi-features-3/1.0/conf/queryables",
    f"{_SPEC}ogcapi-features-3/1.0/conf/queryables-query-parameters",
    f"{_SPEC}ogcapi-features-5/1.0/conf/schemas",
    f"{_SPEC}ogcapi-features-5/1.0/conf/core-roles-features",
    f"{_SPEC}ogcapi-features-5/1.0/conf/returnables-and-receivables",
]


class Landing(OgcView):
    template = "ogc/landing.html"

    def get(self, request: Request) -> HttpResponseBase:
        self.refuse_unknown_parameters(request)
        return self.reply(request, self._document)

    def _document(self) -> Document:
        addresses = self.addresses
        return {
            "title": settings.SITE_NAME,
            "description": _(
                "Armed-conflict incidents: who did what to whom, where and when, according to whom. The public "
                "record as layers for geographic information systems."
            ),
            "attribution": settings.SITE_NAME,
            "links": [*addresses.both(self.shown, JSON), *_root_links(addresses)],
        }


def _root_links(addresses: Addresses) -> list[Link]:
    definition = f"{addresses.root}/api"
    conformance = f"{addresses.root}/conformance"
    return [
        link(f"{definition}?f=json", "service-desc", OPENAPI, _("Definition of the API (OpenAPI 3.0)")),
        link(f"{definition}?f=html", "service-doc", HTML, _("Documentation of the API")),
        link(conformance, "conformance", JSON, _("What this API conforms to")),
        link(conformance, f"{OGC_REL}conformance", JSON, _("What this API conforms to")),
        link(addresses.collections, "data", JSON, _("Collections")),
        link(addresses.collections, f"{OGC_REL}data", JSON, _("Collections")),
    ]


class Conformance(OgcView):
    template = "ogc/conformance.html"

    def get(self, request: Request) -> HttpResponseBase:
        self.refuse_unknown_parameters(request)
        return self.reply(request, self._document)

    def _document(self) -> Document:
        return {"conformsTo": CONFORMS_TO, "links": self.addresses.both(self.shown, JSON)}


class OgcNotFound(OgcView):
    """404 for every other address below ``/ogc/``."""

    def get(self, request: Request, rest: str = "") -> HttpResponse:
        """Takes away a slash too many: the standard's addresses have none at the end, Django's other ones do."""
        if rest.endswith("/") and resolves_beyond(request.path_info.rstrip("/"), OgcNotFound):
            whole = request._request.get_full_path().replace(request.path, request.path.rstrip("/"), 1)
            return HttpResponsePermanentRedirect(escape_leading_slashes(whole))
        raise Http404
