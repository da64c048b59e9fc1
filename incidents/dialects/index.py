"""Index of the dialects, at ``/dialects/``."""

from __future__ import annotations

import msgspec
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from ..api.views import RecordView

DIALECTS = {
    "acled": "/dialects/acled/",
    "hapi": "/dialects/hapi/api/v2/coordination-context/conflict-events",
    "ucdp": "/dialects/ucdp/api/gedevents/current",
}
"""Each dialect's root, below the address of the site."""


class DialectIndex(RecordView):
    """Roots of the dialects, as absolute addresses."""

    schema = None

    def get(self, request: Request) -> HttpResponseBase:
        self.refuse_unknown_parameters(request)
        roots = {name: request.build_absolute_uri(path) for name, path in DIALECTS.items()}
        return self.answer(request, lambda: msgspec.json.encode({"dialects": roots}))
