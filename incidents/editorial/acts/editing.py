"""Edits: saving a subject without overwriting a colleague, and what a save does to its state.

The admin and the demo use both functions around their own saves::

    with transaction.atomic():
        begin_edit(subject=incident, by=user, expected_revision=3)
        …  # save the row and the rows that belong to it
        finish_edit(subject=incident, by=user)
"""

from __future__ import annotations

import pghistory
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import WorkflowState
from incidents.models import Approval, Episode, Incident, Report
from incidents.record.models import OPEN, Edition

from ..approvals import approved_revision, mark_approved
from ..coded_parts import make_edits_ours
from ..history import changes_since, reads_as_at
from ..preview import difference
from ..refusal import EditConflict, EditorialProblem, Refused
from ..subjects import DeskSubject, Narrative, in_force, kind_of, lock

REOPENED_BY_EDIT = frozenset({WorkflowState.IN_REVIEW, WorkflowState.APPROVED, WorkflowState.PUBLISHED})
"""States in which an edit means that somebody else has to approve it again."""

CLOSED = {
    WorkflowState.RETRACTED: gettext_lazy("Reopen it first."),
    WorkflowState.MERGED: gettext_lazy("Edit the record that it was merged into."),
    WorkflowState.WITHHELD: gettext_lazy(
        "It stays as it is; enter a new record if there is something to say."
    ),
}
"""States in which nothing is edited, and what to do instead."""


def begin_edit(*, subject: DeskSubject, by: User, expected_revision: int) -> None:
    """Lock the row until the transaction ends, and make sure that it is still as the editor saw it.

    ``expected_revision`` is the revision that the editor's form was filled from; 0 and an unsaved subject mean a new
    one. Raises ``EditConflict`` where somebody saved in between, ``Refused`` where the role or the state forbids it.
    """
    if not by.can(Capability.ENTER):
        raise Refused.because(_("Your role does not allow you to enter or edit material."))
    if subject._state.adding:
        return
    row = lock(subject)
    if row.revision != expected_revision:
        name = row.updated_by.display_name if row.updated_by else _("an import")
        problem = EditorialProblem(
            field=None,
            message=_("%(name)s saved this while you were working on it.") % {"name": name},
            remedy=_("Look at what changed, then save again to keep your version of the fields you edited."),
        )
        changes = changes_since(row, expected_revision)
        raise EditConflict(problem, by=row.updated_by, at=row.updated_at, changes=changes)
    if isinstance(row, Narrative) and row.state in CLOSED:
        state = WorkflowState(row.state)
        raise Refused.because(
            _("It is %(state)s and cannot be edited.") % {"state": str(state.label).lower()},
            str(CLOSED[state]),
        )


def finish_edit(*, subject: DeskSubject, by: User) -> None:
    """Count the save, name its author, and put what has to be looked at again back to where it is looked at.

    The edition in force stays public until the next one is approved and issued. A save after which readers would read
    exactly what they read today (a note among colleagues, an edit that was taken back) leaves a published incident
    published. What has no states (actors, places, sources, coverage) waits for approval instead. The caller's object
    is updated.
    """
    row = lock(subject)
    if isinstance(row, Incident):
        make_edits_ours(row)
    was = approved_revision(row) or 0
    values: dict[str, object] = {
        "revision": row.revision + 1,
        "updated_by": by,
        "updated_at": timezone.now(),
        "created_by": row.created_by or by,
    }
    public = in_force(row) if isinstance(row, Narrative) else row.public_id is not None
    # Those who may approve an actor, a place or a source do so by changing it; what a colleague changed still waits.
    approves = not isinstance(row, Narrative) and by.can(Capability.APPROVE) and was >= row.revision
    same = public and not approves and _reads_as_in_force(row)
    if isinstance(row, Narrative):
        values["state"] = WorkflowState.PUBLISHED if same else _state_after_edit(row, by)
    with pghistory.context(user=by.pk):
        type(row)._default_manager.filter(pk=row.pk).update(**values)
    for field, value in values.items():
        setattr(subject, field, value)
    if public and (same or approves):
        mark_approved(kind_of(row), [row.pk], by if approves else None)


def _state_after_edit(row: Narrative, by: User) -> WorkflowState:
    """What was reviewed is a draft again; where the editor may approve, it stays where others look at it."""
    if row.state not in REOPENED_BY_EDIT:
        return WorkflowState(row.state)
    under_review = row.state in (WorkflowState.IN_REVIEW, WorkflowState.APPROVED)
    return WorkflowState.IN_REVIEW if under_review and by.can(Capability.APPROVE) else WorkflowState.DRAFT


def _reads_as_in_force(row: DeskSubject) -> bool:
    """Whether readers would read exactly what they read today, and nothing is hidden that nobody has looked at."""
    try:
        if difference(subject=row):
            return False
    except KeyError:  # confidential or restricted by now
        return False
    issued = Edition.objects.filter(entry__public_id=row.public_id, entry__until=OPEN)
    approvals = Approval.objects.filter(**{kind_of(row): row.pk}, whole=True).order_by("-pk")
    moments = [*issued.values_list("issued_at", flat=True), *approvals.values_list("at", flat=True)[:1]]
    return any(reads_as_at(row, moment) for moment in moments)


def finish_edit_of_report(*, report: Report, by: User) -> None:
    """What cites the report says what it says: a change to it has to be approved there, as any other edit.

    Those who may approve do so by changing it.
    """
    if by.can(Capability.APPROVE):
        return
    for model in (Incident, Episode):
        cited = Q(citations__report=report)
        if model is Incident:
            cited |= Q(claims__report=report)
        citing = model._default_manager.filter(cited, state__in=REOPENED_BY_EDIT)
        for subject in citing.order_by("pk").distinct():
            finish_edit(subject=subject, by=by)
