"""The address that was asked for, with other parameters, and whether an address leads anywhere."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.views import View


def here(request: HttpRequest, changes: Mapping[str, str | None]) -> str:
    """The address asked for, as the client wrote it, but for some parameters; ``None`` takes one away.

    Names are compared in small letters, which those in ``changes`` are: some services take them in any.
    """
    wanted = request.GET.copy()
    for name in [one for one in wanted if one.lower() in changes]:
        del wanted[name]
    for name, value in changes.items():
        if value is not None:
            wanted[name] = value
    text = wanted.urlencode(safe=",:/")
    return request.build_absolute_uri(f"{request.path}?{text}" if text else request.path)


def leads_beyond(path: str, missing: type[View]) -> bool:
    """Whether there is something at a path but the view that says that there is nothing."""
    try:
        return getattr(resolve(path).func, "view_class", None) is not missing
    except Resolver404:
        return False
