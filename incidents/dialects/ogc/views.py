"""Base view below ``/ogc/``: two representations, and the standard's errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

import msgspec
from django.http import HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from rest_framework.request import Request

from ...api import conditional
from ...api.views import EXPOSED, RecordView
from .formats import HTML, JSON, Representation, negotiate
from .links import Addresses
from .problems import error_response

Document = dict[str, Any]


class OgcView(RecordView):
    """Answers with a document: as JSON, or as a page that a template makes from it."""

    schema = None
    parameters: ClassVar[Iterable[str]] = ("f",)
    json_type: ClassVar[str] = JSON
    template: ClassVar[str] = ""

    shown: Representation = Representation.JSON

    @property
    def addresses(self) -> Addresses:
        return Addresses(self.request._request)

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """In place of REST framework's, which knows no ``f`` and no media types with parameters."""
        self.shown = negotiate(request._request, self.json_type)
        return self.get_renderers()[0], self.content_type

    def get_exception_handler(self) -> Callable[..., HttpResponse]:
        return self._error_page if self.shown is Representation.HTML else error_response

    def _error_page(self, error: Exception, context: Mapping[str, Any]) -> HttpResponse:
        """The error as a page, for whoever reads pages."""
        response = error_response(error, context)
        problem = {"problem": msgspec.json.decode(response.content), "landing": self.addresses.landing}
        response.content = render_to_string("ogc/problem.html", problem, self.request._request).encode()
        response.headers["Content-Type"] = self.content_type
        return response

    @property
    def content_type(self) -> str:
        return f"{HTML}; charset=utf-8" if self.shown is Representation.HTML else self.json_type

    def reply(
        self,
        request: Request,
        make: Callable[[], Document],
        *,
        may_be_missing: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> HttpResponseBase:
        """The document, unless the client has it already. ``may_be_missing`` as in ``RecordView.answer``."""
        tag = f'{conditional.etag(request._request, self.state or self.newest)[:-1]}-{self.shown}"'
        if conditional.is_known(request._request, tag):
            response: HttpResponse = HttpResponseNotModified()
        elif request.method == "HEAD" and not may_be_missing:
            response = HttpResponse(content_type=self.content_type)
        else:
            document = make()
            if self.shown is Representation.JSON:
                body = msgspec.json.encode(document)
            else:
                body = render_to_string(self.template, self.page(document), self.request._request).encode()
            response = HttpResponse(body, content_type=self.content_type)
        for name, value in {
            "ETag": tag,
            "Cache-Control": conditional.cache_control(),
            **(headers or {}),
        }.items():
            response.headers[name] = value
        return response

    def page(self, document: Document) -> dict[str, Any]:
        """Context of the template."""
        return {
            "document": document,
            "as_json": self.addresses.here(f=Representation.JSON.value),
            "landing": self.addresses.landing,
            "collections": self.addresses.collections,
            # Each address once, though it may stand in several relations.
            "links": {
                link["href"]: link for link in document.get("links", ()) if link["rel"] != "self"
            }.values(),
        }

    def finalize_response(  # type: ignore[override]  # as in RecordView
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        patch_vary_headers(response, ["Accept"])
        finished = super().finalize_response(request, response, *args, **kwargs)
        finished.headers["Access-Control-Expose-Headers"] = f"Content-Crs, {EXPOSED}"
        return finished
