"""Middleware that numbers, logs, counts and times requests."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from config.monitoring import metrics
from config.monitoring.naming import HEADER, KEY, number_of, request_id, route_of

access_log = logging.getLogger("attest.access")


class RequestMiddleware:
    """Gives the request its number, and tells of it once the server closes the answer.

    That is after the last byte, or when the reader is gone, perhaps in another thread than the view's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began, number = perf_counter(), number_of(request)
        request.META[KEY] = number  # Django logs some answers once the middleware is done with them
        metrics.in_progress.inc()
        try:
            with _numbered(number):
                response = self.get_response(request)
        except BaseException:  # the process is being ended; every other failure is a response by now
            metrics.in_progress.dec()
            raise
        response.headers[HEADER] = number
        method, route, close = str(request.method), route_of(request), response.close

        def close_and_tell() -> None:
            if response.closed:
                return
            with _numbered(number):
                close()
                _tell(method, route, response.status_code, perf_counter() - began)
            metrics.in_progress.dec()

        response.close = close_and_tell  # type: ignore[method-assign]
        return response


@contextmanager
def _numbered(number: str) -> Iterator[None]:
    before = request_id.set(number)
    try:
        yield
    finally:
        request_id.reset(before)


def _tell(method: str, route: str, status: int, seconds: float) -> None:
    metrics.observe(method, route, status, seconds)
    if settings.ACCESS_LOG:
        ms = round(seconds * 1000, 1)
        fields = {"method": method, "route": route, "status": status, "ms": ms}
        access_log.info("%s %s %d, %s ms", *fields.values(), extra=fields)
