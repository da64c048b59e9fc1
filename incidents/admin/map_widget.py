"""Map widget beside latitude and longitude: a click sets both. Without JavaScript there are the two numbers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.forms import NumberInput, Script
from django.templatetags.static import static

OUTLINES = "geo/outlines.json"


class PointInput(NumberInput):
    """The input of the latitude; the map finds the longitude beside it."""

    template_name = "admin/desk/point.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"step": "0.00001", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["longitude"] = f"id_{name.removesuffix('lat')}lon"
        context["outlines"] = static(OUTLINES) if finders.find(OUTLINES) else ""
        context["tiles"] = settings.TILE_URL
        return context

    class Media:
        css = {"all": ("leaflet/leaflet.css",)}
        js = ("leaflet/leaflet.js", Script("admin-attest/point.js", defer=True))
