"""Notices on a subject's form: who has looked at it, and who still has to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.codebook import WorkflowState
from incidents.editorial.acts.review import who_may_approve
from incidents.editorial.approvals import (
    approvers_so_far,
    awaits_approval,
    names_of,
    unapproved_by_others,
    unreviewed_editors,
)
from incidents.editorial.subjects import Narrative
from incidents.models import Coverage, Incident

from ..edit_effects import before_edit


def notices(subject: Any, user: User) -> Iterator[str]:
    """What somebody who opens the form should know before choosing an act."""
    if isinstance(subject, Narrative):
        if isinstance(subject, Incident) and (sentence := _voice(subject)):
            yield sentence
        if subject.state == WorkflowState.IN_REVIEW:
            yield from _approvals(subject, user)
        if sentence := before_edit(subject, user):
            yield sentence
        return
    if isinstance(subject, Coverage) and subject.retracted:
        yield _("Retracted. A correction puts it in force again.")
    if awaits_approval(subject):
        yield _(
            "Changed since somebody who may approve last looked at it. Until then readers see the edition in force, "
            "and nothing that names it is published or refreshed."
        )


def _voice(incident: Incident) -> str:
    """Whose the coding is, of what was made from somebody else's dataset."""
    row = incident.origin_row
    if row is None or row.dataset.own:
        return ""
    named = {"dataset": str(row.dataset), "day": incident.adopted_on or incident.changed_on}
    if incident.adopted_on:
        sentence = _("Coded by %(dataset)s and adopted by the desk on %(day)s.")
    elif incident.changed_on:
        sentence = _(
            "Coded by %(dataset)s, but for what the desk has changed, last on %(day)s. Adopt the rest?"
        )
    else:
        sentence = _(
            "Coded by %(dataset)s, and shown as that. What you change is the desk's; or adopt all of it."
        )
    return sentence % named


def _approvals(narrative: Narrative, user: User) -> Iterator[str]:
    editors, approvers = unreviewed_editors(narrative), approvers_so_far(narrative)
    if editors:
        yield _("To be approved is what was edited by: %(names)s.") % {"names": names_of(editors)}
    if approvers:
        yield _("Approved so far by: %(names)s.") % {"names": names_of(approvers)}
    missing = unapproved_by_others(editors, {*approvers, user.pk})
    if user.pk in missing and not settings.ONE_PERSON_TEAM:
        yield _("What you edited has to be approved by somebody else.") + " " + who_may_approve(missing)
