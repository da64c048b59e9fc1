"""How logs and metrics name a request: by a number, and by the route that its path matched.

A route is a pattern of the URL map, such as `incidents/<incident:public_id>/`. Paths, queries, addresses and accounts
are in no log and no metric: they name people.
"""

from __future__ import annotations

import re
import uuid
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest

HEADER = "X-Request-ID"
KEY = "attest.request_id"
"""Of the number in the request's META."""
ALIVE, READY = "/healthz", "/readyz"
"""Addresses of the probes, which are neither numbered, counted nor logged."""
STATIC, UNMATCHED = "static", "unmatched"
_GIVEN_BY_A_PROXY = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The number of the request that is worked on; empty outside of requests."""


def number_of(request: HttpRequest) -> str:
    """The number the proxy in front gave it, where there is one; a client's own is not believed."""
    given = request.headers.get(HEADER, "")
    if settings.BEHIND_PROXY and _GIVEN_BY_A_PROXY.fullmatch(given):
        return given
    return uuid.uuid4().hex


def route_of(request: HttpRequest) -> str:
    """The pattern of the URL map that the path matched."""
    if request.resolver_match is not None:
        return str(request.resolver_match.route) or "/"
    return STATIC if request.path_info.startswith(settings.STATIC_URL) else UNMATCHED
