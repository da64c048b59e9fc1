"""Editions endpoint: what was issued under an id, when, and why."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.reverse import reverse

from ..record.instants import instant
from ..record.reading import Change, editions
from .documents import DocumentView
from .lists import enveloped
from .problems import ProblemFound, not_found
from .shapes import EditionEntry


class Editions(DocumentView):
    """All editions of an id, newest first, without their texts."""

    described_as = "editions"

    def get(self, request: Request, public_id: str) -> HttpResponseBase:
        """Told of what is retracted, merged or withheld as well: it is the history of the id."""
        self.refuse_unknown_parameters(request)
        self.check_id(public_id)
        return self.answer(request, lambda: self._list(request, public_id), may_be_missing=True)

    def _list(self, request: Request, public_id: str) -> bytes:
        changes = editions(public_id, self.newest)
        if not changes:
            raise ProblemFound(not_found(_("Nothing was published under this id.")))
        return enveloped([self._entry(request, change) for change in changes])

    def _entry(self, request: Request, change: Change) -> EditionEntry:
        address = reverse(
            f"api:{self.subject}-edition", args=[change.public_id, change.number], request=request
        )
        return EditionEntry(
            id=change.public_id,
            number=change.number,
            kind=change.kind,
            purpose=change.purpose,
            sequence=change.sequence,
            issued_at=instant(change.issued_at),
            note=change.note,
            into=change.into,
            readable=change.readable,
            digest=change.digest.hex(),
            commitment=change.commitment.hex(),
            salt=change.salt.hex() if change.salt else None,
            url=address,
        )
