"""List endpoints: a page of stored texts, joined. Nothing is decoded and nothing is serialised."""

from __future__ import annotations

from typing import ClassVar

import msgspec
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from ..record.reading import Page, Query, Subject, page, parse
from .addresses import url_with
from .throttles import cost_of_page
from .views import RecordView


class RecordList(RecordView):
    """One of the five collections, narrowed by the filter grammar."""

    subject: ClassVar[Subject] = Subject.INCIDENT
    described_as = "list"

    def cost(self, request: Request) -> int:
        return cost_of_page(request.query_params.get("limit", ""), request.query_params.get("count", ""))

    def get(self, request: Request) -> HttpResponseBase:
        """Raises ``BadParameters`` before anything else is read."""
        query = self.read_query(request)
        return self.answer(request, lambda: envelope(request._request, page(query)))

    def read_query(self, request: Request) -> Query:
        query = parse(request.query_params, self.subject)
        self.reads(query)
        return query


def envelope(request: HttpRequest, result: Page) -> bytes:
    """``{"next", "previous", "count", "results"}``; ``count`` only where it was asked for."""
    keys: dict[str, object] = {
        "next": _page(request, result.next),
        "previous": _page(request, result.previous),
    }
    if result.count is not None:
        keys["count"] = {"number": result.count.number, "more": result.count.more}
    opening = msgspec.json.encode(keys)[:-1]
    # What stands around the texts is put on the first and the last, so that 15 MB are copied once and not twice.
    texts = result.bodies or [b""]
    texts[0] = opening + b',"results":[' + texts[0]
    texts[-1] += b"]}"
    return b",".join(texts)


def enveloped(results: list[object]) -> bytes:
    """A short list in the same form, all on one page."""
    return msgspec.json.encode({"next": None, "previous": None, "results": results})


def _page(request: HttpRequest, cursor: str | None) -> str | None:
    return url_with(request, {"cursor": cursor}) if cursor else None
