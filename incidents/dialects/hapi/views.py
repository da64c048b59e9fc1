"""View of ``/dialects/hapi/api/v2/coordination-context/conflict-events``."""

from __future__ import annotations

import msgspec
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from ...api.throttles import COST_OF_A_SLOW_COUNT
from ...api.views import PREFLIGHT, RecordView
from . import parameters
from .columns import as_csv
from .events import conflict_events
from .notes import notes_on

IDENTIFIER = "X-HDX-HAPI-APP-IDENTIFIER"
"""A header that HAPI's clients may send instead of ``app_identifier``; it is not looked at here."""


class ConflictEvents(RecordView):
    """Conflict events by month and division, as JSON or CSV."""

    schema = None

    def cost(self, request: Request) -> int:
        """A unit, and one more for each thousand lines; a past state may have to be counted anew."""
        limit = str(request.query_params.get("limit", ""))
        lines = int(limit) if limit.isascii() and limit.isdigit() and len(limit) < 6 else parameters.MOST_ROWS
        past = any(name in request.query_params for name in parameters.PINNING)
        return 1 + min(lines, parameters.MOST_ROWS) // 1000 + (COST_OF_A_SLOW_COUNT if past else 0)

    def get(self, request: Request) -> HttpResponseBase:
        hapi_request = parameters.read_request(request.query_params, self.newest)
        self.state = hapi_request.state

        def body() -> bytes:
            events = conflict_events(hapi_request)
            self.notes.extend(notes_on(hapi_request, len(events)))
            if hapi_request.csv:
                return as_csv(events, hxl=hapi_request.hxl)
            return msgspec.json.encode({"data": events} | ({"notes": self.notes} if self.notes else {}))

        response = self.answer(request, body)
        if hapi_request.csv and response.status_code == 200:
            response.headers["Content-Type"] = "text/csv; charset=utf-8"
            response.headers["Content-Disposition"] = 'attachment; filename="results.csv"'
        return response

    def options(self, request: Request, *args: object, **kwargs: object) -> HttpResponse:  # type: ignore[override]
        response = super().options(request, *args, **kwargs)
        allowed = PREFLIGHT["Access-Control-Allow-Headers"]
        response.headers["Access-Control-Allow-Headers"] = f"{allowed}, {IDENTIFIER}"
        return response

    def handle_exception(self, exc: Exception) -> Response:
        """Errors in HAPI's form: one text under ``error``."""
        response = super().handle_exception(exc)
        problem = msgspec.json.decode(response.content)
        response.content = msgspec.json.encode({"error": problem["detail"]})
        response.headers["Content-Type"] = "application/json"
        return response
