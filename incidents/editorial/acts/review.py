"""Review: submission, approval and requests for changes, before anything becomes public.

draft → in review → approved → published, with changes requested on the way; ``reopen`` leads back to draft. An edit
does so by itself (see ``editing``), so that what is approved is exactly what was looked at.
"""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import WorkflowState
from incidents.models import Approval, Claim, Incident, ReviewNote

from ..acting import acting, repeated
from ..approvals import approvers_so_far, colleagues_who_may_approve, unapproved_by_others, unreviewed_editors
from ..completeness import problems_of
from ..preview import restricted_in
from ..refusal import EditorialProblem, Refused
from ..subjects import Narrative, kind_of, lock_as_seen, move


@repeated
def submit(*, subject: Narrative, by: User) -> None:
    """Hand a draft to a reviewer. Raises ``Refused`` with everything that is missing."""
    with acting(by, Capability.SUBMIT):
        row = lock_as_seen(subject)
        require_state(row, {WorkflowState.DRAFT, WorkflowState.CHANGES_REQUESTED}, _("submitted"))
        _refuse([*problems_of(row), *restricted_in(row)])
        _settle_notes(row, by)
        move(subject, row, WorkflowState.IN_REVIEW)


@repeated
def request_changes(
    *, subject: Narrative, by: User, text: str, field: str = "", claim: Claim | None = None
) -> ReviewNote:
    """Send it back with a note, bound to a field or a claim where it concerns one.

    Several notes may be given one after the other.
    """
    with acting(by, Capability.APPROVE):
        row = lock_as_seen(subject)
        require_state(
            row,
            {WorkflowState.IN_REVIEW, WorkflowState.CHANGES_REQUESTED, WorkflowState.APPROVED},
            _("sent back"),
        )
        if not text.strip():
            raise Refused.because(_("Say what should be looked at or changed."), field="text")
        move(subject, row, WorkflowState.CHANGES_REQUESTED)
        return ReviewNote.objects.create(
            **{"incident" if isinstance(row, Incident) else "episode": row},
            text=text.strip(),
            field=field,
            claim=claim,
            by=by,
        )


@repeated
def approve(*, subject: Narrative, by: User) -> bool:
    """Release it for publication; returns whether it is released.

    Nobody approves what they edited themselves since the last approval, unless the team is one person. Where the
    approving colleague has edited it beside others, the approval counts for the others' work, and it stays in review
    until somebody else approves the rest. Raises ``Refused`` where there is nothing of others to approve.
    """
    with acting(by, Capability.APPROVE):
        row = lock_as_seen(subject)
        require_state(row, {WorkflowState.IN_REVIEW}, _("approved"))
        whole = settings.ONE_PERSON_TEAM or _approved_by_others(row, by)
        _refuse([*problems_of(row), *restricted_in(row)])
        _settle_notes(row, by)
        Approval.objects.create(**{kind_of(row): row}, revision=row.revision, whole=whole, by=by)
        if whole:
            move(subject, row, WorkflowState.APPROVED)
    return whole


def _approved_by_others(row: Narrative, by: User) -> bool:
    """Whether everybody's edits have been approved by somebody else, once ``by`` approves."""
    editors, approvers = unreviewed_editors(row), approvers_so_far(row)
    if by.pk in approvers or editors == {by.pk}:
        raise Refused.because(
            _("You edited it since it was last approved, so somebody else has to approve what you wrote."),
            who_may_approve(unapproved_by_others(editors, {*approvers, by.pk})),
        )
    return not unapproved_by_others(editors, {*approvers, by.pk})


def who_may_approve(editors: Collection[int]) -> str:
    """Whom to ask to approve what these people edited, or what to do where there is nobody."""
    colleagues = colleagues_who_may_approve(besides=editors)
    if colleagues:
        return _("Who can: %(names)s.") % {"names": ", ".join(user.display_name for user in colleagues)}
    return _(
        "Nobody else here may approve. A manager can make a colleague a reviewer; a team of one person has a setting."
    )


@repeated
def reopen(*, subject: Narrative, by: User) -> None:
    """Take it back to draft: from review, from approval, or (by those who may retract) after a retraction."""
    retracted = subject.state == WorkflowState.RETRACTED
    with acting(by, Capability.RETRACT if retracted else Capability.SUBMIT):
        row = lock_as_seen(subject)
        allowed = (
            {WorkflowState.RETRACTED}
            if retracted
            else {WorkflowState.IN_REVIEW, WorkflowState.CHANGES_REQUESTED, WorkflowState.APPROVED}
        )
        require_state(row, allowed, _("taken back to draft"))
        move(subject, row, WorkflowState.DRAFT)


def require_state(subject: Narrative, allowed: Collection[WorkflowState], done: str) -> None:
    """Raises ``Refused`` unless the subject is in one of these states; ``done`` completes “cannot be …”."""
    if subject.state in allowed:
        return
    state = WorkflowState(subject.state)
    raise Refused.because(
        _("It is in the state “%(state)s” and cannot be %(done)s.") % {"state": state.label, "done": done},
        _("Possible from: %(states)s.")
        % {"states": ", ".join(str(state.label) for state in WorkflowState if state in allowed)},
        field="state",
    )


def _refuse(problems: list[EditorialProblem]) -> None:
    if problems:
        raise Refused(problems)


def _settle_notes(row: Narrative, by: User) -> None:
    """Whoever hands it on says that the open notes are dealt with; they stay in the history."""
    row.review_notes.filter(resolved_at__isnull=True).update(resolved_by=by, resolved_at=timezone.now())
