"""Context processor: what every template may know about this installation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site_context(request: HttpRequest) -> dict[str, Any]:
    """Names and addresses only: nothing that makes a public page vary by visitor."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "contact": settings.CONTACT,
        "tile_url": settings.TILE_URL,
        "signup_open": settings.SIGNUP_OPEN,
    }
