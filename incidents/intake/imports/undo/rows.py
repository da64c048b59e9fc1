"""Rows of a run that is taken back: what has to become of each, and doing it for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never, cast

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import EditionKind, Purpose, RowUndone, RowVerdict, WorkflowState
from incidents.editorial.acts.retract import retract_batch
from incidents.editorial.compile import load
from incidents.editorial.drafting import Occasion, reading_differently
from incidents.editorial.issuing import Plan
from incidents.editorial.refusal import Refused
from incidents.editorial.subjects import OUT_OF_FORCE, in_force
from incidents.models import DatasetRow, ImportRun, ImportVerdict, Incident

from ..engine.batches import Batches
from ..engine.faults import reason_of
from .history import Before, before, put_back, put_own_back, put_rows_back

OPEN_ROWS = Q(undone="", row__isnull=False) | Q(undone=RowUndone.KEPT)
"""Rows of which nothing is told yet, or that were kept: the reason may be gone."""
_OWN_COLUMNS_ONLY = (RowVerdict.REFRESHED, RowVerdict.RETRACTED)
"""Verdicts that change nothing but the incident's own columns: the row it follows, its state."""
CHANGING = (RowVerdict.UPDATED, *_OWN_COLUMNS_ONLY)
"""Verdicts that change an incident which was there before."""


@dataclass(frozen=True)
class PublicNotes:
    """What the public reads beside a retraction and beside a correction."""

    retracting: str
    correcting: str


@dataclass(slots=True)
class UndoRow:
    """A row of the run with its incident, what that was before, and what becomes of it."""

    verdict: ImportVerdict
    incident: Incident | None = None
    """The incident that was last made from this row; none where that is another row by now."""
    before: Before | None = None
    later: int | None = None
    """A later import that has changed the incident since, and stands."""
    undone: RowUndone | None = None
    reason: str = ""

    def settle(self, undone: RowUndone, reason: str = "") -> None:
        self.undone, self.reason = undone, reason


class UndoBatches(Batches):
    """Takes back rows of a run, given by the keys of their verdicts.

    A dry run leaves the log alone: nobody else has to wait for it.
    """

    def __init__(self, run: ImportRun, by: User, notes: PublicNotes, *, dry: bool) -> None:
        super().__init__(by, Capability.ENTER, undone=str(run.pk))
        self.import_run, self.notes, self.dry = run, notes, dry

    def process(self, rows: Sequence[int]) -> None:
        if loaded := _load(self.import_run, rows):
            for row in loaded:
                _judge(row, self.by)
            self._take_back(loaded)
            # Deferred checks of foreign keys speak up here, while it can still be told which rows they are about.
            connection.check_constraints()

    def set_aside(self, row: int, fault: Exception) -> None:
        open_row = ImportVerdict.objects.filter(OPEN_ROWS, pk=row)
        open_row.update(undone=RowUndone.KEPT, undone_reason=reason_of(fault))

    def _take_back(self, rows: Sequence[UndoRow]) -> None:
        by_undone = {undone: [row for row in rows if row.undone == undone] for undone in RowUndone}
        back = [row for row in rows if row.before and row.undone and row.undone != RowUndone.KEPT]
        updated = [row.before for row in back if row.before and row.verdict.verdict == RowVerdict.UPDATED]
        others = [row.before for row in back if row.before and row.verdict.verdict in _OWN_COLUMNS_ONLY]
        put_back(self.import_run.pk, updated)
        put_own_back(others)
        self._issue_again(by_undone[RowUndone.RESTORED])
        self._retract(by_undone[RowUndone.RETRACTED])
        deleted = by_undone[RowUndone.DELETED]
        Incident.objects.filter(pk__in=[row.incident.pk for row in deleted if row.incident]).delete()
        DatasetRow.objects.filter(pk__in=[row.verdict.row_id for row in deleted]).delete()
        self._put_dataset_rows_back([*back, *(row for row in rows if row.incident is None)])
        for row in rows:
            row.verdict.undone, row.verdict.undone_reason = row.undone or "", row.reason
        verdicts = [row.verdict for row in rows if row.undone]
        ImportVerdict.objects.bulk_update(verdicts, ["undone", "undone_reason"])

    def _issue_again(self, rows: Sequence[UndoRow]) -> None:
        """Tell the public where an edition in force does not say what the desk says again.

        Where only the version of the dataset had been another, that is a refresh, and a correction anywhere else.
        """
        public = {
            row.before.incident: row
            for row in rows
            if row.before and row.before.public and row.before.state == WorkflowState.PUBLISHED
        }
        differing = _reading_differently(public)
        if not differing:
            return
        if not self.by.can(Capability.CORRECT):
            raise Refused.because(_("Its public edition has to be corrected: have a reviewer take it back."))
        refreshed = {pk for pk in differing if public[pk].verdict.verdict == RowVerdict.REFRESHED}
        if self.dry:
            Plan.of_entered(dict.fromkeys(differing)).rehearse()
        else:
            correction = Occasion(EditionKind.CORRECTED, self.notes.correcting, Purpose.FACTUAL)
            refresh = Occasion(EditionKind.REFRESHED, self.notes.correcting)
            for occasion, keys in ((correction, set(differing) - refreshed), (refresh, refreshed)):
                if keys:
                    Plan.lock({"incident": sorted(keys)}).issue(occasion)
        for pk in differing:
            incident = public[pk].incident
            issued = _("%(id)s was refreshed.") if pk in refreshed else _("%(id)s was corrected.")
            public[pk].reason = issued % {"id": incident.public_id if incident else ""}

    def _retract(self, rows: Sequence[UndoRow]) -> None:
        """Raises ``Refused`` for who may not retract: a colleague may have published what the run had drafted."""
        incidents = [row.incident for row in rows if row.incident and in_force(row.incident)]
        if incidents and not self.by.can(Capability.RETRACT):
            raise Refused.because(_("It is public by now: have a reviewer take it back."))
        if self.dry:
            keys = [incident.pk for incident in incidents]
            Incident.objects.filter(pk__in=keys).update(state=WorkflowState.RETRACTED)
        else:
            retract_batch(incidents, self.notes.retracting)

    def _put_dataset_rows_back(self, rows: Sequence[UndoRow]) -> None:
        """Dataset rows as they were; one that the run had only tied to the desk's own incident goes."""
        some = [row for row in rows if row.verdict.row_id and row.undone != RowUndone.KEPT]
        added = put_rows_back(self.import_run.pk, [row.verdict.row_id for row in some if row.verdict.row_id])
        for row in some:
            if row.verdict.row_id in added and row.undone is None:
                row.settle(RowUndone.DELETED, _("Only the row; its incident is the desk's own."))


def _reading_differently(pks: Collection[int]) -> list[int]:
    """Incidents whose public edition says something else than the desk."""
    if not pks:
        return []
    batch = load("incident", list(pks))
    documents = batch.compile(batch.identifiers())
    changed = {draft.id for draft in reading_differently(documents.values())}
    return sorted(pk for pk, document in documents.items() if document.id in changed)


# Loading ------------------------------------------------------------------------------------------


def _load(run: ImportRun, rows: Sequence[int]) -> list[UndoRow]:
    """The rows with everything that decides about them. The incidents stay locked, with what issuing them will lock.

    Rows that somebody else has taken back meanwhile are left out.
    """
    still = ImportVerdict.objects.filter(OPEN_ROWS, pk__in=rows).select_for_update(of=("self",), no_key=True)
    verdicts = list(still.select_related("row").order_by("line"))
    dataset_rows = [verdict.row_id for verdict in verdicts if verdict.row_id]
    made = dict(Incident.objects.filter(origin_row__in=dataset_rows).values_list("origin_row", "pk"))
    locked = Plan.lock({"incident": list(made.values())}).rows["incident"]
    incidents = {pk: cast("Incident", row) for pk, row in locked.items()}
    befores, changes = before(run.pk, list(made.values())), _standing_changes(run, verdicts)
    loaded = []
    for verdict in verdicts:
        incident = incidents.get(made.get(verdict.row_id or 0, 0))
        row_incident = verdict.row.incident_id if verdict.row else None
        later = [other for pk, other in changes.get(row_incident or 0, ()) if pk > verdict.pk]
        loaded.append(
            UndoRow(
                verdict,
                incident,
                before=befores.get(incident.pk) if incident else None,
                later=max(later, default=None),
            )
        )
    return loaded


def _standing_changes(
    run: ImportRun, verdicts: Sequence[ImportVerdict]
) -> Mapping[int, list[tuple[int, int]]]:
    """By incident the changes of other runs that stand: verdict and run."""
    incidents = {verdict.row.incident_id for verdict in verdicts if verdict.row and verdict.row.incident_id}
    standing = ImportVerdict.objects.filter(
        verdict__in=CHANGING, undone__in=("", RowUndone.KEPT), row__incident__in=incidents
    ).exclude(run=run)
    changes = defaultdict(list)
    for incident, verdict, other in standing.values_list("row__incident", "pk", "run"):
        changes[incident].append((verdict, other))
    return changes


# Judging ------------------------------------------------------------------------------------------


def _judge(row: UndoRow, by: User) -> None:
    kept = _reason_to_keep(row)
    match RowVerdict(row.verdict.verdict):
        case RowVerdict.UNCHANGED:
            # Nothing was entered, but a draft of an earlier run may have been published.
            if row.incident and row.before and not row.before.public and in_force(row.incident):
                row.settle(RowUndone.KEPT if kept else RowUndone.RETRACTED, kept)
        case RowVerdict.CREATED | RowVerdict.UPDATED | RowVerdict.REFRESHED | RowVerdict.RETRACTED if kept:
            row.settle(RowUndone.KEPT, kept)
        case RowVerdict.CREATED:
            draft = row.incident is not None and row.incident.public_id is None
            row.settle(RowUndone.DELETED if draft else RowUndone.RETRACTED)
        case RowVerdict.UPDATED | RowVerdict.REFRESHED:
            _judge_updated(row, by)
        case RowVerdict.RETRACTED:
            _judge_retracted(row, by)
        case RowVerdict.REJECTED | RowVerdict.GONE:
            raise TypeError(f"nothing of line {row.verdict.line} was entered")
        case verdict:
            assert_never(verdict)


def _reason_to_keep(row: UndoRow) -> str:
    """Why the row must be left alone; empty where it need not be."""
    if row.later:
        return _("Import %(run)s has changed it since; take that back first.") % {"run": row.later}
    if row.incident is None:
        return _("Its incident was deleted on the desk; the row is kept.")
    if row.incident.updated_by_id is not None:
        named = row.incident.public_id or _("Draft %(number)s") % {"number": row.incident.pk}
        return _("%(id)s was edited on the desk since it was imported.") % {"id": named}
    if row.incident.adopted_on is not None:
        adopted = _("The desk has adopted the coding of %(id)s; take that back first.")
        return adopted % {"id": row.incident.public_id or row.incident.pk}
    if row.incident.state in OUT_OF_FORCE and row.incident.state != WorkflowState.RETRACTED:
        return _("%(id)s is out of force.") % {"id": row.incident.public_id}
    return ""


def _judge_updated(row: UndoRow, by: User) -> None:
    incident, was = row.incident, row.before
    if incident is None or was is None:
        row.settle(RowUndone.KEPT, _("The history of the desk does not tell what it said before."))
    elif incident.state == WorkflowState.RETRACTED:
        row.settle(RowUndone.KEPT, _("%(id)s is out of force.") % {"id": incident.public_id})
    elif not was.public:
        row.settle(RowUndone.RETRACTED if in_force(incident) else RowUndone.RESTORED)
    elif was.state == WorkflowState.RETRACTED:
        row.settle(RowUndone.RETRACTED if incident.state == WorkflowState.PUBLISHED else RowUndone.RESTORED)
    elif incident.state != WorkflowState.PUBLISHED or (
        was.state == WorkflowState.PUBLISHED and by.can(Capability.CORRECT)
    ):
        row.settle(RowUndone.RESTORED)
    elif was.state == WorkflowState.PUBLISHED:
        row.settle(RowUndone.KEPT, _("Its public edition has to be corrected: have a reviewer take it back."))
    else:
        row.settle(RowUndone.KEPT, _("Its draft had not been public before the import; correct it by hand."))


def _judge_retracted(row: UndoRow, by: User) -> None:
    incident = row.incident
    if incident is None or row.before is None:
        row.settle(RowUndone.KEPT, _("The history of the desk does not tell what it said before."))
    elif incident.state != WorkflowState.RETRACTED:
        row.settle(RowUndone.KEPT, _("%(id)s was reopened since.") % {"id": incident.public_id})
    elif row.before.state == WorkflowState.PUBLISHED and not by.can(Capability.CORRECT):
        row.settle(RowUndone.KEPT, _("Its public edition has to be corrected: have a reviewer take it back."))
    else:
        row.settle(RowUndone.RESTORED)
