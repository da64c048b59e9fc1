"""Taking back what is wrong as a whole; its old editions stay readable."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import EditionKind, State
from incidents.models import Coverage, Incident
from incidents.record.log import writing
from incidents.record.models import Edition

from ..acting import acting, repeated
from ..compile import url_of
from ..compile.neighbours import OUT_OF_FORCE
from ..drafting import Occasion, tombstone
from ..issuing import lock_with_neighbours, reissue
from ..refusal import Refused
from ..subjects import Told, kind_of, lock_as_seen, move, take_over
from .publish import refuse_note


@repeated
def retract(*, subject: Told | Coverage, by: User, note: str) -> Edition:
    """Replace it by a tombstone that says why. Incidents that name it are refreshed.

    Without a statement of coverage, what it alone covered is not known any more.
    """
    with acting(by, Capability.RETRACT):
        if not note.strip():
            raise Refused.because(
                _("Say in a sentence why it is retracted."), _("The public reads it."), field="note"
            )
        refuse_note(note)
        near = lock_with_neighbours({kind_of(subject): [subject.pk]})["incident"]
        row = lock_as_seen(subject)
        require_in_force(row, _("retracted"))
        edition = entomb(row, Occasion(EditionKind.RETRACTED, note.strip()))
        _close(subject, row)
        reissue({"incident": list(near)})  # the retracted one is not in force any more
    return edition


def retract_batch(incidents: Sequence[Incident], note: str) -> list[Edition]:
    """Retract many incidents in force within the caller's transaction, which ``acting`` began and holds their rows.

    Raises ``Refused`` where the note holds a restricted name.
    """
    if not incidents:
        return []
    refuse_note(note)
    near = lock_with_neighbours({"incident": [one.pk for one in incidents]})["incident"]
    ids = [one.public_id or "" for one in incidents]
    occasion, numbers = Occasion(EditionKind.RETRACTED, note), writing.last_numbers(ids)
    stones = [tombstone(url_of("incident", one), one, occasion, numbers=numbers) for one in ids]
    editions = writing.append(stones)
    Incident.objects.filter(pk__in=[one.pk for one in incidents]).update(state=State.RETRACTED)
    reissue({"incident": set(near) - {one.pk for one in incidents}})
    return editions


def _close(subject: Told | Coverage, row: Told | Coverage) -> None:
    if isinstance(row, Told) and isinstance(subject, Told):
        move(subject, row, State.RETRACTED)
    elif isinstance(row, Coverage) and isinstance(subject, Coverage):
        Coverage.objects.filter(pk=row.pk).update(retracted=True)
        row.retracted = True
        take_over(subject, row, "retracted")


def require_in_force(row: Told | Coverage, done: str) -> None:
    """Raises ``Refused`` where there is nothing in public to act on; ``done`` completes “cannot be …”."""
    if row.public_id is None:
        raise Refused.because(
            _("It is not public, so it cannot be %(done)s.") % {"done": done},
            _("A draft can simply be deleted or merged."),
            field="state",
        )
    state = _state_of(row)
    if state in OUT_OF_FORCE:
        raise Refused.because(
            _("It is %(state)s already.") % {"state": str(state.label).lower()}, field="state"
        )


def _state_of(row: Told | Coverage) -> State:
    if isinstance(row, Coverage):
        return State.RETRACTED if row.retracted else State.PUBLISHED
    return State(row.state)


def entomb(row: Told | Coverage, occasion: Occasion, into: str | None = None) -> Edition:
    """Append the tombstone of a public subject whose row is locked."""
    public_id = row.public_id or ""
    stone = tombstone(url_of(kind_of(row), public_id), public_id, occasion, into)
    return writing.append([stone])[-1]
