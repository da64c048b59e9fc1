"""An export over HTTP: every row that a filter finds, in one file, in one state of the record."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

import msgspec
from django.http import HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.request import Request

from ..api import conditional
from ..api.addresses import url_with
from ..api.compression import takes_gzip
from ..api.problems import ProblemDocument, ProblemFound, not_found
from ..api.shapes import Shape
from ..api.views import RecordView
from ..record.filters.values import Field
from ..record.reading import Subject
from . import slots
from .description import ExportSchema
from .formats import FORMATS, Format
from .formats.parquet import ParquetMissing
from .gzipped import Gzipped
from .options import ExportRequest, filters_of, read
from .options import fields as own_fields
from .reader import own_reader
from .selection import Selection
from .sinks import Measured
from .stream import ClientGone, Stream

CLIENT_IS_GONE = "attest.client_is_gone"
"""Key of the WSGI environment under which the server (config/web) gives a function that says so."""
COST = 20
"""Units of a minute's share: what 2,000 documents in pages would cost."""


class Digest(Shape, frozen=True):
    """What a whole file is like, so that a download can be told from a broken one.

    ``rows`` are lines of a table, documents or features; ``sha256`` is of the file as it is without gzip.
    """

    rows: int
    bytes: int
    sha256: str
    sequence: int
    head: str
    url: str


class Export(RecordView):
    """One format of one collection."""

    schema = ExportSchema()
    described_as = "export"
    answer_shape = Digest
    subject: ClassVar[Subject] = Subject.INCIDENT
    format: ClassVar[Format] = FORMATS[0]

    @property
    def fields(self) -> dict[str, Field]:
        """For the description: every parameter that is understood here."""
        return {**filters_of(self.subject), **own_fields(self.format)}

    def cost(self, request: Request) -> int:
        return 1 if request.method == "HEAD" else COST

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """The address says which format it is, whatever else the client would take."""
        return super().perform_content_negotiation(request, force=True)

    def get(self, request: Request) -> HttpResponseBase:
        """Raises ``BadParameters`` before anything is written."""
        export = read(request._request.GET, self.format, self.subject)
        query = export.selection.query
        self.reads(query)
        tag = conditional.etag(request._request, query.state)
        if conditional.is_known(request._request, tag):
            return HttpResponseNotModified(headers={"ETag": tag})
        headers = {"ETag": tag, "Cache-Control": conditional.cache_control(), "Link": _link(request, export)}
        if request.method == "HEAD":
            return HttpResponse(headers=headers | self._type(export))
        return self._written(request, export, headers)

    def _written(
        self, request: Request, export: ExportRequest, headers: Mapping[str, str]
    ) -> HttpResponseBase:
        stream = self._stream(request, export, export.selection.looked_up())
        if export.digest:
            measured = self._measured(request, export, stream)
            return HttpResponse(msgspec.json.encode(measured), headers={**headers, **self._type(export)})
        packed = not self.format.packed and takes_gzip(request.headers.get("Accept-Encoding", ""))
        headers = {**headers, **self._type(export), **({"Content-Encoding": "gzip"} if packed else {})}
        return StreamingHttpResponse(Gzipped(stream) if packed else stream, headers=headers)

    def _stream(self, request: Request, export: ExportRequest, selection: Selection) -> Stream:
        """A stream whose first piece is ready. Raises what can still be told as a problem."""
        if not slots.in_this_process.acquire(blocking=False):
            raise ProblemFound(slots.busy())
        try:
            reader = own_reader(selection.query.state)
        except BaseException:
            slots.in_this_process.release()
            raise

        def end() -> None:
            reader.close()
            slots.in_this_process.release()

        try:
            slots.take(reader, self.share.client, known=request.auth is not None)
            stream = Stream(
                lambda out: self.format.write(selection, reader, out, export.extras),
                cancel=reader.cancel,
                end=end,
                is_gone=lambda: hung_up(request.META),
            )
        except BaseException:
            end()
            raise
        try:
            return stream.start()
        except ParquetMissing:
            raise ProblemFound(_not_here()) from None
        except ClientGone:
            raise ProblemFound(slots.busy()) from None

    def _measured(self, request: Request, export: ExportRequest, stream: Stream) -> Digest:
        """Written, measured and thrown away: bytes that were never sent cannot be measured otherwise."""
        measured = Measured()
        try:
            for piece in stream:
                measured.write(piece)
        finally:
            stream.close()
        state = export.selection.query.state
        return Digest(
            rows=stream.rows,
            bytes=measured.size,
            sha256=measured.sha256,
            sequence=state.sequence,
            head=state.digest.hex(),
            url=_address(request, export, digest=False),
        )

    def _type(self, export: ExportRequest) -> dict[str, str]:
        if export.digest:
            return {"Content-Type": "application/json"}
        rows = "" if export.selection.is_flat else f"-{export.selection.rows}s"
        name = f"{self.subject.folder}{rows}-{export.selection.query.state.sequence}.{self.format.suffix}"
        return {
            "Content-Type": self.format.media_type,
            "Content-Disposition": f'attachment; filename="{name}"',
        }


def _link(request: Request, export: ExportRequest) -> str:
    """Where the same file, in this state, is measured."""
    return f'<{_address(request, export, digest=True)}>; rel="describedby"; type="application/json"'


def _address(request: Request, export: ExportRequest, *, digest: bool) -> str:
    """This export in the state it was read in, for ever."""
    state = f"sequence:{export.selection.query.state.sequence}"
    pinned = {"as_of": state, "release": None, "digest": "true" if digest else None}
    return url_with(request._request, pinned)


def hung_up(environ: Mapping[str, Any]) -> bool:
    """Whether the client closed its side, where the server says so; elsewhere the next piece will tell."""
    is_gone = environ.get(CLIENT_IS_GONE)
    return is_gone is not None and bool(is_gone())


def _not_here() -> ProblemDocument:
    return ProblemDocument(
        status=HTTPStatus.NOT_IMPLEMENTED,
        kind="format-missing",
        title=_("This format cannot be written here"),
        detail=_("The server lacks pyarrow, which writes Parquet. Take incidents.csv or incidents.ndjson."),
    )


class UnknownFormat(RecordView):
    """``incidents.tsv``: which formats there are."""

    schema = None

    def get(self, request: Request, folder: str) -> HttpResponseBase:
        subject = next(known for known in Subject if known.folder == folder)
        known = ", ".join(f"{folder}.{format.suffix}" for format in formats_of(subject))
        detail = _("There is no such format. There are: %(known)s.") % {"known": known}
        raise ProblemFound(not_found(detail))


def formats_of(subject: Subject) -> list[Format]:
    """Tables are of incidents; whatever is a document can be had as one."""
    return [format for format in FORMATS if subject is Subject.INCIDENT or format.suffix == "ndjson"]
