"""Sentences on what saving a form does to the state of an incident or episode: before the edit, and after it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import WorkflowState
from incidents.editorial.acts.editing import REOPENED_BY_EDIT, finish_edit
from incidents.editorial.subjects import DeskSubject, Narrative, in_force


def before_edit(narrative: Narrative, user: User) -> str:
    """What an edit will do, for whoever has the form open; empty where it does nothing but save."""
    if not user.can(Capability.ENTER):
        return ""
    if narrative.state == WorkflowState.PUBLISHED:
        return _(
            "Published. A change to what readers see makes it a draft again, with you as its last editor; they go on "
            "seeing the edition in force until somebody else has approved the change. A note among colleagues changes "
            "nothing for them."
        )
    if narrative.state in REOPENED_BY_EDIT:
        if user.can(Capability.APPROVE):
            return _("If you edit it, it stays in review, and somebody else has to approve what you changed.")
        return _("If you edit it, it is a draft again and has to be submitted once more.")
    return ""


def finish_and_tell(request: HttpRequest, subject: DeskSubject, by: User) -> None:
    """Finish an edit, and tell the editor what it did to the state."""
    before = WorkflowState(subject.state) if isinstance(subject, Narrative) else None
    finish_edit(subject=subject, by=by)
    sentence = after_edit(subject, before) if isinstance(subject, Narrative) and before else ""
    if sentence:
        messages.info(request, sentence)


def after_edit(narrative: Narrative, before: WorkflowState) -> str:
    """What an edit did to the state; empty where it stayed as it was and nobody reads it yet."""
    after = WorkflowState(narrative.state)
    if after == WorkflowState.PUBLISHED:
        if before == WorkflowState.PUBLISHED:
            return _("Nothing that readers see has changed, so it stays published.")
        return _("It says again exactly what readers see, so it counts as published and needs no correction.")
    if before == WorkflowState.PUBLISHED:
        return _(
            "It is a draft now, and you are its last editor. Readers see the edition in force until this one is "
            "submitted, approved and issued as a correction."
        )
    if after == WorkflowState.IN_REVIEW:
        return _("It is in review: somebody else has to approve what you changed.")
    if before in REOPENED_BY_EDIT:
        return _("It is a draft again: submit it once more when it is ready.")
    if in_force(narrative):
        return _("Saved on the desk only: readers see the edition in force until a correction is issued.")
    return ""
