"""Base view of the API: throttling, state of the record, conditional requests, headers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar
from urllib.parse import quote

from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from ..record.filters.names import AmbiguousName
from ..record.filters.values import nearest
from ..record.reading import BadParameters, BehindError, Problem, Query, State, head, refuse_if_behind
from . import conditional
from .compression import compress
from .throttles import FairShare

READING = "GET, HEAD, OPTIONS"
_READABLE = " !\"#$&'()*+,-./:;<=>?@[]^_`{|}~"
"""Characters that stand for themselves in ``Record-Notes``; all others are percent-encoded UTF-8."""
EXPOSED = (
    "Content-Language, ETag, Link, RateLimit, RateLimit-Policy, Record-Head, Record-Notes, "
    "Record-Sequence, Record-Horizon, Record-Poll-From, Retry-After, WWW-Authenticate"
)
CROSS_ORIGIN = {
    # Any web page may read: what is here is public, and no cookie plays a part.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": EXPOSED,
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": READING,
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Authorization, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class RecordView(APIView):
    """Reads the record. Every answer, errors too, says in which state of the record it was given."""

    http_method_names = ["get", "head", "options"]
    parameters: ClassVar[Iterable[str]] = ()
    """Names of the parameters that this address understands."""

    described_as: ClassVar[str] = ""
    """What the view is to openapi/schema.py; views without it have ``schema = None`` and are not described."""

    state: State | None = None
    """The state that was read; the newest one unless the request asked for another."""

    @cached_property
    def newest(self) -> State:
        return head()

    def reads(self, query: Query) -> None:
        """Remember the state that is read; it is the newest, unless the query asks for a certain one."""
        if not query.pinned:
            self.newest = query.state
        self.state = query.state

    @cached_property
    def notes(self) -> list[str]:
        """Sentences on what was left out of the answer and why, for the header ``Record-Notes``."""
        return []

    @cached_property
    def share(self) -> FairShare:
        return FairShare()

    def cost(self, request: Request) -> int:
        """Units that a request uses up; see throttles.py."""
        return 1

    def get_throttles(self) -> list[BaseThrottle]:
        return [self.share]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """A preflight shows no token and asks for nothing; a refused token counts against its address."""
        if request.method == "OPTIONS":
            return
        try:
            super().initial(request, *args, **kwargs)
        except AuthenticationFailed:
            self.check_throttles(request)
            raise

    def handle_exception(self, exc: Exception) -> Response:
        """A copy that lags may not know that only one bears the name by now; pages show whom it knows."""
        try:
            if isinstance(exc, AmbiguousName):
                refuse_if_behind(exc.state)
        except BehindError as behind:
            exc = behind
        return super().handle_exception(exc)

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        response = HttpResponse(status=204, headers=PREFLIGHT)
        del response.headers["Content-Type"]
        return response

    def answer(
        self, request: Request, body: Callable[[], bytes], *, may_be_missing: bool = False
    ) -> HttpResponseBase:
        """The body as JSON, unless the client has it already or asks for the headers alone; then it is not made.

        ``may_be_missing``: only ``body`` finds out whether there is anything, and raises if not, so HEAD asks it too.
        What a client has already was there, in this very state.
        """
        tag = conditional.etag(request._request, self.state or self.newest)
        if conditional.is_known(request._request, tag):
            response: HttpResponseBase = HttpResponseNotModified()
        elif request.method == "HEAD" and not may_be_missing:
            response = HttpResponse(content_type="application/json")
        else:
            response = HttpResponse(body(), content_type="application/json")
        return _with_headers(response, {"ETag": tag, "Cache-Control": conditional.cache_control()})

    def finalize_response(  # type: ignore[override]  # REST framework takes any Django response, and says less
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        finished: HttpResponseBase = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[arg-type]
        if isinstance(finished, SimpleTemplateResponse):
            finished.render()
        _with_headers(finished, CROSS_ORIGIN | self.share.headers() | self._record_headers())
        patch_vary_headers(finished, ["Accept-Encoding"])
        if request.method == "HEAD" and finished.status_code != 304:
            return _without_body(finished)
        if isinstance(finished, HttpResponse):
            compress(request._request, finished)
        return finished

    def _record_headers(self) -> dict[str, str]:
        """None where the record cannot be reached: then the answer says just that."""
        try:
            state = self.state or self.newest
        except DatabaseError:
            return {}
        notes = {"Record-Notes": quote(" ".join(self.notes), safe=_READABLE)} if self.notes else {}
        return state.headers() | notes

    def refuse_unknown_parameters(self, request: Request) -> None:
        """Raises ``BadParameters`` that names each parameter which means nothing here."""
        known = list(self.parameters)
        unknown = [name for name in request.query_params if name not in known]
        if unknown:
            raise BadParameters(
                Problem(name, _("is no parameter here"), nearest(name, known)) for name in unknown
            )


def _with_headers(response: HttpResponseBase, headers: Mapping[str, str]) -> HttpResponseBase:
    for name, value in headers.items():
        response.headers[name] = value
    return response


def _without_body(response: HttpResponseBase) -> HttpResponseBase:
    """A stream of nothing: Django adds no Content-Length to it, and a wrong one would be worse than none."""
    return StreamingHttpResponse((), status=response.status_code, headers=dict(response.items()))
