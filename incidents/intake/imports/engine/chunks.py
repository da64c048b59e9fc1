"""One chunk of a run: staged rows to incidents, verdicts and editions, in one transaction.

A row is new, known and unchanged, known and changed, or set aside. Whatever goes wrong with a chunk (a restricted
name, a value that a constraint refuses) is narrowed down by halves to the rows it comes from: these are set aside with
the reason, the others go in.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import Error, connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import EditionKind, Purpose, RowVerdict, State
from incidents.editorial.acting import acting, repeated
from incidents.editorial.drafting import FIRST, Occasion
from incidents.editorial.issuing import Plan
from incidents.editorial.refusal import Refused
from incidents.editorial.subjects import OUT_OF_FORCE
from incidents.models import DatasetRow, ImportVerdict, Incident
from incidents.record.log import writing

from . import desk, staging
from .coded import StagedRow
from .writing import KeyPool, TableCopy

SIZE = 2000
"""Rows in one transaction: publishing them holds the head of the log for about half a second."""

_ROWS = """
SELECT staged.line, staged.key, staged.digest, staged.flags, staged.problem, staged.coded,
    row.id, row.digest, row.incident_id IS NOT NULL, incident.id, incident.state, incident.public_id,
    incident.updated_by_id IS NULL, incident.origin_row_id,
    CASE WHEN incident.state = 'retracted' THEN (
        SELECT run_id FROM (
            SELECT run_id, undone FROM incidents_importverdict
            WHERE row_id = incident.origin_row_id AND (verdict IN ('created', 'updated') OR undone <> '')
            ORDER BY id DESC LIMIT 1
        ) last WHERE undone = 'retracted'
    ) END,
    ARRAY(SELECT name FROM unnest(%(lacking)s::text[]) AS name WHERE origin.verbatim ->> name <> '')
FROM "{table}" staged
LEFT JOIN incidents_datasetrow row ON row.dataset_id = %(dataset)s AND row.key = staged.key
LEFT JOIN LATERAL (
    SELECT min(incident_id) AS id FROM incidents_externalid
    WHERE scheme = %(scheme)s AND value = staged.key AND match = 'same' AND incident_id IS NOT NULL
) named ON true
LEFT JOIN incidents_incident incident ON incident.id = coalesce(row.incident_id, named.id)
LEFT JOIN incidents_datasetrow origin ON origin.id = incident.origin_row_id
WHERE staged.line = ANY(%(lines)s) ORDER BY staged.line
"""
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


@dataclass(frozen=True)
class ChunkContext:
    """What a run asks of each chunk; goes to other processes as it is."""

    run: int
    table: str
    dataset: int
    scheme: str
    licence: str
    by: int
    label: str
    publish: bool
    state: str
    dry: bool = False
    lacking: tuple[str, ...] = ()


@dataclass(slots=True)
class JudgedRow:
    """A staged row with what the desk has of it, and the verdict once it is known."""

    line: int
    key: str
    digest: str
    flags: list[str]
    problem: str
    coded: str | None
    dataset_row: int | None
    known_digest: str | None
    linked: bool
    incident: int | None
    state: str | None
    public_id: str | None
    untouched: bool
    origin_row: int | None
    taken_back: int | None
    """The import with whose undoing the incident was retracted."""
    lost: list[str]
    """Columns in which the row that the incident was made from says something, and this table has none."""
    verdict: RowVerdict = RowVerdict.UNCHANGED
    reason: str = ""
    row: StagedRow | None = None

    def settle(self, verdict: RowVerdict, reason: str = "") -> None:
        self.verdict, self.reason = verdict, reason


@dataclass
class Tally:
    """How many rows got which verdict."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, rows: Sequence[JudgedRow]) -> None:
        for row in rows:
            self.counts[row.verdict.value] = self.counts.get(row.verdict.value, 0) + 1


class Superseded(RuntimeError):
    """The run was taken up by somebody else; whoever gets this stops."""


def superseded(run: int) -> Superseded:
    return Superseded(
        _("Import %(run)s was taken up by another process, which goes on with it.") % {"run": run}
    )


def take_in(order: ChunkContext, lines: Sequence[int]) -> dict[str, int]:
    """Take in the staged rows of these lines; returns how many got which verdict. Raises ``Superseded``."""
    tally = Tally()
    collecting = gc.isenabled()
    gc.disable()  # a chunk makes a million objects and no cycles: looking for some took a fifth of the time
    try:
        _halving(order, lines, tally)
    finally:
        if collecting:
            gc.enable()
    return tally.counts


def _halving(order: ChunkContext, lines: Sequence[int], tally: Tally) -> None:
    """The lines at once or, if that fails, one half after the other; a single one that fails is set aside."""
    try:
        tally.add(_transact(order, lines))
    except (Refused, Error) as error:
        if len(lines) == 1:
            tally.add(_transact(order, lines, aside=_reason(error)))
            return
        middle = len(lines) // 2
        _halving(order, lines[:middle], tally)
        _halving(order, lines[middle:], tally)


def _reason(error: Exception) -> str:
    if isinstance(error, Refused):
        return " ".join(f"{one.message} {one.remedy}".strip() for one in error.problems)
    return str(error).strip().partition("\n")[0]


@repeated
def _transact(order: ChunkContext, lines: Sequence[int], aside: str = "") -> list[JudgedRow]:
    by = User.objects.get(pk=order.by)
    capability = Capability.PUBLISH if order.publish else Capability.ENTER
    with acting(by, capability, run=str(order.run)):
        if not staging.exists(order.table):
            raise superseded(order.run)
        rows = _judged(order, lines)
        if aside:
            rows[0].settle(RowVerdict.REJECTED, aside)
        else:
            _enter(order, rows)
        _keep_verdicts(order, rows)
        _check_references()
        if order.publish and not aside:
            _publish(order, rows)
    return rows


def _check_references() -> None:
    """Deferred checks of foreign keys speak up here, while it can still be told which rows they are about.

    They take a sixth of PostgreSQL's time: better before the head of the log is held than at the end.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


# Judging ------------------------------------------------------------------------------------------


def _judged(order: ChunkContext, lines: Sequence[int]) -> list[JudgedRow]:
    with connection.cursor() as cursor:
        cursor.execute(
            _ROWS.format(table=order.table),
            {
                "dataset": order.dataset,
                "scheme": order.scheme,
                "lines": list(lines),
                "lacking": list(order.lacking),
            },
        )
        rows = [JudgedRow(*columns) for columns in cursor.fetchall()]
    for row in rows:
        _judge(row)
        if row.coded and row.verdict in (RowVerdict.CREATED, RowVerdict.UPDATED):
            row.row = staging.decoded(row.coded)
    return rows


def _judge(row: JudgedRow) -> None:
    if row.problem:
        row.settle(RowVerdict.REJECTED, row.problem)
    elif row.dataset_row is not None and not row.linked:
        row.settle(RowVerdict.UNCHANGED, _("Its incident was deleted on the desk; the row is kept."))
    elif row.incident is None:
        row.settle(RowVerdict.CREATED)
    elif row.taken_back and row.untouched:
        row.settle(
            RowVerdict.UPDATED, _("Entered again: import %(run)s was taken back.") % {"run": row.taken_back}
        )
    elif row.dataset_row is not None and row.known_digest == row.digest:
        out = _("%(id)s is out of force; reopen it first.") % {"id": row.public_id}
        row.settle(RowVerdict.UNCHANGED, out if row.state in OUT_OF_FORCE else "")
    elif row.origin_row is None:
        row.settle(RowVerdict.UNCHANGED, _("The desk's own coding of this event is kept; the row is linked."))
    elif row.state in OUT_OF_FORCE:
        row.settle(RowVerdict.REJECTED, _("%(id)s is out of force; reopen it first.") % {"id": row.public_id})
    elif not row.untouched:
        row.settle(RowVerdict.REJECTED, _("It was edited on the desk since it was imported; edit it there."))
    elif row.lost:
        poorer = _(
            "This table lacks columns that the earlier row has, and what they say would be lost: %(columns)s."
        )
        row.settle(RowVerdict.REJECTED, poorer % {"columns": ", ".join(row.lost)})
    else:
        row.settle(RowVerdict.UPDATED)


# Entering -----------------------------------------------------------------------------------------


def _enter(order: ChunkContext, rows: Sequence[JudgedRow]) -> None:
    created = [row for row in rows if row.verdict == RowVerdict.CREATED]
    updated = [row for row in rows if row.verdict == RowVerdict.UPDATED]
    linked = [row for row in rows if row.verdict == RowVerdict.UNCHANGED and row.dataset_row is None]
    keys = KeyPool(Incident, len(created))
    for row in created:
        row.incident = keys.next()
    _keep_rows(order, created + updated + linked)
    _create(order, created)
    _update(order, updated)


def _keep_rows(order: ChunkContext, rows: Sequence[JudgedRow]) -> None:
    """Every row word for word, straight from the staging table."""
    new = [row for row in rows if row.dataset_row is None]
    known = [row for row in rows if row.dataset_row is not None]
    keys = KeyPool(DatasetRow, len(new))
    for row in new:
        row.dataset_row = keys.next()
    for statement, some in ((_KEEP, new), (_RENEW, known)):
        if some:
            with connection.cursor() as cursor:
                asked: dict[str, Any] = {
                    "dataset": order.dataset,
                    "ids": [row.dataset_row for row in some],
                    "lines": [row.line for row in some],
                    "incidents": [row.incident for row in some],
                }
                cursor.execute(statement.format(table=order.table), asked)


def _create(order: ChunkContext, rows: Sequence[JudgedRow]) -> None:
    ids = writing.allot_public_ids("incident", len(rows)) if order.publish and not order.dry and rows else []
    for number, row in enumerate(rows):
        row.public_id = ids[number] if ids else None
    entering = [desk.Entering(row.incident or 0, _coded(row)) for row in rows]
    desk.enter_incidents(
        [(one, row.dataset_row or 0, row.public_id) for one, row in zip(entering, rows, strict=True)],
        state=State.PUBLISHED if ids else order.state,
        licence=order.licence,
        by=order.by,
    )
    desk.enter_parts(entering, order.scheme)


def _update(order: ChunkContext, rows: Sequence[JudgedRow]) -> None:
    if not rows:
        return
    entering = [desk.Entering(row.incident or 0, _coded(row)) for row in rows]
    desk.clear_parts([one.incident for one in entering])
    desk.rewrite_codes(entering)
    for row, one in zip(rows, entering, strict=True):
        _rewrite(order, row, one)
    desk.enter_parts(entering, order.scheme)


def _rewrite(order: ChunkContext, row: JudgedRow, one: desk.Entering) -> None:
    """The incident's own columns. What is public and not issued anew here waits as a draft for its correction."""
    coded = one.row
    state = State.DRAFT if row.taken_back else row.state or order.state
    if not order.publish:
        state = State.DRAFT if row.public_id else order.state
    Incident.objects.filter(pk=one.incident).update(
        title=coded.title,
        summary=coded.summary,
        event_type=coded.event_type,
        sub_event_type=coded.sub_event_type,
        civilian_harm=coded.civilian_harm,
        extent=coded.extent,
        occurred_earliest=coded.earliest,
        occurred_latest=coded.latest,
        occurred_precision=coded.precision,
        tags=coded.tags,
        licence=order.licence,
        origin_row=row.dataset_row,
        state=state,
        revision=F("revision") + 1,
        updated_at=timezone.now(),
    )


def _coded(row: JudgedRow) -> StagedRow:
    if row.row is None:
        raise TypeError(f"line {row.line} was not coded")
    return row.row


# Publishing ---------------------------------------------------------------------------------------


def _publish(order: ChunkContext, rows: Sequence[JudgedRow]) -> None:
    """First editions of what is not public yet, corrections of what is."""
    created = [row for row in rows if row.verdict == RowVerdict.CREATED]
    updated = [row for row in rows if row.verdict == RowVerdict.UPDATED]
    waiting = [row for row in rows if row.verdict == RowVerdict.UNCHANGED and _waits(row)]
    late = [row.incident or 0 for row in (*waiting, *(one for one in updated if not one.public_id))]
    public = [row.incident or 0 for row in updated if row.public_id and not row.taken_back]
    again = [row.incident or 0 for row in updated if row.taken_back]
    if order.dry:
        keys = [*(row.incident or 0 for row in created), *late, *public, *again]
        Plan.of_entered(dict.fromkeys(keys)).rehearse()
        return
    if created:
        Plan.of_entered({row.incident or 0: row.public_id for row in created}).issue(FIRST)
    if late:
        Plan.lock({"incident": late}).issue(FIRST)
    if public:
        note = _("Follows %(dataset)s, which has changed.") % {"dataset": order.label}
        Plan.lock({"incident": public}).issue(Occasion(EditionKind.CORRECTED, note, Purpose.FACTUAL))
    if again:
        note = _("Entered again from %(dataset)s, after an import had been taken back.") % {
            "dataset": order.label
        }
        Plan.lock({"incident": again}).issue(Occasion(EditionKind.CORRECTED, note, Purpose.FACTUAL))
    Incident.objects.filter(pk__in=[*late, *public, *again]).update(state=State.PUBLISHED)


def _waits(row: JudgedRow) -> bool:
    """Imported before without being published, and as it was."""
    return (
        row.public_id is None
        and row.untouched
        and row.origin_row is not None
        and row.state in (State.DRAFT, State.APPROVED)
    )


# Verdicts -----------------------------------------------------------------------------------------


def _keep_verdicts(order: ChunkContext, rows: Sequence[JudgedRow]) -> None:
    table = TableCopy(ImportVerdict, "line", "key", "verdict", "reason", "flags", "row_id", run_id=order.run)
    for row in rows:
        kept = None if row.verdict == RowVerdict.REJECTED else row.dataset_row
        table.add(row.line, row.key[:100], row.verdict.value, row.reason, row.flags, kept)
    table.write()
