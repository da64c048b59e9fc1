"""Merge: two records of one event become one."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import EditionKind, WorkflowState
from incidents.models import EpisodeMembership, ExternalId, Incident, IncidentLink
from incidents.record.models import Edition

from ..acting import acting, repeated
from ..drafting import Occasion
from ..issuing import Plan
from ..refusal import Refused
from ..subjects import in_force, take_over
from .publish import refuse_note
from .retract import require_in_force


@repeated
def merge(*, incident: Incident, into: Incident, by: User, note: str) -> Edition:
    """Let ``into`` speak for ``incident``: links, episodes and external identifiers go over to it.

    Claims and reports stay with the merged incident, readable in its old editions: what the survivor should take
    over is entered there and reviewed. Both must be public. What had been merged into ``incident`` before gets a new
    tombstone too, so that every address leads to the last survivor at once. Returns the tombstone of ``incident``,
    which names the survivor.
    """
    with acting(by, Capability.MERGE):
        if not note.strip():
            raise Refused.because(_("Say in a sentence why these are one."), field="note")
        refuse_note(note)
        merged_before = Incident.objects.filter(merged_into=incident)
        also = {"incident": list(merged_before.values_list("pk", flat=True))}
        plan = Plan.lock({"incident": [incident.pk, into.pk]}, also)
        row, survivor = plan.as_seen(incident), plan.as_seen(into)
        _require_pair(row, survivor)
        # Nobody merges anything into a row that is locked: these are all.
        earlier = list(merged_before.order_by("pk").values_list("public_id", flat=True))
        _hand_over(row, survivor)
        Incident.objects.filter(pk=row.pk).update(state=WorkflowState.MERGED, merged_into=survivor)
        row.state, row.merged_into = WorkflowState.MERGED, survivor
        occasion = Occasion(EditionKind.MERGED, note.strip())
        gone = [public_id for public_id in (row.public_id, *earlier) if public_id]
        edition = plan.take_out_of_force(gone, occasion, into=survivor.public_id)[0]
        take_over(incident, row, "state", "merged_into")
    return edition


def _require_pair(row: Incident, survivor: Incident) -> None:
    if row.pk == survivor.pk:
        raise Refused.because(_("An incident is not merged into itself."), field="into")
    require_in_force(row, _("merged"))
    if survivor.merged_into is not None:
        raise Refused.because(
            _("%(id)s was merged itself.") % {"id": survivor.public_id},
            _("Merge into %(id)s, which speaks for it.") % {"id": survivor.merged_into.public_id},
            field="into",
        )
    if not in_force(survivor):
        raise Refused.because(
            _("The surviving incident is not public."),
            _("Publish it first, or merge the other way round."),
            field="into",
        )


def _hand_over(row: Incident, survivor: Incident) -> None:
    """Everything that others know the merged incident by; what the survivor has already stays behind."""
    links = survivor.links.values_list("kind", "other")
    _move(row.links.exclude(other=survivor), "incident", survivor, {*links}, ("kind", "other_id"))
    back = survivor.links_from_others.values_list("kind", "incident")
    _move(
        row.links_from_others.exclude(incident=survivor), "other", survivor, {*back}, ("kind", "incident_id")
    )
    IncidentLink.objects.filter(incident__in=(row, survivor), other__in=(row, survivor)).delete()
    episodes = {(pk,) for pk in survivor.memberships.values_list("episode", flat=True)}
    _move(row.memberships.all(), "incident", survivor, episodes, ("episode_id",))
    identifiers = {*survivor.external_ids.values_list("scheme", "value")}
    _move(row.external_ids.all(), "incident", survivor, identifiers, ("scheme", "value"))
    row.dataset_rows.update(incident=survivor)
    Incident.objects.filter(merged_into=row).update(merged_into=survivor)


def _move(
    rows: Iterable[IncidentLink | EpisodeMembership | ExternalId],
    field: str,
    survivor: Incident,
    existing: Collection[tuple[object, ...]],
    identity: tuple[str, ...],
) -> None:
    for row in rows:
        if tuple(getattr(row, name) for name in identity) not in existing:
            type(row)._default_manager.filter(pk=row.pk).update(**{field: survivor})
