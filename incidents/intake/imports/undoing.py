"""Taking a run back as one batch: what is not public is deleted, what is public is retracted with a note.

Incidents that a person has worked on since stay, and are told; so does whatever the run had entered and something
else has come to use. Rows that the run found changed stay as it left them: what they said before is in the history.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import CASCADE, Model, ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import RowVerdict
from incidents.editorial.acting import acting
from incidents.editorial.compile.neighbours import in_force
from incidents.editorial.refusal import Refused
from incidents.editorial.retract import retract_batch
from incidents.models import Actor, DatasetRow, ImportRun, ImportVerdict, Incident, Location, Report, Source

SIZE = 1000
_MADE: dict[str, type[Model]] = {"report": Report, "source": Source, "actor": Actor, "location": Location}
"""What a run may have entered besides incidents, users before the used."""


@dataclass
class Undone:
    """What became of the incidents that a run had entered, and of what they named."""

    deleted: int = 0
    retracted: int = 0
    kept: list[str] = field(default_factory=list)
    """Identifiers of rows whose incidents somebody has worked on since."""
    changed: int = 0
    """Rows that the run had changed; they stay as it left them."""
    tidied: int = 0
    """Actors, places, sources and reports that nothing uses any more."""


def undo(
    run: ImportRun, *, by: User, note: str = "", progress: Callable[[int], None] = lambda rows: None
) -> Undone:
    """Take the run back in chunks; broken off, the same call goes on. ``note`` is public. Raises ``Refused``."""
    if run.undone_at is not None:
        raise Refused.because(_("This import was undone already."))
    note = note.strip() or _("The import that it came from was taken back.")
    created = ImportVerdict.objects.filter(run=run, verdict=RowVerdict.CREATED, row__isnull=False)
    rows = list(created.order_by("line").values_list("row", flat=True))
    undone = Undone(changed=ImportVerdict.objects.filter(run=run, verdict=RowVerdict.UPDATED).count())
    for start in range(0, len(rows), SIZE):
        part = rows[start : start + SIZE]
        _undo_rows(run, part, by, note, undone)
        progress(len(part))
    with acting(by, Capability.ENTER, run=str(run.pk)):
        undone.tidied = _tidied(run)
        run.undone_at = timezone.now()
        run.save(update_fields=["undone_at"])
    return undone


def _undo_rows(run: ImportRun, rows: Sequence[int], by: User, note: str, undone: Undone) -> None:
    incidents = Incident.objects.filter(origin_row__in=rows)
    public = any(in_force(one) for one in incidents)
    with acting(by, Capability.RETRACT if public else Capability.ENTER, run=str(run.pk)):
        found = list(incidents.select_related("origin_row").select_for_update(of=("self",)).order_by("pk"))
        undone.kept += [_key(one) for one in found if one.updated_by_id is not None]
        ours = [one for one in found if one.updated_by_id is None]
        undone.retracted += len(retract_batch([one for one in ours if in_force(one)], note))
        undone.deleted += _deleted([one for one in ours if one.public_id is None], undone)


def _key(incident: Incident) -> str:
    return incident.origin_row.key if incident.origin_row else str(incident.pk)


def _deleted(incidents: Sequence[Incident], undone: Undone) -> int:
    """Delete incidents with their rows; one that something else rests on stays."""
    try:
        with transaction.atomic():
            Incident.objects.filter(pk__in=[one.pk for one in incidents]).delete()
            DatasetRow.objects.filter(pk__in=[one.origin_row_id for one in incidents]).delete()
    except ProtectedError:
        if len(incidents) == 1:
            undone.kept.append(_key(incidents[0]))
            return 0
        return sum(_deleted([one], undone) for one in incidents)
    return len(incidents)


def _tidied(run: ImportRun) -> int:
    """Delete what the run entered and nothing uses any more; what is public stays. Children before their parents."""
    deleted = 0
    for kind, model in _MADE.items():
        while unused := _unused(model, run.made.get(kind, [])):
            model._default_manager.filter(pk__in=unused).delete()
            deleted += len(unused)
    return deleted


def _unused(model: type[Model], keys: Sequence[int]) -> list[int]:
    rows: Any = model._default_manager.filter(pk__in=keys)
    if model is not Report:
        rows = rows.filter(public_id=None, updated_by=None)
    for relation in model._meta.related_objects:
        if relation.on_delete is not CASCADE and not relation.related_model.__name__.endswith("Event"):
            users = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": keys})
            rows = rows.exclude(pk__in=users.order_by().values(relation.field.attname))
    return list(rows.values_list("pk", flat=True))
