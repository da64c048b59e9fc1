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
from incidents.models import Episode, Incident, Report

from ..approvals import approved_revision, mark_approved
from ..history import changes_since
from ..left_out import left_out
from ..preview import difference
from ..refusal import EditConflict, EditorialProblem, Refused
from ..subjects import DeskSubject, kind_of, lock

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


_PARTS = frozenset(
    {
        "actorname",
        "actorrelation",
        "coveragearea",
        "coveragesource",
        "externalid",
        "locationname",
        "sourceaffiliation",
    }
)
"""Rows that stand in the document of the actor, place, source or coverage they belong to, by model."""


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
    if isinstance(row, Incident | Episode) and row.state in CLOSED:
        state = WorkflowState(row.state)
        raise Refused.because(
            _("It is %(state)s and cannot be edited.") % {"state": str(state.label).lower()},
            str(CLOSED[state]),
        )


def finish_edit(*, subject: DeskSubject, by: User) -> None:
    """Count the save, name its author, and put what was reviewed or published back to draft.

    The edition in force stays public until the next one is approved and issued. What has no states (actors, places,
    sources, coverage) waits for approval instead. The caller's object is updated.
    """
    row = lock(subject)
    values = {
        "revision": row.revision + 1,
        "updated_by": by,
        "updated_at": timezone.now(),
        "created_by": row.created_by or by,
    }
    if isinstance(row, Incident | Episode):
        values["state"] = WorkflowState.DRAFT if row.state in REOPENED_BY_EDIT else WorkflowState(row.state)
    with pghistory.context(user=by.pk):
        type(row)._default_manager.filter(pk=row.pk).update(**values)
    for field, value in values.items():
        setattr(subject, field, value)
    if not isinstance(row, Incident | Episode) and row.public_id is not None:
        _approve_or_wait(row, by)


def _approve_or_wait(row: DeskSubject, by: User) -> None:
    """A change to a public actor, place, source or coverage waits for approval, unless nothing public changes.

    Those who may approve do so by changing it; what an analyst changed before still waits.
    """
    last = approved_revision(row) or 0
    waited = last < row.revision
    if (by.can(Capability.APPROVE) and not waited) or not _may_change_the_public(row, last):
        mark_approved(kind_of(row), [row.pk], by)


def _may_change_the_public(row: DeskSubject, last: int) -> bool:
    """Whether the document reads differently, or will once something else is public: a tie to an actor that is not."""
    try:
        differs = bool(difference(subject=row))
    except KeyError:  # confidential or restricted by now
        return True
    return differs or any(_is_compiled(row, change.path) for change in changes_since(row, last))


def _is_compiled(row: DeskSubject, path: str) -> bool:
    """``path`` is a column of the subject, or foreign key, model and key of a row that belongs to it."""
    column, *of_row = path.split(".")
    return of_row[0] in _PARTS if of_row else column not in left_out(type(row).__name__)


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
