"""Work queues on the admin's front page: what each person can do next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import WorkflowState
from incidents.editorial.approvals import changes_awaiting_approval
from incidents.models import Approval, Incident

SHOWN = 8


@dataclass(frozen=True)
class QueueEntry:
    """One subject that waits, and where to go for it."""

    subject: Any
    url: str


@dataclass(frozen=True)
class Queue:
    """Subjects that wait for the same thing: the newest few, and a link to all where they are one list."""

    title: str | Promise
    empty: str | Promise
    url: str
    entries: list[QueueEntry]
    more: bool


def queues_for(user: Any) -> list[Queue]:
    """What this person can do next, most urgent first."""
    if not isinstance(user, User) or not user.can(Capability.ENTER):
        return []
    mine = Incident.objects.filter(updated_by=user)
    queues = [
        _queue(
            _("Sent back to you"),
            _("Nothing was sent back."),
            mine,
            WorkflowState.CHANGES_REQUESTED,
            "&mine=1",
        ),
        _queue(_("Your drafts"), _("No draft of yours."), mine, WorkflowState.DRAFT, "&mine=1"),
    ]
    if user.can(Capability.APPROVE):
        changed = changes_awaiting_approval()
        queues = [
            _queue(
                _("To review"), _("Nothing waits for review."), _reviewable(user), WorkflowState.IN_REVIEW
            ),
            _queue(
                _("Approved, to publish"),
                _("Nothing waits to be published."),
                Incident.objects.all(),
                WorkflowState.APPROVED,
            ),
            Queue(
                _("Changed since published"),
                _("No change to a public actor, place or source waits for a look."),
                "",
                _entries(changed[:SHOWN], "difference"),
                len(changed) > SHOWN,
            ),
            *queues,
        ]
    return queues


def _reviewable(user: User) -> QuerySet[Incident]:
    """Without what this person has approved already, or was the last to edit and nobody else has begun to approve."""
    begun = Approval.objects.filter(incident=OuterRef("pk"), revision=OuterRef("revision"), whole=False)
    edited_last = Q(updated_by=user) & ~Exists(begun.exclude(by=user))
    return Incident.objects.exclude(edited_last).exclude(Exists(begun.filter(by=user)))


def _queue(
    title: str | Promise,
    empty: str | Promise,
    incidents: QuerySet[Incident],
    state: WorkflowState,
    more: str = "",
) -> Queue:
    url = f"{reverse('admin:incidents_incident_changelist')}?state__exact={state.value}{more}"
    newest = incidents.filter(state=state).select_related("updated_by").order_by("-updated_at", "-pk")
    rows = list(newest[: SHOWN + 1])
    return Queue(title, empty, url, _entries(rows[:SHOWN], "change"), len(rows) > SHOWN)


def _entries(rows: Iterable[Any], page: str) -> list[QueueEntry]:
    return [
        QueueEntry(row, reverse(f"admin:incidents_{row._meta.model_name}_{page}", args=[row.pk]))
        for row in rows
    ]
