"""Change feed: the log, entry after entry. Who follows it from the beginning has an exact copy of the record."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request

from ..codebook import EditionKind
from ..record.errors import BadParameters, Problem, UnknownState
from ..record.filters import values
from ..record.filters.grammar import LIMIT, MOST, fields_of
from ..record.filters.parameters import read
from ..record.filters.query import Query, parse
from ..record.instants import instant
from ..record.log.following import FollowedChange, follow
from ..record.states import State, refuse_if_behind, state_at
from ..record.subjects import Subject
from .addresses import url_with
from .problems import ProblemDocument, ProblemFound
from .shapes import LogEntry, LogPage, RecordState
from .throttles import cost_of_page
from .views import RecordView

LAST = 10**12 - 1
NO_EPOCH = UUID(int=0)
"""Of a record that nothing was ever published in: its followers have nothing that could be wrong."""


class EpochField(values.Field):
    schema = {"type": "string", "format": "uuid"}

    def read(self, text: str) -> UUID:
        try:
            return UUID(text)
        except ValueError:
            raise ValidationError(_("is not an epoch as “head” has it")) from None


OWN: dict[str, values.Field] = {
    "after": values.NumberField(
        most=LAST, help_text=gettext_lazy("The last sequence you have; 0, or nothing, to begin.")
    ),
    "limit": values.NumberField(
        least=1, most=MOST, help_text=gettext_lazy("Entries on a page, 100 unless told.")
    ),
    "kinds": values.CodesField(
        codes=EditionKind.values,
        help_text=gettext_lazy("Only entries of these kinds. A copy needs all of them."),
    ),
    "subject": values.CodesField(
        codes=[subject.value for subject in Subject],
        help_text=gettext_lazy(
            "Only entries of these subjects; a copy of one is complete. With filters, which of the lists they are "
            "those of: incidents unless told."
        ),
    ),
    "bodies": values.FlagField(
        help_text=gettext_lazy("Whether the documents come along; false for the entries alone.")
    ),
    "epoch": EpochField(
        help_text=gettext_lazy(
            "The epoch you have been following. If the record was restored since, the answer is 409."
        )
    ),
}
NOT_HERE = frozenset({"order", "fields", "cursor", "count", "as_of", "release", "updated_since"})
"""Parameters of lists that say how to page, and in which state: the log has one order, and every state."""


class Changes(RecordView):
    """Page of the log after a sequence, texts included."""

    described_as = "changes"
    fields: ClassVar[dict[str, values.Field]] = OWN | {
        name: field
        for name, field in fields_of(Subject.INCIDENT).items()
        if name not in NOT_HERE | OWN.keys()
    }

    def cost(self, request: Request) -> int:
        """As a list of as many documents; without them nearly nothing."""
        if request.query_params.get("bodies", "").strip().lower() in {"false", "0"}:
            return 2
        return cost_of_page(request.query_params.get("limit", ""), "")

    def get(self, request: Request) -> HttpResponseBase:
        """Raises ``BadParameters``, or a 409 for a follower of another epoch, before the log is read."""
        values, query = feed_parameters(request.query_params, self.newest)
        if values.get("epoch") not in (None, NO_EPOCH, self.newest.epoch):
            refuse_if_behind(self.newest)
            raise ProblemFound(another_epoch(self.newest))
        self._check_reached(values.get("after", 0))
        # Whether anybody bears a name in the filter is found out on the way.
        return self.answer(
            request, lambda: self._page(request, values, query), may_be_missing=query is not None
        )

    def _check_reached(self, after: int) -> None:
        """Raises ``BehindError`` on a replica that lags; elsewhere nobody can have got that far."""
        if after <= self.newest.sequence:
            return
        try:
            state_at(after)
        except UnknownState:
            message = _(
                "is beyond the newest entry, %(last)s; if the record was restored, start again from 0"
            )
            raise BadParameters([Problem("after", message % {"last": self.newest.sequence})]) from None

    def _page(self, request: Request, values: dict[str, Any], query: Query | None) -> bytes:
        stretch = follow(
            values.get("after", 0),
            self.newest,
            limit=values.get("limit", LIMIT),
            kinds=values.get("kinds", ()),
            subjects=values.get("subject", ()),
            query=query,
            bodies=values.get("bodies", True),
        )
        more = stretch.reached < self.newest.sequence
        return msgspec.json.encode(
            LogPage(
                next=url_with(request._request, {"after": str(stretch.reached)}) if more else None,
                head=state_entry(self.newest),
                results=[
                    _entry(entry, with_document=values.get("bodies", True)) for entry in stretch.entries
                ],
            )
        )


def feed_parameters(params: QueryDict, now: State) -> tuple[dict[str, Any], Query | None]:
    """The feed's own parameters, and the filter if there is one. Raises ``BadParameters`` that names what is wrong."""
    first = params.get("subject", "").partition(",")[0].strip()
    subject = Subject(first) if first in set(Subject) else Subject.INCIDENT
    filters = {name: field for name, field in fields_of(subject).items() if name not in NOT_HERE}
    parameters = read(params, filters | OWN)
    if not parameters.texts.keys() - OWN.keys():
        return parameters.values, None
    if len(parameters.values.get("subject", ())) > 1:
        message = _("has to be one, since each subject has filters of its own")
        raise BadParameters([Problem("subject", message)])
    return parameters.values, parse(params, subject, besides=OWN, at=now)


def state_entry(state: State) -> RecordState:
    return RecordState(
        sequence=state.sequence,
        digest=state.digest.hex(),
        issued_at=instant(state.issued_at) if state.issued_at else None,
        epoch=str(state.epoch),
    )


def another_epoch(now: State) -> ProblemDocument:
    """409 for whoever followed a record that was restored to an older state since: what follows is another log."""
    return ProblemDocument(
        status=HTTPStatus.CONFLICT,
        kind="another-epoch",
        title=_("The record was restored"),
        detail=_(
            "The record was restored to an older state since you began to follow it. Start again from 0, or "
            "go back to the last entry whose digest the record still has."
        ),
        members={"head": state_entry(now)},
    )


def _entry(entry: FollowedChange, *, with_document: bool) -> LogEntry:
    change = entry.change
    document = msgspec.Raw(entry.body) if entry.body is not None else None
    return LogEntry(
        sequence=change.sequence,
        subject=change.subject,
        id=change.public_id,
        number=change.number,
        kind=change.kind,
        purpose=change.purpose,
        into=change.into,
        issued_at=instant(change.issued_at),
        note=change.note,
        withheld=not change.readable,
        emptied=entry.emptied,
        digest=change.digest.hex(),
        commitment=change.commitment.hex(),
        salt=change.salt.hex() if change.salt else None,
        document=document if with_document else msgspec.UNSET,
    )
