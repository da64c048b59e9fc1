"""Approval of a change that a colleague made to a public actor, place, source or statement of coverage."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability

from ..acting import acting, repeated
from ..approvals import awaits_approval, mark_approved
from ..preview import preview
from ..refusal import Refused
from ..subjects import DeskSubject, kind_of, lock_as_seen
from .refresh import refresh


def approve_change(*, subject: DeskSubject, by: User) -> int:
    """Let a change out: it and what names it get refreshed editions; returns how many.

    A change that readers should be told about is issued as a correction instead. Raises ``Refused`` where nothing
    waits, or where it was changed again since it was looked at.
    """
    _approve(subject, by)
    return refresh(subjects=[subject], by=by)


@repeated
def _approve(subject: DeskSubject, by: User) -> None:
    with acting(by, Capability.APPROVE):
        row = lock_as_seen(subject)
        if not awaits_approval(row):
            raise Refused.because(_("Nothing of it waits for a look."))
        try:
            problems = preview(subject=row).problems
        except KeyError:  # it has no public document any more: there is nothing to hold back
            problems = []
        if problems:
            raise Refused(problems)
        mark_approved(kind_of(row), [row.pk], by)
