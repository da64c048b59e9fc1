"""Addresses of the HAPI dialect."""

from __future__ import annotations

from django.urls import re_path

from ...api.index import Missing
from .views import ConflictEvents

urlpatterns = [
    re_path(
        r"^api/v2/coordination-context/conflict-events/?$",
        ConflictEvents.as_view(),
        name="hapi-conflict-events",
    ),
    re_path(r"^(?P<rest>.*)$", Missing.as_view()),
]
