"""Retraction of what is wrong as a whole; its old editions stay readable."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import EditionKind, WorkflowState
from incidents.models import Coverage, Incident
from incidents.record.models import Edition

from ..acting import acting, repeated
from ..drafting import Occasion
from ..issuing import Plan
from ..refusal import Refused
from ..subjects import OUT_OF_FORCE, Narrative, kind_of, take_over
from .publish import refuse_note


@repeated
def retract(*, subject: Narrative | Coverage, by: User, note: str) -> Edition:
    """Replace it by a tombstone that says why. Incidents that name it are refreshed.

    Without a statement of coverage, what it alone covered is not known any more.
    """
    with acting(by, Capability.RETRACT):
        if not note.strip():
            raise Refused.because(
                _("Say in a sentence why it is retracted."), _("The public reads it."), field="note"
            )
        refuse_note(note)
        plan = Plan.lock({kind_of(subject): [subject.pk]})
        row = plan.as_seen(subject)
        require_in_force(row, _("retracted"))
        changed = _close(row)
        edition = plan.take_out_of_force(
            [row.public_id or ""], Occasion(EditionKind.RETRACTED, note.strip())
        )[0]
        take_over(subject, row, changed)
    return edition


def _close(row: Narrative | Coverage) -> str:
    """Take it out of force on the desk; returns the name of the column that says so."""
    if isinstance(row, Coverage):
        Coverage.objects.filter(pk=row.pk).update(retracted=True)
        row.retracted = True
        return "retracted"
    type(row)._default_manager.filter(pk=row.pk).update(state=WorkflowState.RETRACTED)
    row.state = WorkflowState.RETRACTED
    return "state"


def retract_batch(incidents: Sequence[Incident], note: str) -> None:
    """Retract many incidents in force within the caller's transaction, which ``acting`` began and holds their rows.

    Raises ``Refused`` where the note holds a restricted name.
    """
    if not incidents:
        return
    refuse_note(note)
    pks = [incident.pk for incident in incidents]
    plan = Plan.lock({"incident": pks})
    Incident.objects.filter(pk__in=pks).update(state=WorkflowState.RETRACTED)
    rows = [row for pk in pks if isinstance(row := plan.rows["incident"].get(pk), Incident)]
    for row in rows:
        row.state = WorkflowState.RETRACTED
    plan.take_out_of_force([row.public_id or "" for row in rows], Occasion(EditionKind.RETRACTED, note))


def require_in_force(row: Narrative | Coverage, done: str) -> None:
    """Raises ``Refused`` where there is nothing in public to act on; ``done`` completes “cannot be …”."""
    if row.public_id is None:
        raise Refused.because(
            _("It is not public, so it cannot be %(done)s.") % {"done": done},
            _("A draft can simply be deleted or merged."),
            field="state",
        )
    if isinstance(row, Coverage):
        state = WorkflowState.RETRACTED if row.retracted else WorkflowState.PUBLISHED
    else:
        state = WorkflowState(row.state)
    if state in OUT_OF_FORCE:
        raise Refused.because(
            _("It is %(state)s already.") % {"state": str(state.label).lower()}, field="state"
        )
