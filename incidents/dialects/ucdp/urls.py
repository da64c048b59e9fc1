"""Addresses of the UCDP dialect; with and without a last slash, as its clients write them."""

from __future__ import annotations

from django.urls import re_path

from ...api.index import Missing
from .views import GedEvents

urlpatterns = [
    re_path(r"^api/gedevents/(?P<version>[^/]+)/?$", GedEvents.as_view(), name="ucdp-gedevents"),
    re_path(r"^(?P<rest>.*)$", Missing.as_view()),
]
