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

from django.db import Error, connection, transaction
from django.db.models import CASCADE, Count, Model, ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import RowUndone, RowVerdict
from incidents.editorial.acting import acting, repeated
from incidents.editorial.acts.publish import refuse_note
from incidents.editorial.refusal import Refused
from incidents.editorial.subjects import OUT_OF_FORCE
from incidents.models import Actor, ImportRun, ImportVerdict, Incident, Location, Report, Source

from ..engine import staging
from . import history
from .rows import OPEN_ROWS, PublicNotes, take_back

SIZE = 1000
_MADE: dict[str, type[Model]] = {"report": Report, "source": Source, "actor": Actor, "location": Location}
"""What a run may have entered besides incidents, users before the used."""


@dataclass
class UndoResult:
    """What became of the rows of a run; ``counts`` are of all of them, whoever began to take it back."""

    counts: dict[str, int] = field(default_factory=dict)
    tidied: int = 0
    """Actors, places, sources and reports deleted that nothing uses any more."""
    report: list[tuple[Any, ...]] = field(default_factory=list)
    """Line, key, what became of it and why; filled by a dry run, of which nothing else stays."""

    def of(self, what: RowUndone) -> int:
        return self.counts.get(what.value, 0)


class _Dry(Exception):
    """Leads out of the transaction of a dry run."""


def undo(
    run: ImportRun,
    *,
    by: User,
    note: str = "",
    dry: bool = False,
    progress: Callable[[int], None] = lambda rows: None,
) -> UndoResult:
    """Take the run back in chunks. ``note`` is public; what is corrected names the run as well.

    Broken off, or once the reason for which rows were kept is gone, the same call goes on. Raises ``Refused`` where
    the role does not allow it or nothing is left to take back.
    """
    todo = _todo(run)
    if run.undone_at is not None and not todo.filter(verdict__in=_TO_SETTLE).exists():
        raise Refused.because(_("This import was undone already."))
    _may(run, by)
    occasions = _occasions(run, note.strip())
    if not dry:
        return _undo(run, by, occasions, progress, dry=False)
    undone, before = None, run.undone_at
    try:
        with transaction.atomic():
            undone = _undo(run, by, occasions, progress, dry=True)
            undone.report = list(undo_rows(run))
            raise _Dry
    except _Dry:
        run.undone_at = before
    assert undone is not None  # noqa: S101  # _Dry is raised after it was set
    return undone


_TO_SETTLE = (RowVerdict.CREATED, RowVerdict.UPDATED)
"""Verdicts of rows about which undoing always has something to tell."""


def _todo(run: ImportRun) -> Any:
    return ImportVerdict.objects.filter(OPEN_ROWS, run=run).exclude(verdict=RowVerdict.REJECTED)


def _may(run: ImportRun, by: User) -> None:
    """What the run made public takes more than the right to enter."""
    needed = [Capability.ENTER]
    made = Incident.objects.filter(
        origin_row__verdicts__run=run, origin_row__verdicts__verdict=RowVerdict.CREATED, updated_by=None
    )
    if run.publishes or made.filter(public_id__isnull=False).exclude(state__in=OUT_OF_FORCE).exists():
        needed += [Capability.RETRACT, Capability.CORRECT]
    for capability in needed:
        if not by.can(capability):
            raise Refused.because(
                _("Your role does not allow you to %(act)s.") % {"act": capability.label},
                _("A part of this import is public: have a reviewer take it back."),
            )


def _occasions(run: ImportRun, note: str) -> PublicNotes:
    """What the public reads: a note of its own or a general one, and for corrections which run it was."""
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


def _undo(
    run: ImportRun, by: User, occasions: PublicNotes, progress: Callable[[int], None], *, dry: bool
) -> UndoResult:
    _begin(run, by, dry=dry)
    rows = list(_todo(run).order_by("line").values_list("pk", flat=True))
    for start in range(0, len(rows), SIZE):
        part = rows[start : start + SIZE]
        _halving(_Order(run, by, occasions, dry), part)
        progress(len(part))
    with acting(by, Capability.ENTER, undone=str(run.pk)):
        run.undone_at = timezone.now()
        run.save(update_fields=["undone_at"])
        tidied = sum(_tidied(one) for one in _tidy_now())
    told = ImportVerdict.objects.filter(run=run).exclude(undone="").order_by()
    return UndoResult(dict(told.values_list("undone").annotate(Count("pk"))), tidied)


def _begin(run: ImportRun, by: User, *, dry: bool) -> None:
    """Stop whoever still takes in rows of the run, and let its dataset be described as before."""
    with acting(by, Capability.ENTER, undone=str(run.pk)):
        if run.finished_at is None and not dry:
            staging.drop(run.pk)
        later = ImportRun.objects.filter(dataset=run.dataset_id, pk__gt=run.pk, undone_at=None)
        if not later.exists():
            history.put_dataset_back(run.pk, run.dataset_id)


# Rows ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Order:
    run: ImportRun
    by: User
    occasions: PublicNotes
    dry: bool


def _halving(order: _Order, rows: Sequence[int]) -> None:
    """The rows at once or, if that fails, one half after the other; a single one that fails is kept."""
    try:
        _transact(order, rows)
    except (Refused, Error) as error:
        if len(rows) == 1:
            _keep(rows[0], _reason(error))
            return
        middle = len(rows) // 2
        _halving(order, rows[:middle])
        _halving(order, rows[middle:])


@repeated
def _transact(order: _Order, rows: Sequence[int]) -> None:
    with acting(order.by, Capability.ENTER, undone=str(order.run.pk)):
        take_back(order.run, rows, by=order.by, occasions=order.occasions, dry=order.dry)
        with connection.cursor() as cursor:
            # Deferred checks of foreign keys speak up here, while it can still be told which rows they are about.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _keep(row: int, reason: str) -> None:
    ImportVerdict.objects.filter(OPEN_ROWS, pk=row).update(undone=RowUndone.KEPT, undone_reason=reason)


def _reason(error: Exception) -> str:
    if isinstance(error, Refused):
        return " ".join(f"{one.message} {one.remedy}".strip() for one in error.problems)
    if isinstance(error, ProtectedError):
        return _("Something else on the desk rests on it.")
    return str(error).strip().partition("\n")[0]


def undo_rows(run: ImportRun) -> Iterator[tuple[Any, ...]]:
    """Line, key, what became of it and why, for every row that taking the run back had to do with."""
    told = ImportVerdict.objects.filter(run=run).exclude(undone="").order_by("line")
    yield from told.values_list("line", "key", "undone", "undone_reason").iterator()


# What the rows named ------------------------------------------------------------------------------


def _tidy_now() -> list[ImportRun]:
    """Runs taken back, newest first, after which no import changed anything: taking that back would need theirs."""
    changing = ImportVerdict.objects.filter(
        verdict=RowVerdict.UPDATED, undone__in=("", RowUndone.KEPT), row__incident__updated_by=None
    ).order_by()
    last = max(changing.values_list("run", flat=True).distinct(), default=0)
    return list(ImportRun.objects.filter(undone_at__isnull=False, pk__gt=last).order_by("-pk"))


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
