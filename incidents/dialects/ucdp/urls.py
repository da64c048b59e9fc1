"""Addresses of the UCDP dialect; with and without a last slash, as its clients write them."""

from __future__ import annotations

from django.urls import re_path

from ...api.index import Missing
from .views import GedEvents

# UCDP writes it GEDEvents in its OpenAPI document and gedevents elsewhere; reversed it is in small letters.
_EVENTS = "".join(f"[{letter}{letter.upper()}]" for letter in "gedevents")

urlpatterns = [
    re_path(rf"^api/{_EVENTS}/(?P<version>[^/]+)/?$", GedEvents.as_view(), name="ucdp-gedevents"),
    re_path(r"^(?P<rest>.*)$", Missing.as_view()),
]
