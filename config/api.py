"""Settings of REST framework and of the API's description."""

from __future__ import annotations

from typing import Any


def rest_framework(*, behind_proxy: bool) -> dict[str, Any]:
    """Reading only, JSON only. A proxy's word on the client's address counts only where there is a proxy."""
    return {
        "DEFAULT_RENDERER_CLASSES": ["incidents.api.negotiation.Json"],
        "DEFAULT_PARSER_CLASSES": [],
        "DEFAULT_AUTHENTICATION_CLASSES": ["incidents.api.authentication.BearerToken"],
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
        "DEFAULT_SCHEMA_CLASS": "incidents.api.openapi.RecordSchema",
        "EXCEPTION_HANDLER": "incidents.api.problems.handle",
        "URL_FORMAT_OVERRIDE": None,
        "NUM_PROXIES": 1 if behind_proxy else 0,
    }


_IN_ORDER = (
    "incidents", "aggregate", "map", "releases", "cite", "changes",
    "episodes", "actors", "locations", "sources", "coverage", "codebook", "index",
)  # fmt: skip
"""Groups of addresses, those first that most people look for."""


def spectacular(*, site_name: str) -> dict[str, Any]:
    """OpenAPI 3.1; Swagger UI from our own static files."""
    return {
        "OAS_VERSION": "3.1.0",
        "TITLE": f"{site_name} API",
        "VERSION": "1",
        "SERVE_INCLUDE_SCHEMA": False,
        "SWAGGER_UI_DIST": "SIDECAR",
        "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
        # No validator badge: it would ask an outside host.
        "SWAGGER_UI_SETTINGS": {
            "deepLinking": True,
            "validatorUrl": None,
            "docExpansion": "list",
            "defaultModelsExpandDepth": 0,
            "displayRequestDuration": True,
        },
        "POSTPROCESSING_HOOKS": [],
        "SORT_OPERATIONS": False,
        "TAGS": [{"name": name} for name in _IN_ORDER],
        "SORT_OPERATION_PARAMETERS": False,
    }
