"""Addresses of the exports, beside the lists they are taken from."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .cite_view import Cite

urlpatterns: list[URLPattern | URLResolver] = [
    path("cite/", Cite.as_view(), name="api-cite"),
]
