"""View of ``/dialects/ucdp/api/gedevents/{version}``."""

from __future__ import annotations

import re

import msgspec
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.request import Request

from ...api.addresses import url_with
from ...api.problems import ProblemFound, not_found
from ...api.views import PREFLIGHT, RecordView
from ...record.errors import UnknownState
from ...record.reading import BadParameters, Problem, State, parse, state_of_release
from . import pages, parameters
from .authentication import HEADER, UcdpToken
from .columns import GedEnvelope
from .notes import notes_on
from .parameters import GedRequest

CURRENT = "current"
_NAME = re.compile(r"[\w.-]{1,100}")


class UcdpView(RecordView):
    """Reads the record for clients of UCDP's service."""

    schema = None
    authentication_classes = [UcdpToken]

    def options(self, request: Request, *args: object, **kwargs: object) -> HttpResponse:  # type: ignore[override]
        response = super().options(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Headers"] = (
            f"{PREFLIGHT['Access-Control-Allow-Headers']}, {HEADER}"
        )
        return response


class GedEvents(UcdpView):
    """Pages of events in one version: a dataset release, or the record as it is."""

    def cost(self, request: Request) -> int:
        """As a page of our own lists: a unit, and one more for each hundred events."""
        sizes = [str(size) for name, size in request.query_params.items() if name.lower() == "pagesize"]
        most = parameters.LARGEST_PAGE
        readable = [min(int(size), most) for size in sizes if re.fullmatch(r"[0-9]{1,9}", size)]
        return 1 + max(readable, default=parameters.PAGE_SIZE) // 100

    def get(self, request: Request, version: str) -> HttpResponseBase:
        """404 for a version that does not exist, as there; 400 for what cannot be read."""
        texts = parameters.texts_of(request.query_params)
        self.state = self._state(version, texts)
        ged_request = parameters.read_request(texts, self.state)
        # A release does not move; a page of the current record has to say which state it was.
        pinned = {"as_of": f"sequence:{ged_request.state.sequence}"} if version.lower() == CURRENT else {}
        return self.answer(request, lambda: self._page(request, ged_request, texts, pinned))

    def _state(self, version: str, texts: dict[str, str]) -> State:
        if version.lower() == CURRENT:
            as_of = {"as_of": texts["as_of"]} if "as_of" in texts else {}
            return parse(as_of, at=self.newest).state
        if "as_of" in texts:
            raise BadParameters([Problem("as_of", _("cannot be given together with a release"))])
        try:
            if not _NAME.fullmatch(version):
                raise UnknownState
            return state_of_release(version)
        except UnknownState:
            message = _(
                "“%(version)s” is no version here. Versions are the names of dataset releases, or “current”."
            )
            raise ProblemFound(not_found(message % {"version": version})) from None

    def _page(
        self, request: Request, ged_request: GedRequest, texts: dict[str, str], pinned: dict[str, str]
    ) -> bytes:
        events_page = pages.page_of(ged_request, texts, self.newest)
        total_pages = -(-events_page.total // ged_request.pagesize)
        self.notes.extend(notes_on(ged_request, events_page))

        def address(page: int) -> str:
            return (
                url_with(request._request, {"page": str(page), **pinned}) if 0 <= page < total_pages else ""
            )

        return msgspec.json.encode(
            GedEnvelope(
                TotalCount=events_page.total,
                TotalPages=total_pages,
                PreviousPageUrl=address(ged_request.page - 1),
                NextPageUrl=address(ged_request.page + 1),
                Result=events_page.events,
                Notes=self.notes,
            )
        )
