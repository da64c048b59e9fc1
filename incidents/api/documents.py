"""One document: as it is in force, or as it was in a certain edition."""

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
from ..record.log.chain import instant
from ..record.log.drafts import TOMBSTONES
from ..record.models import Edition
from ..record.reading import Query, Subject, edition, in_force, parse, subject_of
from .problems import Problem, ProblemFound, not_found
from .views import RecordView

LARGEST_NUMBER = 2**31 - 1


class DocumentView(RecordView):
    """Something about one public id of a collection."""

    subject: ClassVar[Subject] = Subject.INCIDENT

    def check_id(self, public_id: str) -> None:
        """Raises a 404 that says where the id belongs, or what ids look like."""
        try:
            found = subject_of(public_id)
        except ValueError:
            example = f"{self.subject.prefix}-000042"
            raise ProblemFound(
                not_found(_("Ids here look like %(example)s.") % {"example": example})
            ) from None
        if found != self.subject:
            place = f"/api/v1/{found.folder}/{public_id}/"
            raise ProblemFound(not_found(_("This id belongs to %(place)s.") % {"place": place}))


class DocumentInForce(DocumentView):
    """The document in force, now or in an earlier state of the record."""

    described_as = "document"
    parameters = ("as_of", "release", "fields")

    def get(self, request: Request, public_id: str) -> HttpResponseBase:
        """The stored text, byte for byte; 410 with the tombstone where there is none any more."""
        query = self._read_query(request)
        self.check_id(public_id)
        return self.answer(request, lambda: self._text(request, public_id, query), may_be_missing=True)

    def _read_query(self, request: Request) -> Query:
        self.refuse_unknown_parameters(request)
        query = parse(request.query_params, self.subject)
        self.reads(query)
        return query

    def _text(self, request: Request, public_id: str, query: Query) -> bytes:
        found = in_force(public_id, query.state)
        if found is None:
            raise ProblemFound(_not_yet(query))
        if found.kind in TOMBSTONES or found.body is None:
            raise ProblemFound(gone(request, found))
        return shown([found.body.encode()], query.fields)[0]


class OneEdition(DocumentView):
    """One edition as it was issued; what replaced it does not matter."""

    described_as = "edition"

    def get(self, request: Request, public_id: str, number: int) -> HttpResponseBase:
        self.refuse_unknown_parameters(request)
        self.check_id(public_id)
        return self.answer(request, lambda: self._text(public_id, number), may_be_missing=True)

    def _text(self, public_id: str, number: int) -> bytes:
        found = edition(public_id, number, self.newest) if number <= LARGEST_NUMBER else None
        if found is None:
            raise ProblemFound(not_found(_("There is no such edition.")))
        if found.body is None:
            raise ProblemFound(withheld(found))
        return found.body.encode()


def _not_yet(query: Query) -> Problem:
    if query.pinned:
        return not_found(_("It was not published in this state of the record."))
    return not_found(_("Nothing was published under this id."))


def gone(request: Request, stone: Edition) -> Problem:
    """What stands in the place of a retracted, merged or withheld document, and where to go on reading."""
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
    return Problem(
        status=HTTPStatus.GONE,
        kind=f"gone-{stone.kind}",
        title=_("No longer in force"),
        detail=_explanations().get(stone.kind, _explanations()[EditionKind.WITHHELD]),
        members=members,
        headers=headers,
    )


def withheld(found: Edition) -> Problem:
    """An edition whose text was taken out: that it existed is told, what it said is not."""
    return Problem(
        status=HTTPStatus.GONE,
        kind="gone-withheld",
        title=_("No longer readable"),
        detail=_explanations()[EditionKind.WITHHELD],
        members={"id": found.public_id, "edition": found.number, "sequence": found.sequence},
    )


def _explanations() -> dict[str, str]:
    return {
        EditionKind.RETRACTED: _("It was retracted: what it said is wrong. Its editions stay readable."),
        EditionKind.MERGED: _("It was merged into another, which now speaks for it; see “into”."),
        EditionKind.WITHHELD: _("The information was removed for safety."),
    }
