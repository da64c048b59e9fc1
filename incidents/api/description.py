"""OpenAPI schema and Swagger UI of the API. No outside host takes part."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from django.http.response import HttpResponseBase
from django.urls import get_resolver
from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.request import Request

from .openapi import INTRODUCTION
from .views import RecordView


class Schema(RecordView):
    """OpenAPI 3.1 as JSON, in the language that was asked for."""

    schema = None

    def get(self, request: Request) -> HttpResponseBase:
        self.refuse_unknown_parameters(request)
        return self.answer(request, lambda: openapi(get_language() or ""))


@cache
def openapi(language: str) -> bytes:
    """The OpenAPI document in the active language: made once for each, since it follows from the code alone."""
    # Exports answer below the same address, from a room of their own that this one need not know.
    patterns = [entry for entry in get_resolver().url_patterns if str(entry.pattern).startswith("api/")]
    generator: Any = SchemaGenerator(patterns=patterns)  # type: ignore[no-untyped-call]
    described = generator.get_schema(public=True)
    described["info"]["description"] = str(INTRODUCTION)
    return msgspec.json.encode(described)


class Docs(RecordView, SpectacularSwaggerSplitView):
    """Swagger UI from our own static files, its script apart from its page as the strict CSP wants it."""

    schema = None
    parameters = ("script",)
    renderer_classes = [TemplateHTMLRenderer]
    url_name = "api:schema"

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        self.refuse_unknown_parameters(request)
        return super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
