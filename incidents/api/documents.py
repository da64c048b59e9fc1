"""Document endpoints: one document as it is in force, or as it was in a certain edition."""

from __future__ import annotations

from http import HTTPStatus
from typing import ClassVar

import msgspec
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.reverse import reverse

from ..codebook import EditionKind
from ..record.filters.paging import shown
from ..record.instants import instant
from ..record.log.drafts import TOMBSTONES
from ..record.models import Edition
from ..record.reading import Query, Subject, edition, in_force, parse, subject_of
from .problems import ProblemDocument, ProblemFound, not_found
from .views import RecordView

LARGEST_NUMBER = 2**31 - 1


class DocumentView(RecordView):
    """Base of the views of one public id of a collection."""

    subject: ClassVar[Subject] = Subject.INCIDENT

    def check_id(self, public_id: str) -> None:
        """Raises a 404 that says where the id belongs, or what ids look like."""
        try:
            subject = subject_of(public_id)
        except ValueError:
            example = f"{self.subject.prefix}-000042"
            raise ProblemFound(
                not_found(_("Ids here look like %(example)s.") % {"example": example})
            ) from None
        if subject != self.subject:
            place = f"/api/v1/{subject.folder}/{public_id}/"
            raise ProblemFound(not_found(_("This id belongs to %(place)s.") % {"place": place}))


class DocumentInForce(DocumentView):
    """The document in force, now or in an earlier state of the record."""

    described_as = "document"
    parameters = ("as_of", "release", "fields")

    def get(self, request: Request, public_id: str) -> HttpResponseBase:
        """The stored text, byte for byte; 410 with the tombstone where there is none any more."""
        self.refuse_unknown_parameters(request)
        query = parse(request.query_params, self.subject)
        self.reads(query)
        self.check_id(public_id)
        return self.answer(request, lambda: self._text(request, public_id, query), may_be_missing=True)

    def _text(self, request: Request, public_id: str, query: Query) -> bytes:
        latest = in_force(public_id, query.state)
        if latest is None:
            if query.pinned:
                raise ProblemFound(not_found(_("It was not published in this state of the record.")))
            raise ProblemFound(not_found(_("Nothing was published under this id.")))
        if latest.kind in TOMBSTONES or latest.body is None:
            raise ProblemFound(gone(request, latest))
        return shown([latest.body.encode()], query.fields)[0]


class OneEdition(DocumentView):
    """One edition as it was issued; what replaced it does not matter."""

    described_as = "edition"

    def get(self, request: Request, public_id: str, number: int) -> HttpResponseBase:
        self.refuse_unknown_parameters(request)
        self.check_id(public_id)
        return self.answer(request, lambda: self._text(public_id, number), may_be_missing=True)

    def _text(self, public_id: str, number: int) -> bytes:
        past = edition(public_id, number, self.newest) if number <= LARGEST_NUMBER else None
        if past is None:
            raise ProblemFound(not_found(_("There is no such edition.")))
        if past.body is None:
            raise ProblemFound(withheld(past))
        return past.body.encode()


def gone(request: Request, stone: Edition) -> ProblemDocument:
    """410 for a retracted, merged or withheld document: its tombstone, and where to go on reading."""
    subject = subject_of(stone.public_id)
    editions = reverse(f"api:{subject}-editions", args=[stone.public_id], request=request)
    members: dict[str, object] = {
        "id": stone.public_id,
        "kind": stone.kind,
        "note": stone.note,
        "issued_at": instant(stone.issued_at),
        "sequence": stone.sequence,
        "editions": editions,
        "tombstone": msgspec.Raw(stone.body.encode()) if stone.body else None,
    }
    headers = {}
    if stone.into:
        survivor = reverse(f"api:{subject}-detail", args=[stone.into], request=request)
        members["into"] = {"id": stone.into, "url": survivor}
        headers["Link"] = f'<{survivor}>; rel="successor-version"'
    return ProblemDocument(
        status=HTTPStatus.GONE,
        kind=f"gone-{stone.kind}",
        title=_("No longer in force"),
        detail=_explanations().get(stone.kind, _explanations()[EditionKind.WITHHELD]),
        members=members,
        headers=headers,
    )


def withheld(edition: Edition) -> ProblemDocument:
    """410 for an edition whose text was taken out: that it existed is told, what it said is not."""
    return ProblemDocument(
        status=HTTPStatus.GONE,
        kind="gone-withheld",
        title=_("No longer readable"),
        detail=_explanations()[EditionKind.WITHHELD],
        members={"id": edition.public_id, "edition": edition.number, "sequence": edition.sequence},
    )


def _explanations() -> dict[str, str]:
    return {
        EditionKind.RETRACTED: _("It was retracted: what it said is wrong. Its editions stay readable."),
        EditionKind.MERGED: _("It was merged into another, which now speaks for it; see “into”."),
        EditionKind.WITHHELD: _("The information was removed for safety."),
    }
