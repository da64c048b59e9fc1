"""Base view of the dialect's tables, API root and 404: parameters in, a stream in ACLED's envelope out."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, ClassVar

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from ...api import conditional, problems
from ...api.compression import GZIP_CONTAINER, takes_gzip
from ...api.throttles import COST_OF_A_SLOW_COUNT
from ...api.views import RecordView
from ...record.reading import BadParameters, refuse_if_behind
from .columns import AcledColumn
from .event import Row
from .filters import Filter, asks_for_moments, names_something, read_filters
from .formats import FORMATS, AcledEnvelope
from .listing import Listing
from .options import NAMES, STATES, Options, read_options


class AcledView(RecordView):
    """Errors in ACLED's form, and no negotiation: the format is a parameter, whatever the headers say."""

    schema = None

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[BaseRenderer, str]:
        renderer = self.get_renderers()[0]
        return renderer, renderer.media_type

    def get_exception_handler(self) -> Callable[..., HttpResponse]:
        return acled_error


class ReadView(AcledView):
    """A table: its columns, which of them are filters, and where its rows are found."""

    name: ClassVar[str] = ""
    filtered: ClassVar[Mapping[str, AcledColumn]] = {}

    def columns(self, options: Options | None = None) -> tuple[str, ...]:
        return tuple(self.filtered)

    def listing(self, filters: list[Filter], options: Options) -> Listing:
        raise NotImplementedError

    def shown(self, row: Row, options: Options) -> Row:
        return row

    def get(self, request: Request, ending: str = "") -> HttpResponseBase:
        """Everything that can be wrong is found before the first byte is sent."""
        filters, options = self._read(request, ending)
        tag = conditional.etag(request._request, options.state)
        if conditional.is_known(request._request, tag):
            response: HttpResponseBase = HttpResponseNotModified()
        elif request.method == "HEAD":
            response = HttpResponse(content_type=FORMATS[options.format][0])
        else:
            response = self._stream(request, filters, options)
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = conditional.cache_control()
        return response

    def _read(self, request: Request, ending: str) -> tuple[list[Filter], Options]:
        """Options and filters; all that is wrong in either is raised at once."""
        filters, wrong = [], []
        try:
            filters = read_filters(request.query_params, self.filtered, NAMES)
        except BadParameters as bad:
            wrong = bad.problems
        # Whoever asks by moments keeps a copy, and asks next from the newest one they got.
        settled = any(asks_for_moments(alternatives) for alternatives in filters)
        try:
            options = read_options(request.query_params, self.columns(), ending, settled=settled)
            self.state = options.state
            if not any(request.query_params.get(name) for name in STATES):
                self.newest = options.state
        except BadParameters as bad:
            wrong = [*bad.problems, *wrong]
        if wrong:
            raise BadParameters(wrong)
        return filters, options

    def _stream(self, request: Request, filters: list[Filter], options: Options) -> HttpResponseBase:
        """Raises ``BehindError`` where an id or a name finds nothing in a copy that lags."""
        listing = self.listing(filters, options)
        columns = [name for name in options.fields if name in self.columns(options)]
        issued_at = options.state.issued_at
        age = int((datetime.now(UTC) - issued_at).total_seconds()) if issued_at else 0
        total = listing.total()
        if not total and any(names_something(alternatives) for alternatives in filters):
            refuse_if_behind(options.state)
        left = max(0, total - options.skip)
        self.notes.extend(listing.messages())
        if total and not left:
            pages = -(-total // options.limit)
            self.notes.append(
                _("Page %(page)s is after the last, %(pages)s.") % {"page": options.page, "pages": pages}
            )
        envelope = AcledEnvelope(
            last_update=max(0, age // 3600),
            count=min(left, options.limit) if options.limit else left,
            total_count=total,
            filename=f"{self.name}-{options.state.sequence}.{options.format}",
            messages=tuple(self.notes),
        )
        # A limit of 5,000 is what scripts send whatever they look for: what is counted is what there is to send.
        searched = COST_OF_A_SLOW_COUNT if listing.searched else 0
        self.share.charge(request, envelope.count // 100 + searched)
        rows = (self.shown(row, options) for row in listing.rows(options.skip, options.limit))
        content_type, write = FORMATS[options.format]
        response = _streamed(request._request, write(envelope, columns, rows), content_type)
        if options.format != "json":
            response.headers["Content-Disposition"] = f'attachment; filename="{envelope.filename}"'
        return response


class AcledIndex(AcledView):
    """API root: the addresses of the token endpoint and of the tables."""

    def get(self, request: Request) -> HttpResponseBase:
        self.refuse_unknown_parameters(request)

        def absolute(name: str) -> str:
            return request.build_absolute_uri(reverse(f"acled:{name}"))

        tables = ("acled", "deleted", "actor", "actortype", "country", "region")
        addresses = {"token": absolute("token"), "read": {name: absolute(name) for name in tables}}
        return self.answer(request, lambda: msgspec.json.encode(addresses))


class AcledNotFound(AcledView):
    """404 for every other address."""

    def get(self, request: Request, rest: str = "") -> HttpResponse:
        raise problems.ProblemFound(problems.not_found(_("There is nothing at this address.")))


def acled_error(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """Error response in ACLED's form; the status is HTTP's as well.

    The message also stands in the status line: the usual client shows that line and drops the body.
    """
    plain = problems.handle(error, context)
    status = HTTPStatus(plain.status_code)
    if isinstance(error, BadParameters):
        messages = [
            f"{problem.name} {problem.message}"
            + (_("; did you mean %(name)s?") % {"name": problem.nearest} if problem.nearest else "")
            for problem in error.problems
        ]
    else:
        messages = [str(msgspec.json.decode(plain.content)["detail"])]
    body = {
        "status": status.value,
        "success": False,
        "error": [{"status": status.value, "message": message} for message in messages],
    }
    headers = {name: value for name, value in plain.items() if name != "Content-Type"}
    return HttpResponse(
        msgspec.json.encode(body),
        status=status,
        reason=_status_line(f"{status.phrase}: {'; '.join(messages)}"),
        content_type="application/json",
        headers=headers,
    )


def _status_line(text: str) -> str:
    """Printable ASCII only, since it goes into the status line of HTTP, and not too long for it."""
    return "".join(char if " " <= char <= "~" else "?" for char in text)[:500]


def _streamed(request: HttpRequest, pieces: Iterable[bytes], content_type: str) -> StreamingHttpResponse:
    """The stream, compressed on its way where the client takes it."""
    if not takes_gzip(request.headers.get("Accept-Encoding", "")):
        return StreamingHttpResponse(pieces, content_type=content_type)
    return StreamingHttpResponse(
        _compressed(pieces), content_type=content_type, headers={"Content-Encoding": "gzip"}
    )


def _compressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(1, zlib.DEFLATED, GZIP_CONTAINER)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()
