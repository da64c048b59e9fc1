"""Errors in the house's words. None of these reads the database."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _uncached(render(request, "404.html", status=404))


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _uncached(render(request, "403.html", status=403))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    too_large = isinstance(exception, RequestDataTooBig)
    return _uncached(render(request, "400.html", {"too_large": too_large}, status=413 if too_large else 400))


def broken(request: HttpRequest) -> HttpResponse:
    """Without a request in the template: whatever broke may be in a context processor."""
    named = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    try:
        page: str = loader.render_to_string("500.html", named)
    except Exception:  # the template, or a file it names, may be what broke
        page = str(_("Something broke on our side. Please try again later."))
    return _uncached(HttpResponse(page, status=500))


def _uncached(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response
