"""Rows of a run that is taken back: what has to become of each, and doing it for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import EditionKind, Purpose, RowUndone, RowVerdict, State
from incidents.editorial.acts.retract import retract_batch
from incidents.editorial.compile import load
from incidents.editorial.drafting import Occasion, reading_differently
from incidents.editorial.issuing import Plan
from incidents.editorial.refusal import Refused
from incidents.editorial.subjects import OUT_OF_FORCE, in_force
from incidents.models import DatasetRow, ImportRun, ImportVerdict, Incident

from .history import Before, before, put_back, put_rows_back

OPEN_ROWS = Q(undone="", row__isnull=False) | Q(undone=RowUndone.KEPT)
"""Rows of which nothing is told yet, or that were kept: the reason may be gone."""


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


def take_back(run: ImportRun, rows: Sequence[int], *, by: User, occasions: PublicNotes, dry: bool) -> None:
    """Take back the rows of these verdicts within the caller's transaction. Raises ``Refused`` and database errors.

    A dry run leaves the log alone: nobody else has to wait for it.
    """
    taken = _found(run, rows)
    if not taken:
        return
    for one in taken:
        _judge(one, by)
    chosen = {what: [one for one in taken if one.undone == what] for what in RowUndone}
    back = [one for one in taken if one.before and one.undone and one.undone != RowUndone.KEPT]
    put_back(run.pk, [one.before for one in back if one.before and _changed(one)])
    _correct(chosen[RowUndone.RESTORED], by, occasions, dry)
    _retract(chosen[RowUndone.RETRACTED], by, occasions, dry)
    _delete(chosen[RowUndone.DELETED])
    _put_rows_back(run, [one for one in taken if one in back or one.incident is None])
    for one in taken:
        one.verdict.undone, one.verdict.undone_reason = one.undone or "", one.reason
    ImportVerdict.objects.bulk_update(
        [one.verdict for one in taken if one.undone], ["undone", "undone_reason"]
    )


def _changed(one: UndoRow) -> bool:
    return one.verdict.verdict == RowVerdict.UPDATED


# Finding ------------------------------------------------------------------------------------------


def _found(run: ImportRun, rows: Sequence[int]) -> list[UndoRow]:
    """The rows with everything that decides about them. The incidents stay locked, with what issuing them will lock.

    Rows that somebody else has taken back meanwhile are left out.
    """
    still = ImportVerdict.objects.filter(OPEN_ROWS, pk__in=rows).select_for_update(of=("self",), no_key=True)
    verdicts = list(still.select_related("row").order_by("line"))
    made = dict(
        Incident.objects.filter(origin_row__in=[one.row_id for one in verdicts if one.row_id]).values_list(
            "origin_row", "pk"
        )
    )
    locked = Plan.lock({"incident": list(made.values())}).rows["incident"]
    incidents = {pk: cast("Incident", row) for pk, row in locked.items()}
    befores, later = before(run.pk, list(made.values())), _later(run, verdicts)
    taken = []
    for verdict in verdicts:
        incident = incidents.get(made.get(verdict.row_id or 0, 0))
        taken.append(
            UndoRow(
                verdict,
                incident,
                befores.get(incident.pk) if incident else None,
                _after(verdict, later),
            )
        )
    return taken


def _later(run: ImportRun, verdicts: Sequence[ImportVerdict]) -> Mapping[int, list[tuple[int, int]]]:
    """By incident the changes of other runs that stand: verdict and run."""
    incidents = {one.row.incident_id for one in verdicts if one.row and one.row.incident_id}
    standing = ImportVerdict.objects.filter(
        verdict=RowVerdict.UPDATED, undone__in=("", RowUndone.KEPT), row__incident__in=incidents
    ).exclude(run=run)
    found = defaultdict(list)
    for incident, verdict, other in standing.values_list("row__incident", "pk", "run"):
        found[incident].append((verdict, other))
    return found


def _after(verdict: ImportVerdict, later: Mapping[int, list[tuple[int, int]]]) -> int | None:
    """The last import that changed the row's incident after this verdict was given."""
    incident = verdict.row.incident_id if verdict.row else None
    others = [run for pk, run in later.get(incident or 0, ()) if pk > verdict.pk]
    return max(others, default=None)


# Judging ------------------------------------------------------------------------------------------


def _judge(one: UndoRow, by: User) -> None:
    if one.verdict.verdict == RowVerdict.UNCHANGED:
        _judge_unchanged(one)
    elif reason := _stays(one):
        one.settle(RowUndone.KEPT, reason)
    elif one.verdict.verdict == RowVerdict.CREATED:
        _judge_created(one)
    else:
        _judge_updated(one, by)


def _judge_unchanged(one: UndoRow) -> None:
    """Nothing was entered, but a draft of an earlier run may have been published."""
    if one.incident and one.before and not one.before.public and in_force(one.incident):
        reason = _stays(one)
        one.settle(RowUndone.KEPT if reason else RowUndone.RETRACTED, reason)


def _stays(one: UndoRow) -> str:
    """Why the row must be left alone; empty where it need not be."""
    if one.later:
        return _("Import %(run)s has changed it since; take that back first.") % {"run": one.later}
    if one.incident is None:
        return _("Its incident was deleted on the desk; the row is kept.")
    if one.incident.updated_by_id is not None:
        named = one.incident.public_id or _("Draft %(number)s") % {"number": one.incident.pk}
        return _("%(id)s was edited on the desk since it was imported.") % {"id": named}
    if one.incident.state in OUT_OF_FORCE and one.incident.state != State.RETRACTED:
        return _("%(id)s is out of force.") % {"id": one.incident.public_id}
    return ""


def _judge_created(one: UndoRow) -> None:
    if one.incident and one.incident.public_id is None:
        one.settle(RowUndone.DELETED)
    else:
        one.settle(RowUndone.RETRACTED)


def _judge_updated(one: UndoRow, by: User) -> None:
    incident, was = one.incident, one.before
    if incident is None or was is None:
        one.settle(RowUndone.KEPT, _("The history of the desk does not tell what it said before."))
    elif incident.state == State.RETRACTED:
        one.settle(RowUndone.KEPT, _("%(id)s is out of force.") % {"id": incident.public_id})
    elif not was.public:
        one.settle(RowUndone.RETRACTED if in_force(incident) else RowUndone.RESTORED)
    elif was.state == State.RETRACTED:
        one.settle(RowUndone.RETRACTED if incident.state == State.PUBLISHED else RowUndone.RESTORED)
    elif incident.state != State.PUBLISHED or (was.state == State.PUBLISHED and by.can(Capability.CORRECT)):
        one.settle(RowUndone.RESTORED)
    elif was.state == State.PUBLISHED:
        one.settle(RowUndone.KEPT, _("Its public edition has to be corrected: have a reviewer take it back."))
    else:
        one.settle(RowUndone.KEPT, _("Its draft had not been public before the import; correct it by hand."))


# Doing --------------------------------------------------------------------------------------------


def _correct(rows: Sequence[UndoRow], by: User, occasions: PublicNotes, dry: bool) -> None:
    """Tell the public where an edition in force does not say what the desk says again."""
    public = {one.before.incident: one for one in rows if one.before and _published_before(one.before)}
    differing = _differing(list(public))
    if not differing:
        return
    if not by.can(Capability.CORRECT):
        raise Refused.because(_("Its public edition has to be corrected: have a reviewer take it back."))
    if dry:
        Plan.of_entered(dict.fromkeys(differing)).rehearse()
    else:
        occasion = Occasion(EditionKind.CORRECTED, occasions.correcting, Purpose.FACTUAL)
        Plan.lock({"incident": differing}).issue(occasion)
    for pk in differing:
        incident = public[pk].incident
        public[pk].reason = _("%(id)s was corrected.") % {"id": incident.public_id if incident else ""}


def _published_before(was: Before) -> bool:
    return was.public and was.state == State.PUBLISHED


def _differing(pks: Collection[int]) -> list[int]:
    if not pks:
        return []
    batch = load("incident", pks)
    documents = batch.compile(batch.identifiers())
    changed = {one.id for one in reading_differently(documents.values())}
    return sorted(pk for pk, document in documents.items() if document.id in changed)


def _retract(rows: Sequence[UndoRow], by: User, occasions: PublicNotes, dry: bool) -> None:
    """Raises ``Refused`` for somebody who may not retract: a colleague may have published what the run had drafted."""
    incidents = [one.incident for one in rows if one.incident and in_force(one.incident)]
    if incidents and not by.can(Capability.RETRACT):
        raise Refused.because(_("It is public by now: have a reviewer take it back."))
    if dry:
        Incident.objects.filter(pk__in=[one.pk for one in incidents]).update(state=State.RETRACTED)
    else:
        retract_batch(incidents, occasions.retracting)


def _delete(rows: Sequence[UndoRow]) -> None:
    incidents = [one.incident.pk for one in rows if one.incident]
    Incident.objects.filter(pk__in=incidents).delete()
    DatasetRow.objects.filter(pk__in=[one.verdict.row_id for one in rows]).delete()


def _put_rows_back(run: ImportRun, rows: Sequence[UndoRow]) -> None:
    """Dataset rows as they were; one that the run had only tied to the desk's own incident goes."""
    some = [one for one in rows if one.verdict.row_id and one.undone != RowUndone.KEPT]
    added = put_rows_back(run.pk, [one.verdict.row_id for one in some if one.verdict.row_id])
    for one in some:
        if one.verdict.row_id in added and one.undone is None:
            one.settle(RowUndone.DELETED, _("Only the row; its incident is the desk's own."))
