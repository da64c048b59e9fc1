"""Caching of public pages: one state of the record each, its number in the headers, 304 when unchanged.

No page touches the session or sets a cookie, so that a shared cache may keep it; it asks again each time
(``no-cache``), since what is withheld must be gone at once. Asking costs one query. A site may allow shared caches not
to ask for some seconds.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ..api.conditional import cache_control
from ..code_version import code_version
from ..record.errors import BehindError
from ..record.states import State, head, refuse_if_behind

View = Callable[..., HttpResponse]
SLOW = 10
_HELD = re.compile(r'"[0-9a-f]{8}-([0-9]{1,18})-')


def public(view: View) -> Callable[..., HttpResponseBase]:
    """Decorator for views that take ``(request, state, …)`` and read nothing but that state."""

    @require_safe
    @wraps(view)
    def respond(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        try:
            state = head()
            etag = etag_of(state)
            _refuse_going_back(request, state)
            unchanged = get_conditional_response(request, etag=etag)
            response = unchanged or view(request, state, **arguments)
        except BehindError as behind:
            return _later(request, behind.retry_after, behind=behind)
        except (InterfaceError, OperationalError):
            return _later(request, SLOW)
        return stamped(response, state, etag)

    return respond


def unchanging(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Decorator for views that read nothing but this code, and so answer without a database."""

    @require_safe
    @wraps(view)
    def respond(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        etag = f'W/"{code_version()}-{get_language()}"'
        response = get_conditional_response(request, etag=etag) or view(request, **arguments)
        response["Cache-Control"] = cache_control()
        response["ETag"] = etag
        return response

    return respond


def etag_of(state: State) -> str:
    """What a page is made from: the state of the record, this code, the reader's language."""
    made_from = f"{state.epoch.hex[:8]}-{state.sequence}-{code_version()}-{get_language()}"
    return f'W/"{made_from}"'


def _refuse_going_back(request: HttpRequest, state: State) -> None:
    """Raises ``BehindError`` where the client holds a page of a later state than this copy of the record has."""
    held = _HELD.findall(request.headers.get("If-None-Match", ""))
    if max(map(int, held), default=0) > state.sequence:
        refuse_if_behind(state)


def stamped(response: HttpResponseBase, state: State, etag: str) -> HttpResponseBase:
    """Every answer says which state it gives; only a whole one may be answered 304 later."""
    for name, value in state.headers().items():
        response[name] = value
    response["Cache-Control"] = "public, no-cache"
    if response.status_code in (200, 304):
        response["Cache-Control"] = cache_control()
        response["ETag"] = etag
    return response


def _later(request: HttpRequest, seconds: int, behind: BehindError | None = None) -> HttpResponse:
    response = render(request, "503.html", {"behind": behind}, status=503)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response
