"""The three roles of a team, and what each may do.

Two grounds of permission are derived from the role, and nothing else grants any: *capabilities* (what may happen to
an incident: `user.can(Capability.PUBLISH)`) and Django's permissions on models (what the admin shows).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is on the team; a user without a role is a reader or researcher from outside."""

    ANALYST = "analyst", _("Analyst")
    REVIEWER = "reviewer", _("Reviewer")
    MANAGER = "manager", _("Manager")


class Capability(models.TextChoices):
    """An act of the editorial work. Rules about the row (its state, who edited it last) come on top."""

    ENTER = "enter", _("enter and edit material")
    SUBMIT = "submit", _("submit for review")
    APPROVE = "approve", _("approve, or ask for changes")
    PUBLISH = "publish", _("publish")
    CORRECT = "correct", _("correct what is published")
    RETRACT = "retract", _("retract what is published")
    MERGE = "merge", _("merge one incident into another")
    WITHHOLD = "withhold", _("erase from the record what must not be public")
    MANAGE_ACCOUNTS = "manage-accounts", _("manage accounts")


_ANALYST = frozenset({Capability.ENTER, Capability.SUBMIT})
_REVIEWER = _ANALYST | {
    Capability.APPROVE,
    Capability.PUBLISH,
    Capability.CORRECT,
    Capability.RETRACT,
    Capability.MERGE,
}
CAPABILITIES: dict[str, frozenset[Capability]] = {
    Role.ANALYST: _ANALYST,
    Role.REVIEWER: _REVIEWER,
    # Erasing from the record cannot be undone, so it needs somebody who answers for the whole.
    Role.MANAGER: frozenset(Capability),
}


def capabilities_of(role: str) -> frozenset[Capability]:
    """What `role` may do; nothing for a user without a role."""
    return CAPABILITIES.get(role, frozenset())
