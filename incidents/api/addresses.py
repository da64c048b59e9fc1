"""URLs of the current request with other parameters, and whether a path resolves."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.views import View


def url_with(request: HttpRequest, changes: Mapping[str, str | None]) -> str:
    """The URL of the request, as the client wrote it, with some parameters changed; ``None`` takes one away.

    Names are compared in small letters, which those in ``changes`` are: some services take them in any.
    """
    parameters = request.GET.copy()
    for name in [name for name in parameters if name.lower() in changes]:
        del parameters[name]
    for name, value in changes.items():
        if value is not None:
            parameters[name] = value
    text = parameters.urlencode(safe=",:/")
    return request.build_absolute_uri(f"{request.path}?{text}" if text else request.path)


def resolves_beyond(path: str, missing: type[View]) -> bool:
    """Whether a path resolves to any view but ``missing``, the 404 that catches everything else."""
    try:
        return getattr(resolve(path).func, "view_class", None) is not missing
    except Resolver404:
        return False
