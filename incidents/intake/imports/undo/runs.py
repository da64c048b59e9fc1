"""Taking a run back as one batch: what stood before it stands again.

What the run entered is deleted, or retracted where it is public. What it changed says again what it said before, and
a correction tells the public so. What somebody has edited since, or a later import has changed, stays as it is, with
the reason. Every row gets told what became of it, in the transaction in which it happens: a run that is taken back
only half way is taken up again by the same call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CASCADE, Count, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import RowUndone, RowVerdict
from incidents.editorial.acting import acting
from incidents.editorial.acts.publish import refuse_note
from incidents.editorial.refusal import Refused
from incidents.editorial.subjects import OUT_OF_FORCE
from incidents.models import Actor, ImportRun, ImportVerdict, Incident, Location, Report, Source

from ..engine import staging
from ..engine.batches import require, rolled_back
from . import history
from .rows import CHANGING, OPEN_ROWS, PublicNotes, UndoBatches

SIZE = 1000
_MADE: dict[str, type[Model]] = {"report": Report, "source": Source, "actor": Actor, "location": Location}
"""What a run may have entered besides incidents, users before the used."""
_TO_SETTLE = (RowVerdict.CREATED, *CHANGING)
"""Verdicts of rows about which undoing always has something to tell."""

Progress = Callable[[int], None]


@dataclass
class UndoResult:
    """What became of the rows of a run; ``counts`` are of all of them, whoever began to take it back."""

    counts: dict[str, int] = field(default_factory=dict)
    tidied: int = 0
    """Actors, places, sources and reports deleted that nothing uses any more."""
    report: list[tuple[Any, ...]] = field(default_factory=list)
    """Line, key, what became of it and why; filled by a dry run, of which nothing else stays."""

    def of(self, undone: RowUndone) -> int:
        return self.counts.get(undone.value, 0)


def undo(
    run: ImportRun,
    *,
    by: User,
    note: str = "",
    dry: bool = False,
    progress: Progress = lambda rows: None,
) -> UndoResult:
    """Take the run back in chunks. ``note`` is public; what is corrected names the run as well.

    Broken off, or once the reason for which rows were kept is gone, the same call goes on. Raises ``Refused`` where
    the role does not allow it or nothing is left to take back.
    """
    if run.undone_at is not None and not _todo(run).filter(verdict__in=_TO_SETTLE).exists():
        raise Refused.because(_("This import was undone already."))
    _check_allowed(run, by)
    batches = UndoBatches(run, by, _public_notes(run, note.strip()), dry=dry)
    if not dry:
        return _undo(run, batches, progress)
    before = run.undone_at
    result = rolled_back(lambda: _undo(run, batches, progress))
    run.undone_at = before
    return result


def rows_left(run: ImportRun) -> int:
    """How many rows taking the run back has still to do with."""
    left: int = _todo(run).count()
    return left


def _todo(run: ImportRun) -> Any:
    return ImportVerdict.objects.filter(OPEN_ROWS, run=run).exclude(
        verdict__in=(RowVerdict.REJECTED, RowVerdict.GONE)
    )


def _check_allowed(run: ImportRun, by: User) -> None:
    """What the run made public takes more than the right to enter."""
    capabilities = [Capability.ENTER]
    made = Incident.objects.filter(
        origin_row__verdicts__run=run, origin_row__verdicts__verdict=RowVerdict.CREATED, updated_by=None
    )
    if run.publishes or made.filter(public_id__isnull=False).exclude(state__in=OUT_OF_FORCE).exists():
        capabilities += [Capability.RETRACT, Capability.CORRECT]
    require(by, capabilities, _("A part of this import is public: have a reviewer take it back."))


def _public_notes(run: ImportRun, note: str) -> PublicNotes:
    """A note of somebody's own or a general one, and for corrections which run it was."""
    if note:
        refuse_note(note)
    named = _("Import %(run)s, of %(dataset)s, was taken back.") % {
        "run": run.pk,
        "dataset": f"{run.dataset.title} {run.dataset.version}",
    }
    return PublicNotes(
        retracting=note or _("The import that it came from was taken back."),
        correcting=f"{note} {named}".strip(),
    )


def _undo(run: ImportRun, batches: UndoBatches, progress: Progress) -> UndoResult:
    with acting(batches.by, Capability.ENTER, undone=str(run.pk)):
        if run.finished_at is None and not batches.dry:
            staging.drop(run.pk)  # stops whoever still takes in rows of the run
        if not ImportRun.objects.filter(dataset=run.dataset_id, pk__gt=run.pk, undone_at=None).exists():
            history.put_dataset_back(run.pk, run.dataset_id)
    rows = list(_todo(run).order_by("line").values_list("pk", flat=True))
    for start in range(0, len(rows), SIZE):
        some = rows[start : start + SIZE]
        batches.run(some)
        progress(len(some))
    with acting(batches.by, Capability.ENTER, undone=str(run.pk)):
        run.undone_at = timezone.now()
        run.save(update_fields=["undone_at"])
        tidied = sum(_tidy(undone_run) for undone_run in _runs_to_tidy())
    settled = ImportVerdict.objects.filter(run=run).exclude(undone="").order_by()
    counts = dict(settled.values_list("undone").annotate(Count("pk")))
    return UndoResult(counts, tidied, list(undo_rows(run)) if batches.dry else [])


def undo_rows(run: ImportRun) -> Iterator[tuple[Any, ...]]:
    """Line, key, what became of it and why, for every row that taking the run back had to do with."""
    settled = ImportVerdict.objects.filter(run=run).exclude(undone="").order_by("line")
    yield from settled.values_list("line", "key", "undone", "undone_reason").iterator()


# What the rows named ------------------------------------------------------------------------------


def _runs_to_tidy() -> list[ImportRun]:
    """Runs taken back, newest first, after which no import changed anything: taking that back would need theirs."""
    changing = ImportVerdict.objects.filter(
        verdict__in=CHANGING, undone__in=("", RowUndone.KEPT), row__incident__updated_by=None
    ).order_by()
    last = max(changing.values_list("run", flat=True).distinct(), default=0)
    return list(ImportRun.objects.filter(undone_at__isnull=False, pk__gt=last).order_by("-pk"))


def _tidy(run: ImportRun) -> int:
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
