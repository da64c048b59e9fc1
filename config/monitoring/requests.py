"""Number, log line and metrics of each request, under the name of its route.

A route is a pattern of the URL map, such as `incidents/<incident:public_id>/`. Paths, queries, addresses and accounts
are in no log and no metric: they name people.
"""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.signals import request_finished, request_started
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
STATIC, UNMATCHED = "static", "unmatched"
_GIVEN_BY_A_PROXY = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The number of the request that this thread works on; empty outside of requests."""
access_log = logging.getLogger("attest.access")


@dataclass(slots=True)
class Handled:
    """What is told of a request once its answer has been sent or given up."""

    method: str
    route: str
    status: int


_began: ContextVar[float] = ContextVar("began")
_handled: ContextVar[Handled | None] = ContextVar("handled", default=None)


class RequestMiddleware:
    """Gives the request its number, and notes under which route and with which status it was answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        request_started.connect(_start, dispatch_uid="attest.requests")
        request_finished.connect(_finish, dispatch_uid="attest.requests")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id.set(number_of(request))
        response = self.get_response(request)
        response.headers[HEADER] = request_id.get()
        _handled.set(Handled(str(request.method), route_of(request), response.status_code))
        return response


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


def _start(**signal: Any) -> None:
    _began.set(perf_counter())
    _handled.set(None)
    request_id.set("")


def _finish(**signal: Any) -> None:
    """Sent when the server closes the answer: for an export after its last byte, or when its reader is gone."""
    handled = _handled.get()
    if handled is not None and settings.ACCESS_LOG:  # of a probe nothing was noted
        seconds = perf_counter() - _began.get()
        access_log.info(
            "%s %s %d, %.0f ms", handled.method, handled.route, handled.status, seconds * 1000,
            extra={
                "method": handled.method,
                "route": handled.route,
                "status": handled.status,
                "ms": round(seconds * 1000, 1),
            },
        )  # fmt: skip
    _handled.set(None)
    request_id.set("")
