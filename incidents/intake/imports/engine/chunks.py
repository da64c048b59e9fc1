"""One chunk of a run: staged rows to incidents, verdicts and editions, in one transaction.

Whatever goes wrong with a chunk (a restricted name, a value that a constraint refuses) is narrowed down to the rows
it comes from (``batches``): these are set aside with the reason, the others go in.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import EditionKind, Purpose, RowVerdict, WorkflowState
from incidents.editorial.drafting import FIRST, Occasion
from incidents.editorial.issuing import Plan
from incidents.models import DatasetRow, ImportVerdict, Incident
from incidents.record.log import writing

from . import desk, staging
from .batches import Batches
from .comparing import settle_changes
from .context import ChunkContext
from .faults import reason_of
from .judging import JudgedRow, judged
from .writing import TableCopy, new_keys

SIZE = 2000
"""Rows in one transaction: publishing them holds the head of the log for about half a second."""

_KEEP = """
INSERT INTO incidents_datasetrow (id, dataset_id, key, verbatim, flags, digest, incident_id)
SELECT given.id, %(dataset)s, staged.key, staged.verbatim::jsonb, staged.flags, staged.digest, given.incident
FROM "{table}" staged
JOIN unnest(%(ids)s::bigint[], %(lines)s::integer[], %(incidents)s::bigint[]) AS given (id, line, incident)
    ON given.line = staged.line
"""
_RENEW = """
UPDATE incidents_datasetrow row
SET verbatim = staged.verbatim::jsonb, flags = staged.flags, digest = staged.digest, incident_id = given.incident
FROM "{table}" staged
JOIN unnest(%(ids)s::bigint[], %(lines)s::integer[], %(incidents)s::bigint[]) AS given (id, line, incident)
    ON given.line = staged.line
WHERE row.id = given.id
"""


class Superseded(RuntimeError):
    """The run was taken up by somebody else; whoever gets this stops."""


def superseded(run: int) -> Superseded:
    return Superseded(
        _("Import %(run)s was taken up by another process, which goes on with it.") % {"run": run}
    )


def take_in(context: ChunkContext, lines: Sequence[int]) -> int:
    """Take in the staged rows of these lines; returns how many. Raises ``Superseded``."""
    collecting = gc.isenabled()
    gc.disable()  # a chunk makes a million objects and no cycles: looking for some took a fifth of the time
    try:
        _Chunk(context).run(lines)
    finally:
        if collecting:
            gc.enable()
    return len(lines)


class _Chunk(Batches):
    def __init__(self, context: ChunkContext) -> None:
        by = User.objects.get(pk=context.by)
        super().__init__(
            by, Capability.PUBLISH if context.publish else Capability.ENTER, run=str(context.run)
        )
        self.context = context

    def process(self, rows: Sequence[int]) -> None:
        judged = self._judged(rows)
        settle_changes(self.context, judged)
        _enter(self.context, judged)
        _keep_verdicts(self.context, judged)
        # Deferred checks of foreign keys speak up here, while it can still be told which rows they are about. They
        # take a sixth of PostgreSQL's time: better before the head of the log is held than at the end.
        connection.check_constraints()
        if self.context.publish:
            _publish(self.context, judged)

    def set_aside(self, row: int, fault: Exception) -> None:
        """Without judging the row again, which may be what failed."""
        self._check_table()
        key, flags, cells = staging.as_read(self.context.table, row)
        table = _verdict_table(self.context)
        table.add(row, key[:100], RowVerdict.REJECTED.value, reason_of(fault, cells), flags, None)
        table.write()

    def _check_table(self) -> None:
        if not staging.exists(self.context.table):
            raise superseded(self.context.run)

    def _judged(self, lines: Sequence[int]) -> list[JudgedRow]:
        self._check_table()
        return judged(self.context, lines)


# Entering -----------------------------------------------------------------------------------------


def _enter(context: ChunkContext, rows: Sequence[JudgedRow]) -> None:
    created = [row for row in rows if row.verdict == RowVerdict.CREATED]
    updated = [row for row in rows if row.verdict == RowVerdict.UPDATED]
    refreshed = [row for row in rows if row.verdict == RowVerdict.REFRESHED]
    linked = [row for row in rows if row.verdict == RowVerdict.UNCHANGED and row.dataset_row is None]
    rewritten = [
        row for row in rows if row.verdict == RowVerdict.UNCHANGED and row.is_rewritten and row.dataset_row
    ]
    keys = new_keys(Incident, len(created))
    for row in created:
        row.incident = next(keys)
    _keep_rows(context, [*created, *updated, *refreshed, *linked, *rewritten])
    _create(context, created)
    _update(context, updated)
    _refresh(context, refreshed)


def _keep_rows(context: ChunkContext, rows: Sequence[JudgedRow]) -> None:
    """Every row word for word, straight from the staging table."""
    new = [row for row in rows if row.dataset_row is None]
    known = [row for row in rows if row.dataset_row is not None]
    keys = new_keys(DatasetRow, len(new))
    for row in new:
        row.dataset_row = next(keys)
    for statement, some in ((_KEEP, new), (_RENEW, known)):
        if some:
            parameters: dict[str, Any] = {
                "dataset": context.dataset,
                "ids": [row.dataset_row for row in some],
                "lines": [row.line for row in some],
                "incidents": [row.incident for row in some],
            }
            with connection.cursor() as cursor:
                cursor.execute(statement.format(table=context.table), parameters)


def _create(context: ChunkContext, rows: Sequence[JudgedRow]) -> None:
    public = context.publish and not context.dry
    if public and rows:
        for row, public_id in zip(rows, writing.allot_public_ids("incident", len(rows)), strict=True):
            row.public_id = public_id
    entries = [row.entering() for row in rows]
    desk.enter_incidents(
        [(entry, row.dataset_row or 0, row.public_id) for entry, row in zip(entries, rows, strict=True)],
        state=WorkflowState.PUBLISHED if public else context.state,
        licence=context.licence,
        by=context.by,
        own=context.own,
    )
    desk.enter_parts(entries, context.scheme, own=context.own)


def _update(context: ChunkContext, rows: Sequence[JudgedRow]) -> None:
    if rows:
        entries = [row.entering() for row in rows]
        desk.rewrite(entries, dataset=context.scheme, licence=context.licence, own=context.own)
        desk.set_origins(
            [(row.incident or 0, row.dataset_row or 0, _state_after(context, row)) for row in rows],
            context.licence,
        )


def _refresh(context: ChunkContext, rows: Sequence[JudgedRow]) -> None:
    """Another version of the dataset says the same: only the row that the incident follows is another."""
    if rows:
        desk.set_origins(
            [(row.incident or 0, row.dataset_row or 0, row.state or "") for row in rows], context.licence
        )


def _state_after(context: ChunkContext, row: JudgedRow) -> str:
    """What is public and not issued anew here waits as a draft for its correction."""
    if not context.publish:
        return (WorkflowState.DRAFT if row.public_id else WorkflowState(context.state)).value
    return WorkflowState.DRAFT.value if row.taken_back else row.state or context.state


# Publishing and verdicts --------------------------------------------------------------------------


def _publish(context: ChunkContext, rows: Sequence[JudgedRow]) -> None:
    """First editions of what is not public yet, corrections of what is.

    Rows that were only coded anew correct nothing: what is public of them is refreshed, and drafts stay drafts.
    """
    created = [row for row in rows if row.verdict == RowVerdict.CREATED]
    updated = [row for row in rows if row.verdict == RowVerdict.UPDATED]
    waiting = [row for row in rows if row.verdict == RowVerdict.UNCHANGED and row.waits]
    late = [] if context.recoding else _incidents([*waiting, *(row for row in updated if not row.public_id)])
    corrected = [row for row in updated if row.public_id and not row.taken_back]
    public = _incidents(row for row in corrected if not row.is_recoded)
    recoded = _incidents(row for row in corrected if row.is_recoded)
    refreshed = _incidents(
        row for row in rows if row.verdict == RowVerdict.REFRESHED and row.state == WorkflowState.PUBLISHED
    )
    again = _incidents(row for row in updated if row.taken_back)
    if context.dry:
        Plan.of_entered(
            dict.fromkeys([*_incidents(created), *late, *public, *recoded, *refreshed, *again])
        ).rehearse()
        return
    if created:
        Plan.of_entered({row.incident or 0: row.public_id for row in created}).issue(FIRST)
    if late:
        Plan.lock({"incident": late}).issue(FIRST)
    if public:
        Plan.lock({"incident": public}).issue(_occasion(context))
    if recoded:
        Plan.lock({"incident": recoded}).issue(_recoding(context))
    if refreshed:
        note = _("Follows %(dataset)s, which says the same of it.") % {"dataset": context.label}
        Plan.lock({"incident": refreshed}).issue(Occasion(EditionKind.REFRESHED, note))
    if again:
        note = _("Entered again from %(dataset)s, after an import had been taken back.")
        occasion = Occasion(EditionKind.CORRECTED, note % {"dataset": context.label}, Purpose.FACTUAL)
        Plan.lock({"incident": again}).issue(occasion)
    Incident.objects.filter(pk__in=[*late, *public, *recoded, *again]).update(state=WorkflowState.PUBLISHED)


def _occasion(context: ChunkContext) -> Occasion:
    """Why what follows a dataset is issued anew."""
    if context.recoding:
        return _recoding(context)
    note = _("Follows %(dataset)s, which has changed.")
    return Occasion(EditionKind.CORRECTED, note % {"dataset": context.label}, Purpose.FACTUAL)


def _recoding(context: ChunkContext) -> Occasion:
    """Why what is read otherwise from the same row is issued anew."""
    note = _("Coded anew from the same row of %(dataset)s.")
    if context.recoding:
        note = _("Says by whom it was coded, and what %(dataset)s says of it; the dataset has not changed.")
    return Occasion(EditionKind.REFRESHED, note % {"dataset": context.label})


def _incidents(rows: Iterable[JudgedRow]) -> list[int]:
    return [row.incident for row in rows if row.incident is not None]


def _keep_verdicts(context: ChunkContext, rows: Sequence[JudgedRow]) -> None:
    table = _verdict_table(context)
    for row in rows:
        kept = None if row.verdict == RowVerdict.REJECTED else row.dataset_row
        came_in = row.verdict in (RowVerdict.CREATED, RowVerdict.UPDATED)
        reason = f"{row.reason} {row.note}".strip() if came_in else row.reason
        table.add(row.line, row.key[:100], row.verdict.value, reason, row.flags, kept)
    table.write()


def _verdict_table(context: ChunkContext) -> TableCopy:
    return TableCopy(ImportVerdict, "line", "key", "verdict", "reason", "flags", "row_id", run_id=context.run)
