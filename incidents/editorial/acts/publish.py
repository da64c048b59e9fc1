"""First publication: the subject, and whatever it rests on that is not public yet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import EditionKind, WorkflowState
from incidents.models import Coverage, Incident, Location, Source
from incidents.record.models import Edition

from ..acting import acting, repeated
from ..compile.gazetteer import Gazetteer
from ..drafting import Occasion
from ..issuing import Plan
from ..refusal import EditorialProblem, Refused
from ..restricted import find_in_note
from ..subjects import DeskSubject, Narrative, kind_of, move, take_over
from .review import require_state

CHUNK = 2000
"""Incidents in one transaction of a batch: the head of the log is held for about a second."""


@repeated
def publish(*, subject: DeskSubject, by: User, note: str = "") -> Edition:
    """Issue the first edition, with the actors, locations and sources it names, in one transaction.

    Published documents that name any of these are refreshed. Returns the subject's own edition. Raises ``Refused``
    unless an incident or an episode was approved, and while a restricted name would become public.
    """
    with acting(by, Capability.PUBLISH):
        plan = Plan.lock({kind_of(subject): [subject.pk]})
        row = plan.as_seen(subject)
        if row.public_id is not None:
            raise Refused.because(
                _("It is public already, as %(id)s.") % {"id": row.public_id},
                _("To change what is public, use correct and say what changed."),
            )
        refuse_closed(row)
        if isinstance(row, Narrative):
            require_state(row, {WorkflowState.APPROVED}, _("published"))
        edition = plan.issue(Occasion(EditionKind.PUBLISHED, note.strip()), by_hand=True)[-1]
        if isinstance(row, Narrative) and isinstance(subject, Narrative):
            move(subject, row, WorkflowState.PUBLISHED)
        take_over(subject, row, "public_id")
    return edition


def publish_batch(
    *,
    incidents: Collection[Incident],
    by: User,
    note: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Publish many approved incidents in chunks, each a transaction of its own; returns how many.

    ``progress(done, all)`` is called after each chunk. Raises ``Refused`` naming what stands in the way; chunks
    before the refused one stay published.
    """
    pks = sorted(incident.pk for incident in incidents)
    for start in range(0, len(pks), CHUNK):
        chunk = pks[start : start + CHUNK]
        _publish_chunk(chunk, by, note)
        if progress:
            progress(start + len(chunk), len(pks))
    return len(pks)


@repeated
def _publish_chunk(pks: list[int], by: User, note: str) -> None:
    with acting(by, Capability.PUBLISH):
        plan = Plan.lock({"incident": pks})
        problems = [problem for pk in pks for problem in _unready(plan.rows["incident"].get(pk))]
        if problems:
            raise Refused(problems)
        plan.issue(Occasion(EditionKind.PUBLISHED, note.strip()), by_hand=True)
        Incident.objects.filter(pk__in=pks).update(state=WorkflowState.PUBLISHED)


def _unready(row: DeskSubject | None) -> Iterator[EditorialProblem]:
    if not isinstance(row, Incident):
        yield EditorialProblem(None, _("One of the incidents has been deleted in the meantime."))
    elif row.public_id is not None:
        yield EditorialProblem(
            None, _("“%(title)s” is public already.") % {"title": row.title}, _("Use correct.")
        )
    elif row.state != WorkflowState.APPROVED:
        yield EditorialProblem(
            None,
            _("“%(title)s” is not approved.") % {"title": row.title},
            _("Leave it out, or have it reviewed first."),
        )


def refuse_note(note: str) -> None:
    """Raises ``Refused`` where a public note holds a restricted name."""
    problems = find_in_note(note) if note.strip() else []
    if problems:
        raise Refused(problems)


def refuse_closed(row: DeskSubject) -> None:
    """Raises ``Refused``: confidential sources, restricted places and statements about nowhere have no page."""
    if isinstance(row, Source) and row.confidential:
        raise Refused.because(_("A confidential source is never published."), field="confidential")
    if isinstance(row, Location) and Gazetteer.load([row.pk]).shown(row.pk) != row:
        raise Refused.because(
            _("This place is restricted, or lies in one that is."),
            _("The record shows the place around it instead; withhold what it shows of the place itself."),
            field="restricted",
        )
    if isinstance(row, Coverage):
        areas = list(row.areas.values_list("location", flat=True))
        gazetteer = Gazetteer.load(areas)
        if not any(gazetteer.shown(pk) == gazetteer.rows[pk] for pk in areas):
            raise Refused.because(
                _("It names no area that may be shown."),
                _("Add the places that are monitored; restricted ones are left out."),
                field="areas",
            )
