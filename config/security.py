"""Security headers: the content security policy, and what else a browser may do with our pages."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.http import HttpRequest, HttpResponse

# Everything a page does not need. Security keys need publickey-credentials.
PERMISSIONS_POLICY = ", ".join(
    [
        *(f"{feature}=()" for feature in ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope",
                                          "magnetometer", "microphone", "midi", "payment", "usb")),
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    ]
)  # fmt: skip


def content_security_policy(*, tile_url: str, https_only: bool) -> dict[str, Any]:
    """Only our own files; images may also be data: (icons in style sheets, the QR code) and map tiles."""
    tiles = urlsplit(tile_url)
    directives: dict[str, Any] = {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
    if tiles.netloc:
        directives["img-src"].append(f"{tiles.scheme}://{tiles.netloc.replace('{s}', '*')}")
    if https_only:
        directives["upgrade-insecure-requests"] = True
    return {"DIRECTIVES": directives}


def restrict_static_file(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """Whitenoise answers before the policy is added, and packages bring whole pages, with scripts in them."""
    headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    headers["X-Content-Type-Options"] = "nosniff"


class BrowserRestrictions:
    """Adds the headers for which neither Django nor django-csp has a setting."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
