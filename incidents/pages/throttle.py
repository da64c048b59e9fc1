"""Throttling of pages that read very much: they share the limits of their like in the API, by address."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from accounts import rates

WINDOW_SECONDS = 60
Page = Callable[..., HttpResponseBase]

logger = logging.getLogger(__name__)


def throttled(units: int) -> Callable[[Page], Page]:
    """Decorator for pages that cost so many units. Other pages cost nothing: each is a few queries along an index."""

    def wrap(page: Page) -> Page:
        @wraps(page)
        def respond(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
            wait = _seconds_to_wait(request, units)
            return _later(request, wait) if wait else page(request, **arguments)

        return respond

    return wrap


def _seconds_to_wait(request: HttpRequest, units: int) -> int:
    """0 where the share allows it, and where nothing can be counted: reading does not depend on the desk's database."""
    address = rates.neighbourhood(get_adapter(request).get_client_ip(request))
    try:
        spent = rates.spend(f"address:{address}", units, seconds=WINDOW_SECONDS)
    except DatabaseError:
        logger.exception("Requests cannot be counted")
        return 0
    return spent.seconds_left if spent.units > settings.API_UNITS_PER_MINUTE["anonymous"] else 0


def _later(request: HttpRequest, seconds: int) -> HttpResponse:
    response = render(request, "429.html", {"seconds": seconds}, status=429)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response
