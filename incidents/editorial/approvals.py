"""Approvals: who approved which save. Nobody approves their own, and no change becomes public unapproved.

Incidents and episodes are approved as a whole, before each edition. Coverage, actors, locations and sources have no
states: once public, a change to them waits until somebody who may approve it has done so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection
from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.roles import CAPABILITIES, Capability
from incidents.models import Approval, Coverage, Episode, Incident

from .subjects import MODELS, DeskSubject, Narrative, kind_of

STATELESS = tuple(kind for kind, model in MODELS.items() if model not in (Incident, Episode))
"""Kinds of subject that are not worked on through states."""

_APPROVE = """
INSERT INTO incidents_approval ({kind}_id, revision, whole, by_id, at)
SELECT id, revision, true, %s, clock_timestamp() FROM {table} WHERE id = ANY(%s) AND revision > 0
"""
_WAITING = """
SELECT row.id, row.public_id FROM {table} row
WHERE row.{key} = ANY(%s) AND row.public_id IS NOT NULL AND row.revision > 0 AND row.revision > coalesce(
    (SELECT max(revision) FROM incidents_approval WHERE {kind}_id = row.id AND whole), 0)
"""
_NAMED = re.compile(r'"((?:ACT|LOC|SRC)-\d+)"')
_KIND_OF = {"ACT": "actor", "LOC": "location", "SRC": "source"}


def mark_approved(kind: str, pks: Collection[int], by: User | None) -> None:
    """Approve the saves up to now. What was never saved in a form has nothing to approve."""
    if pks:
        statement = _APPROVE.format(kind=kind, table=MODELS[kind]._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(statement, [by.pk if by else None, list(pks)])


def approved_revision(subject: DeskSubject) -> int | None:
    """The last save that was approved as a whole; nothing where none was."""
    approvals = Approval.objects.filter(**{kind_of(subject): subject.pk}, whole=True)
    last: int | None = approvals.aggregate(last=Max("revision"))["last"]
    return last


def awaits_approval(row: DeskSubject) -> bool:
    """Whether a public subject without states was changed and nobody has approved that."""
    closed = isinstance(row, Narrative) or (isinstance(row, Coverage) and row.retracted)
    return not closed and bool(awaiting_approval(kind_of(row), [row.pk]))


def awaiting_approval(kind: str, pks: Collection[int]) -> set[int]:
    """Those of public subjects without states that were changed since somebody approved them."""
    return {pk for pk, _public_id in _waiting(kind, "id", list(pks))}


def changes_awaiting_approval() -> list[DeskSubject]:
    """Public subjects without states whose change waits, the newest first. One query for each kind."""
    last = Coalesce(Max("approvals__revision", filter=Q(approvals__whole=True)), 0)
    rows: list[DeskSubject] = []
    for kind in STATELESS:
        public: Any = MODELS[kind]._default_manager.filter(public_id__isnull=False, revision__gt=0)
        if MODELS[kind] is Coverage:
            public = public.exclude(retracted=True)
        changed = public.annotate(approved=last).filter(revision__gt=F("approved"))
        rows += changed.select_related("updated_by")
    return sorted(rows, key=lambda row: row.updated_at, reverse=True)


def naming_unapproved(bodies: Mapping[str, str]) -> dict[str, list[str]]:
    """For each document that names a subject whose change nobody has approved: the ids of these subjects.

    Canonical texts by public id. One query for each kind that is named.
    """
    named = {public_id: set(_NAMED.findall(body)) - {public_id} for public_id, body in bodies.items()}
    public_ids = set().union(*named.values())
    unapproved: set[str] = set()
    for prefix, kind in _KIND_OF.items():
        ids = [public_id for public_id in public_ids if public_id.startswith(prefix)]
        unapproved.update(public_id for _pk, public_id in _waiting(kind, "public_id", ids))
    return {public_id: sorted(ids & unapproved) for public_id, ids in named.items() if ids & unapproved}


def _waiting(kind: str, key: str, values: list[Any]) -> list[tuple[int, str]]:
    if not values:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_WAITING.format(kind=kind, key=key, table=MODELS[kind]._meta.db_table), [values])
        rows: list[tuple[int, str]] = cursor.fetchall()
    return rows


# Incidents and episodes ---------------------------------------------------------------------------


def unreviewed_editors(subject: Narrative) -> set[int]:
    """Keys of those who saved it since it was last approved, read from the history that the triggers keep."""
    events: Any = type(subject).pgh_event_model  # type: ignore[union-attr]  # set by pghistory.track
    last = approved_revision(subject)
    since = events.objects.filter(pgh_obj_id=subject.pk, revision__gte=0 if last is None else last + 1)
    return set(since.exclude(updated_by=None).values_list("updated_by", flat=True).distinct())


def approvers_so_far(subject: Narrative) -> set[int]:
    """Keys of those who approved it as it is now, for what others than they themselves edited."""
    approvals = Approval.objects.filter(
        **{kind_of(subject): subject.pk}, revision=subject.revision, whole=False, by__isnull=False
    )
    return set(approvals.values_list("by_id", flat=True))


def unapproved_by_others(editors: Collection[int], approvers: Collection[int]) -> set[int]:
    """Editors whose own work nobody else has approved."""
    return {editor for editor in editors if not {*approvers} - {editor}}


def colleagues_who_may_approve(besides: Collection[int]) -> list[User]:
    """Everybody else with the right to approve, by name."""
    roles = [role for role, capabilities in CAPABILITIES.items() if Capability.APPROVE in capabilities]
    users = User.objects.filter(role__in=roles, is_active=True).exclude(pk__in=besides)
    return list(users.order_by("display_name", "pk"))


def names_of(users: Collection[int]) -> str:
    """Display names of these users, separated by commas."""
    rows: Mapping[int, User] = User.objects.in_bulk(list(users))
    return ", ".join(sorted(user.display_name for user in rows.values()))
