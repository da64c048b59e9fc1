"""Probes: /healthz says that the site answers, /readyz whether it has what it needs in order to answer well.

They are answered before any other middleware looks at the request, because a probe comes without TLS, by the address of
a machine instead of the site's name, and without cookies. Neither is logged or counted.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from config.monitoring import readiness
from config.monitoring.naming import ALIVE, READY
from config.monitoring.readiness import ReadinessCheck

READING = ("GET", "HEAD")


class ProbeMiddleware:
    """Answers the two addresses of probes and passes everything else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = _PROBES.get(request.path_info)
        if probe is None:
            return self.get_response(request)
        response = probe(request) if request.method in READING else HttpResponseNotAllowed(READING)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def _alive(request: HttpRequest) -> HttpResponse:
    """200 in any case; ``?verbose`` asks the checks too, and says what they found."""
    if "verbose" not in request.GET:
        return JsonResponse({"status": "alive"})
    return _answer("alive", readiness.results(), HTTPStatus.OK)


def _ready(request: HttpRequest) -> HttpResponse:
    """200 when every check passes and 503 otherwise; ``?exclude=worker`` leaves a check out, and may be repeated."""
    excluded = set(request.GET.getlist("exclude"))
    if unknown := excluded - readiness.CHECKS.keys():
        known = ", ".join(readiness.CHECKS)
        problem = f"“exclude” names no check: {', '.join(sorted(unknown))[:100]}. The checks are {known}."
        return JsonResponse({"status": "bad request", "problem": problem}, status=HTTPStatus.BAD_REQUEST)
    results = [result for result in readiness.results() if result.name not in excluded]
    ready = all(result.ok for result in results)
    if ready:
        return _answer("ready", results, HTTPStatus.OK)
    return _answer("not ready", results, HTTPStatus.SERVICE_UNAVAILABLE)


def _answer(verdict: str, results: list[ReadinessCheck], status: HTTPStatus) -> HttpResponse:
    checks = [result._asdict() for result in results]
    return JsonResponse(
        {"status": verdict, "checks": checks}, status=status, json_dumps_params={"ensure_ascii": False}
    )


_PROBES = {ALIVE: _alive, READY: _ready}
