"""Addresses of the dialects, each under its own name."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from .index import DialectIndex

urlpatterns: list[URLPattern | URLResolver] = [
    path("", DialectIndex.as_view(), name="dialects"),
    path("acled/", include("incidents.dialects.acled.urls")),
    path("hapi/", include("incidents.dialects.hapi.urls")),
    path("ucdp/", include("incidents.dialects.ucdp.urls")),
]
