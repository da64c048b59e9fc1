"""Releases in the API: which there are, what one holds, its files, and how two differ."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

import msgspec
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request
from rest_framework.reverse import reverse

from ...api.addresses import url_with
from ...api.problems import ProblemDocument, ProblemFound, not_found
from ...api.shapes import Shape
from ...api.views import EXPOSED, RecordView
from ...record.filters.values import Field, nearest
from ...record.instants import instant
from ...record.models.releases import Release
from ...record.reading import BadParameters, Problem
from ...record.subjects import PUBLIC_ID
from .. import slots
from .about import reference_of
from .differences import FIELDS, KINDS, Changed, FieldDifference, Totals, differences, moved, totals_of
from .files import file_response
from .shelf import Bundle, BundleStatus, all_releases, bundle_of, release_named

LISTED = 250
SECONDS_UNTIL_RETRY = 120
LARGE = 8 * 1024 * 1024
"""Bytes from which a file counts as a download, of which a client has few at once."""
COST_OF_COMPARING = 20


WHY_NOT = {
    BundleStatus.HELD_BACK: gettext_lazy(
        "Something in this release was withheld for somebody's safety. Its files are handed out again as soon as the "
        "site has written them without it."
    ),
    BundleStatus.MISSING: gettext_lazy(
        "The files of this release are not where they should be; the site writes them again."
    ),
}


class ReleaseEntry(Shape, frozen=True):
    """A release. ``release=`` with its name reads any list in its state.

    ``available`` is false while its files are written again because something in them was withheld, which was at
    ``held_back_since``, or because they were lost.
    """

    name: str
    sequence: int
    head: str
    issued_at: str
    made_at: str
    note: str | None
    available: bool
    held_back_since: str | None
    url: str


class ReleaseFile(Shape, frozen=True):
    """A file as it is now; ``rewritten`` where it is other than when the release was made."""

    path: str
    bytes: int
    sha256: str
    rewritten: bool
    url: str


class WithheldDocument(Shape, frozen=True):
    """A document that the files leave out since it was withheld."""

    id: str
    edition: int


class OneReleaseEntry(ReleaseEntry, frozen=True):
    """A release with its files and how to cite it."""

    incidents: str
    withheld: list[WithheldDocument]
    files: list[ReleaseFile]
    text: str
    bibtex: str
    ris: str


class ReleaseList(Shape, frozen=True):
    """All releases, the newest state first."""

    next: None
    previous: None
    results: list[ReleaseEntry]


class ChangedIncident(Shape, frozen=True):
    """An incident that the two releases do not share as it was; editions by number.

    ``changes`` are the fields in which it differs, with what they said before and say after.
    """

    id: str
    kind: str
    edition_before: int | None
    edition_after: int
    into: str | None
    changes: list[FieldDifference]


class DifferencesEntry(Shape, frozen=True):
    """From the older release to the newer: how many incidents changed in which way, and how the totals moved.

    ``results`` are those of the ``kind`` that was asked for, by id; ``next`` leads to more of them. With a ``field``
    only those are counted and listed that differ in it. Totals are of what can be read today: what was withheld from
    a release since is left out of it.
    """

    older: str
    newer: str
    counts: dict[str, int]
    totals_before: Totals
    totals_after: Totals
    moved: Totals
    next: str | None
    results: list[ChangedIncident]


class ReleaseView(RecordView):
    """Releases and their files come and go without an edition, so that no ETag is made of the record's state."""

    def respond(self, answer: Shape) -> HttpResponse:
        content = msgspec.json.encode(answer)
        return HttpResponse(
            content, content_type="application/json", headers={"Cache-Control": "public, no-cache"}
        )

    def entry(self, request: Request, release: Release) -> dict[str, Any]:
        bundle = bundle_of(release)
        available = bundle.may_be_served
        since = None if available else bundle.held_back_since
        return {
            "name": release.name,
            "sequence": release.sequence,
            "head": bytes(release.digest).hex(),
            "issued_at": instant(release.issued_at),
            "made_at": instant(release.made_at),
            "note": release.note,
            "available": available,
            "held_back_since": since and instant(since),
            "url": reverse("api-release", args=[release.name], request=request),
        }


class Releases(ReleaseView):
    described_as = "releases"
    summary = gettext_lazy("Dataset releases, newest first")
    answer_shape = ReleaseList

    def get(self, request: Request) -> HttpResponseBase:
        self.refuse_unknown_parameters(request)
        entries = [ReleaseEntry(**self.entry(request, release)) for release in all_releases()]
        return self.respond(ReleaseList(next=None, previous=None, results=entries))


class OneRelease(ReleaseView):
    described_as = "release"
    summary = gettext_lazy("One release: its files, and how to cite it")
    answer_shape = OneReleaseEntry

    def get(self, request: Request, name: str) -> HttpResponseBase:
        self.refuse_unknown_parameters(request)
        release = release_or_404(name)
        reference, bundle = reference_of(release), bundle_of(release)
        lists = reverse("api:incident-list", request=request)
        return self.respond(
            OneReleaseEntry(
                **self.entry(request, release),
                incidents=f"{lists}?release={release.name}",
                withheld=_withheld(bundle),
                files=self._files(request, bundle),
                text=reference.text,
                bibtex=reference.bibtex,
                ris=reference.ris,
            )
        )

    def _files(self, request: Request, bundle: Bundle) -> list[ReleaseFile]:
        """None where they may not be handed out: a digest would tell of what is withheld."""
        if not bundle.may_be_served:
            return []
        return [
            ReleaseFile(
                path=file.path,
                bytes=file.bytes,
                sha256=file.sha256,
                rewritten=file.rewritten,
                url=reverse("api-release-file", args=[bundle.release.name, file.path], request=request),
            )
            for file in bundle.files()
        ]


class OneFile(ReleaseView):
    """A file of a bundle, if the bundle leaves out all that is withheld by now."""

    schema = None
    described_as = "release_file"

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """The address says what it is, whatever else the client would take."""
        return super().perform_content_negotiation(request, force=True)

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        response = super().options(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Headers"] += ", If-Range, Range"
        return response

    def finalize_response(  # type: ignore[override]  # as in RecordView
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """A program in a web page, such as DuckDB's, has to see which part it got."""
        finished = super().finalize_response(request, response, *args, **kwargs)
        finished.headers["Access-Control-Expose-Headers"] = f"Accept-Ranges, Content-Range, {EXPOSED}"
        return finished

    def get(self, request: Request, name: str, path: str) -> HttpResponseBase:
        bundle = bundle_of(release_or_404(name))
        if (standing := bundle.standing) is not BundleStatus.WHOLE:
            raise ProblemFound(not_now(standing))
        try:
            answer = file_response(request._request, bundle.path_of(path), bundle.digest_of(path))
        except (KeyError, FileNotFoundError):
            raise ProblemFound(not_found(_("The release has no such file."))) from None
        if answer.streaming and int(answer.headers["Content-Length"]) > LARGE:
            self._count(answer)
        return answer

    def _count(self, answer: HttpResponseBase) -> None:
        """A thread is busy with it for as long as the client takes; the slot is given back with the file."""
        closers = answer._resource_closers  # type: ignore[attr-defined]
        try:
            closers.append(slots.take_here(self.share.client))
        except ProblemFound:
            for close in closers:
                close()
            raise


class ReleaseDifferences(ReleaseView):
    described_as = "release_differences"
    summary = gettext_lazy("How two releases differ")
    answer_shape = DifferencesEntry
    parameters: ClassVar[tuple[str, ...]] = ("kind", "field", "after")
    fields: ClassVar[dict[str, Field]] = {
        "kind": Field(help_text=gettext_lazy("List the incidents with that kind of change.")),
        "field": Field(
            help_text=gettext_lazy("Count and list those that differ in that field, such as casualties.")
        ),
        "after": Field(help_text=gettext_lazy("List those after this id.")),
    }

    def cost(self, request: Request) -> int:
        return COST_OF_COMPARING

    def get(self, request: Request, first: str, second: str) -> HttpResponseBase:
        self.refuse_unknown_parameters(request)
        kind, field, after = parameters_of(request)
        compared = differences(release_or_404(first), release_or_404(second))
        before, now = totals_of(compared.older), totals_of(compared.newer)
        rows = compared.changed(kind, field, beyond=after, limit=LISTED + 1) if kind else []
        changes, following = compared.fields(rows[:LISTED]), None
        if len(rows) > LISTED:
            following = url_with(request._request, {"after": rows[LISTED - 1].public_id})
        return self.respond(
            DifferencesEntry(
                older=compared.older.name,
                newer=compared.newer.name,
                counts=compared.counts(field),
                totals_before=before,
                totals_after=now,
                moved=moved(before, now),
                next=following,
                results=[_changed(incident, changes) for incident in rows[:LISTED]],
            )
        )


def release_or_404(name: str) -> Release:
    release = release_named(name)
    if release is None:
        raise ProblemFound(not_found(_("There is no release of this name; /api/v1/releases/ lists them.")))
    return release


def not_now(standing: BundleStatus) -> ProblemDocument:
    stays = _("The rows that stay can be read with release= from every list.")
    return ProblemDocument(
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        kind="release-being-rewritten",
        title=_("Not available at the moment"),
        detail=f"{WHY_NOT[standing]} {stays}",
        headers={"Retry-After": str(SECONDS_UNTIL_RETRY)},
    )


def parameters_of(request: Request) -> tuple[str, str, str]:
    kind, field, after = (request.query_params.get(name, "").strip() for name in ("kind", "field", "after"))
    problems = []
    if kind and kind not in KINDS:
        message = _("must be one of %(kinds)s") % {"kinds": ", ".join(KINDS)}
        problems.append(Problem("kind", message, nearest(kind, KINDS)))
    if field and field not in FIELDS:
        message = _("must be one of %(fields)s") % {"fields": ", ".join(FIELDS)}
        problems.append(Problem("field", message, nearest(field, FIELDS)))
    if after and not PUBLIC_ID.fullmatch(after):
        problems.append(Problem("after", _("must be the id of an incident")))
    if problems:
        raise BadParameters(problems)
    return kind, field, after


def _withheld(bundle: Bundle) -> list[WithheldDocument]:
    left_out = sorted(bundle.left_out) if bundle.is_there else []
    return [WithheldDocument(id=edition.public_id, edition=edition.number) for edition in left_out]


def _changed(incident: Changed, changes: Mapping[str, list[FieldDifference]]) -> ChangedIncident:
    return ChangedIncident(
        id=incident.public_id,
        kind=incident.kind,
        edition_before=incident.before,
        edition_after=incident.after,
        into=incident.into,
        changes=changes.get(incident.public_id, []),
    )
