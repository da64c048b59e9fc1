"""Verdicts of staged rows: each is new, known and unchanged, known and changed, or set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from incidents.codebook import RowVerdict, WorkflowState
from incidents.editorial.subjects import OUT_OF_FORCE

from . import staging
from .coded import StagedRow
from .context import ChunkContext
from .desk import Entering

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


@dataclass(slots=True)
class JudgedRow:
    """A staged row with what the desk has of it, and the verdict."""

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

    def entering(self) -> Entering:
        """The row for the desk's tables, once it has been coded and has an incident."""
        if self.incident is None or self.row is None:
            raise TypeError(f"line {self.line} is not to be entered")
        return Entering(self.incident, self.row)

    @property
    def waits(self) -> bool:
        """Whether it was imported before without being published, and is as it was."""
        return (
            self.public_id is None
            and self.untouched
            and self.origin_row is not None
            and self.state in (WorkflowState.DRAFT, WorkflowState.APPROVED)
        )


def judged(context: ChunkContext, lines: Sequence[int]) -> list[JudgedRow]:
    """The staged rows of these lines, each with its verdict. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            _ROWS.format(table=context.table),
            {
                "dataset": context.dataset,
                "scheme": context.scheme,
                "lines": list(lines),
                "lacking": list(context.lacking),
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
