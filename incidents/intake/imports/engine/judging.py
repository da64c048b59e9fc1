"""Verdicts of staged rows: each is new, known and unchanged, known and changed, or set aside."""

from __future__ import annotations

import re
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
from .likenesses import LIKE_ANOTHER, likenesses

_ROWS = """
SELECT staged.line, staged.key, staged.digest, staged.flags, staged.problem, staged.note, staged.coded,
    row.id, row.digest, row.incident_id IS NOT NULL, incident.id, incident.state, incident.public_id,
    incident.updated_by_id IS NULL AND incident.adopted_on IS NULL, incident.origin_row_id,
    origin.digest, made.key, made.version,
    taken.run_id, taken.undone = '',
    CASE WHEN row.digest <> staged.digest THEN (
        SELECT after.run_id
        FROM (
            SELECT event.digest, (context.metadata ->> 'run')::bigint AS run_id,
                lead((context.metadata ->> 'run')::bigint) OVER (ORDER BY event.pgh_id) AS next_id, event.pgh_id
            FROM incidents_datasetrowevent event
            LEFT JOIN pghistory_context context ON context.id = event.pgh_context_id
            WHERE event.pgh_obj_id = row.id
        ) state
        CROSS JOIN LATERAL (
            SELECT next.id AS run_id FROM incidents_importrun before, incidents_importrun next
            WHERE before.id = state.run_id AND next.id = state.next_id
                AND before.source = %(source)s AND next.source <> before.source
        ) after
        WHERE state.digest = staged.digest ORDER BY state.pgh_id DESC LIMIT 1
    ) END,
    origin.digest <> staged.digest AND origin.verbatim = staged.verbatim::jsonb,
    ARRAY(SELECT name FROM unnest(%(lacking)s::text[]) AS name WHERE origin.verbatim ->> name <> '')
FROM "{table}" staged
LEFT JOIN incidents_datasetrow row ON row.dataset_id = %(dataset)s AND row.key = staged.key
LEFT JOIN LATERAL (
    SELECT external.incident_id AS id
    FROM unnest(staged.schemes, staged.ids) WITH ORDINALITY AS code (scheme, value, position)
    JOIN incidents_externalid external ON (external.scheme, external.value) = (code.scheme, code.value)
        AND external.match = 'same' AND external.incident_id IS NOT NULL
    ORDER BY code.position, external.incident_id LIMIT 1
) named ON true
LEFT JOIN incidents_incident incident ON incident.id = coalesce(row.incident_id, named.id)
LEFT JOIN incidents_datasetrow origin ON origin.id = incident.origin_row_id
LEFT JOIN incidents_dataset made ON made.id = origin.dataset_id
LEFT JOIN LATERAL (
    SELECT run_id, verdict, undone FROM incidents_importverdict
    WHERE row_id = incident.origin_row_id AND (verdict IN ('created', 'updated', 'retracted') OR undone <> '')
    ORDER BY id DESC LIMIT 1
) taken ON incident.state = 'retracted'
    AND (taken.undone = 'retracted' OR (taken.verdict = 'retracted' AND taken.undone = ''))
WHERE staged.line = ANY(%(lines)s) ORDER BY staged.line
"""
_VERSION = re.compile(r"\d+(\.\d+)*")


@dataclass(slots=True)
class JudgedRow:
    """A staged row with what the desk has of it, and the verdict."""

    line: int
    key: str
    digest: str
    flags: list[str]
    problem: str
    note: str
    """What is odd about it, for whoever reads the report of a row that came in."""
    coded: str | None
    dataset_row: int | None
    known_digest: str | None
    linked: bool
    incident: int | None
    state: str | None
    public_id: str | None
    untouched: bool
    origin_row: int | None
    origin_digest: str | None
    origin_dataset: str | None
    """Key of the dataset that the incident was made from, if any."""
    origin_version: str | None
    taken_back: int | None
    """The import with which, or with whose undoing, the incident was retracted."""
    was_gone: bool | None
    """Whether that import retracted it, as the whole dataset did not have the row."""
    superseded: int | None
    """The import of another file that has changed the row since this file was imported first."""
    is_recoded: bool | None
    """Whether its text is that of the row the incident was made from, and only the way of coding is another."""
    lost: list[str]
    """Columns in which the row that the incident was made from says something, and this table has none."""
    verdict: RowVerdict = RowVerdict.UNCHANGED
    reason: str = ""
    row: StagedRow | None = None
    is_rewritten: bool = False
    """Whether it is written otherwise than the row that is kept, and says the same."""

    @property
    def name(self) -> str:
        """How people call its incident: by its public id or, before it has one, by its number on the desk."""
        return self.public_id or _("Draft %(number)s") % {"number": self.incident}

    def settle(self, verdict: RowVerdict, reason: str = "") -> None:
        self.verdict, self.reason = verdict, reason

    def settle_same(self, context: ChunkContext) -> None:
        """For a row that says what its incident says. Only whoever publishes may have the public read the version."""
        if self.origin_version == context.version:
            self.settle(RowVerdict.UNCHANGED)
        elif self.public_id and not context.publish:
            self.settle(
                RowVerdict.UNCHANGED, _("Only the version is another; publish the import to have it said.")
            )
        else:
            self.settle(RowVerdict.REFRESHED)

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
                "source": context.source,
                "lines": list(lines),
                "lacking": list(context.lacking),
            },
        )
        rows = [JudgedRow(*columns) for columns in cursor.fetchall()]
    for row in rows:
        _judge(context, row)
        if row.coded and row.verdict in (RowVerdict.CREATED, RowVerdict.UPDATED):
            row.row = staging.decoded(row.coded)
    _flag_likenesses(context, rows)
    return rows


def _flag_likenesses(context: ChunkContext, rows: Sequence[JudgedRow]) -> None:
    new = {row.line: row.row for row in rows if row.verdict == RowVerdict.CREATED and row.row}
    others = likenesses(new, context.scheme)
    for row in rows:
        if row.line in others:
            row.flags = [*row.flags, LIKE_ANOTHER]
            row.reason = others[row.line]


def _judge(context: ChunkContext, row: JudgedRow) -> None:
    """Changed is what was coded differently; whether that changes what its incident says, ``comparing`` finds out."""
    if row.problem:
        row.settle(RowVerdict.REJECTED, row.problem)
    elif row.dataset_row is not None and not row.linked:
        row.settle(RowVerdict.UNCHANGED, _("Its incident was deleted on the desk; the row is kept."))
    elif row.incident is None:
        row.settle(RowVerdict.CREATED)
    elif row.taken_back and row.untouched:
        why = (
            _("Entered again: the file of import %(run)s did not have it.")
            if row.was_gone
            else _("Entered again: import %(run)s was taken back.")
        )
        row.settle(RowVerdict.UPDATED, why % {"run": row.taken_back})
    elif row.origin_row is None:
        row.settle(RowVerdict.UNCHANGED, _("The desk's own coding of this event is kept; the row is linked."))
    elif row.origin_dataset != context.scheme:
        kept = _("%(id)s is that event, made from %(dataset)s, and is kept; the row is linked.")
        row.settle(RowVerdict.UNCHANGED, kept % {"id": row.name, "dataset": row.origin_dataset})
    else:
        _judge_known(context, row)


def _judge_known(context: ChunkContext, row: JudgedRow) -> None:
    """A row whose incident was made from this dataset, in this version or another."""
    same = row.origin_digest == row.digest
    out_of_force = _("%(id)s is out of force; reopen it first.") % {"id": row.name}
    edited = _("It was edited or adopted on the desk since it was imported; edit it there.")
    newer = _("%(id)s follows version %(version)s by now.") % {"id": row.name, "version": row.origin_version}
    if same and row.origin_version == context.version:
        row.settle(RowVerdict.UNCHANGED, out_of_force if row.state in OUT_OF_FORCE else "")
    elif _follows_newer(context, row):
        row.settle(RowVerdict.UNCHANGED, newer)
    elif row.state in OUT_OF_FORCE:
        row.settle(RowVerdict.UNCHANGED if same else RowVerdict.REJECTED, out_of_force)
    elif not row.untouched:
        row.settle(RowVerdict.UNCHANGED if same else RowVerdict.REJECTED, edited)
    elif same:
        row.settle_same(context)
    elif row.lost:
        poorer = _(
            "This table lacks columns that the earlier row has, and what they say would be lost: %(columns)s."
        )
        row.settle(RowVerdict.REJECTED, poorer % {"columns": ", ".join(row.lost)})
    else:
        row.settle(RowVerdict.UPDATED)


def _follows_newer(context: ChunkContext, row: JudgedRow) -> bool:
    """Whether the incident follows a newer version of the dataset than this one.

    Of versions that are no numbers such as 21.1, that is newer which was imported later.
    """
    theirs, ours = row.origin_version or "", context.version
    if theirs != ours and _VERSION.fullmatch(theirs) and _VERSION.fullmatch(ours):
        return [int(part) for part in theirs.split(".")] > [int(part) for part in ours.split(".")]
    return theirs != ours and row.known_digest == row.digest and row.origin_digest != row.digest
