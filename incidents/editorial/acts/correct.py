"""Correction: the next edition of what is public already."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import EditionKind, Purpose, WorkflowState
from incidents.models import Coverage
from incidents.record import document as d
from incidents.record.models import Edition

from ..acting import acting, repeated
from ..approvals import mark_approved
from ..drafting import Occasion
from ..issuing import Plan, title_of
from ..preview import difference
from ..protecting import PROTECTIVE, lock_naming, protect
from ..redaction import names_in, renamed
from ..refusal import Refused
from ..subjects import DeskSubject, Narrative, kind_of, move, take_over
from .publish import refuse_closed
from .refresh import named_with
from .review import require_state


@repeated
def correct(*, subject: DeskSubject, by: User, purpose: Purpose, note: str) -> Edition | None:
    """Issue the desk's state as the next edition; None where readers would read exactly what they read today.

    A correction that changes nothing in public is closed without an edition: what was corrected is published as it
    is, and earlier editions are emptied only by a protective one.

    ``note`` says in public what changed and why. With the purpose *protective* it stays on the desk: all earlier
    editions of the subject are emptied for good, and the public reads only that information was removed for safety.
    An incident or an episode must have been approved, or be published as it stands. A retracted statement of coverage
    is put in force again.
    Documents that name the subject are refreshed.
    """
    purpose = Purpose(purpose)
    protective = purpose == Purpose.PROTECTIVE
    with acting(by, Capability.CORRECT, note=note if protective else ""):
        own = {kind_of(subject): [subject.pk]}
        also = {} if isinstance(subject, Narrative) else named_with(subject, by)
        plan = Plan.lock(own, also)
        row = plan.as_seen(subject)
        if row.public_id is None:
            raise Refused.because(_("It is not public yet."), _("Use publish."))
        refuse_closed(row)
        if isinstance(row, Narrative):
            require_state(row, {WorkflowState.APPROVED, WorkflowState.PUBLISHED}, _("corrected"))
        else:
            mark_approved(kind_of(row), [row.pk], by)
        if not note.strip():
            raise Refused.because(
                _("Say in a sentence what changed and why."), _("The public reads it."), field="note"
            )
        edition = _issue_protected(plan, row) if protective else _issue(plan, row, purpose, note.strip())
        if isinstance(row, Narrative) and isinstance(subject, Narrative):
            move(subject, row, WorkflowState.PUBLISHED)
        if isinstance(row, Coverage):
            Coverage.objects.filter(pk=row.pk).update(retracted=False)
            row.retracted = False
            take_over(subject, row, "retracted")
    return edition


def _issue(plan: Plan, row: DeskSubject, purpose: Purpose, note: str) -> Edition | None:
    if not difference(subject=row):
        return None
    return plan.issue(Occasion(EditionKind.CORRECTED, note, purpose), by_hand=True)[-1]


def _issue_protected(plan: Plan, row: DeskSubject) -> Edition:
    """The correction, the end of all earlier editions, and of others that call the subject by a name it has lost."""
    public_id = row.public_id or ""
    readable = Edition.objects.filter(public_id=public_id, body__isnull=False).values_list("body", flat=True)
    before = {name for body in readable if body for name in names_in(d.decode(body))}
    lock_naming(public_id, before)
    edition = plan.issue(PROTECTIVE, protective=True)[-1]
    after = d.decode(edition.body or "")
    removed = before - names_in(after)
    if removed:
        name = title_of(after)
        protect(
            naming=public_id,
            redact=lambda document: renamed(document, public_id, name, removed),
            by_name=removed,
            only_saying=removed,
        )
    return edition
