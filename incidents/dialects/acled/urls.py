"""Addresses below ``/dialects/acled/``, as below ``https://acleddata.com/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "acled"

urlpatterns: list[URLPattern | URLResolver] = []
