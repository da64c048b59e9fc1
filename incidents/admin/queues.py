"""What waits on the desk, for the admin's front page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import State
from incidents.models import Incident

SHOWN = 8


@dataclass(frozen=True)
class Queue:
    """Incidents that wait for the same thing, the newest few and a link to all."""

    title: str | Promise
    empty: str | Promise
    url: str
    incidents: list[Incident]
    more: bool


def queues_for(user: Any) -> list[Queue]:
    """What this person can do next, most urgent first."""
    if not isinstance(user, User) or not user.can(Capability.ENTER):
        return []
    mine = Incident.objects.filter(updated_by=user)
    queues = [
        _queue(_("Sent back to you"), _("Nothing was sent back."), mine, State.CHANGES_REQUESTED, "&mine=1"),
        _queue(_("Your drafts"), _("No draft of yours."), mine, State.DRAFT, "&mine=1"),
    ]
    if user.can(Capability.APPROVE):
        others = Incident.objects.exclude(updated_by=user)
        queues = [
            _queue(_("To review"), _("Nothing waits for review."), others, State.IN_REVIEW),
            _queue(
                _("Approved, to publish"),
                _("Nothing waits to be published."),
                Incident.objects.all(),
                State.APPROVED,
            ),
            *queues,
        ]
    return queues


def _queue(
    title: str | Promise, empty: str | Promise, incidents: QuerySet[Incident], state: State, more: str = ""
) -> Queue:
    url = f"{reverse('admin:incidents_incident_changelist')}?state__exact={state.value}{more}"
    newest = incidents.filter(state=state).select_related("updated_by").order_by("-updated_at", "-pk")
    found = list(newest[: SHOWN + 1])
    return Queue(title, empty, url, found[:SHOWN], len(found) > SHOWN)
