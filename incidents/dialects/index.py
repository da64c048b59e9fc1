"""Which dialects there are, for whoever looks at ``/dialects/``."""

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
"""Each dialect's own entrance, below the address of the site."""


class DialectIndex(RecordView):
    """The entrances, as absolute addresses."""

    schema = None

    def get(self, request: Request) -> HttpResponseBase:
        self.refuse_unknown_parameters(request)
        return self.answer(request, lambda: msgspec.json.encode({"dialects": self._addresses(request)}))

    def _addresses(self, request: Request) -> dict[str, str]:
        return {name: request.build_absolute_uri(path) for name, path in DIALECTS.items()}
