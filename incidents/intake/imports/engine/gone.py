"""Rows that earlier files of a dataset had and this one has not: listed with their dead, or retracted as one batch.

A file that is a part of a dataset has not most of its rows, and says nothing about them. So they are listed one by one
where the file stands in the place of an earlier one, and counted everywhere; only who says that the file is the whole
dataset has their incidents retracted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import RowVerdict, WorkflowState
from incidents.editorial.acts.retract import retract_batch
from incidents.editorial.issuing import Plan
from incidents.editorial.subjects import OUT_OF_FORCE
from incidents.models import AssessedFigure, DatasetRow, ImportRun, ImportVerdict, Incident

from .batches import Batches
from .context import ChunkContext
from .faults import reason_of
from .likenesses import KILLED, address_of
from .writing import TableCopy

SIZE = 1000
FEW = 1000
"""Missing rows that are listed of any file that shares a row with an earlier one; of more, where it shares half."""

_MISSING = """
WITH standing AS (
    SELECT origin.id, origin.key
    FROM incidents_incident incident
    JOIN incidents_datasetrow origin ON origin.id = incident.origin_row_id
    JOIN incidents_dataset dataset ON dataset.id = origin.dataset_id
    WHERE dataset.key = %(key)s AND incident.state <> ALL(%(closed)s)
), present AS (
    SELECT DISTINCT key FROM incidents_importverdict WHERE run_id = %(run)s AND line IS NOT NULL AND key <> ''
), brought AS (
    SELECT DISTINCT verdict.run_id, standing.id, present.key IS NOT NULL AS shared
    FROM incidents_importrun run
    JOIN incidents_dataset dataset ON dataset.id = run.dataset_id AND dataset.key = %(key)s
    JOIN incidents_importverdict verdict
        ON verdict.run_id = run.id AND verdict.line IS NOT NULL AND verdict.verdict <> 'rejected'
    JOIN standing ON standing.key = verdict.key LEFT JOIN present ON present.key = verdict.key
    WHERE run.id <> %(run)s AND run.undone_at IS NULL
), replaced AS (
    SELECT run_id FROM brought GROUP BY run_id
    HAVING count(*) FILTER (WHERE shared) * 2 >= count(*)
        OR (bool_or(shared) AND count(*) FILTER (WHERE NOT shared) <= %(few)s)
)
SELECT standing.id, standing.id IN (SELECT id FROM brought WHERE run_id IN (SELECT run_id FROM replaced))
FROM standing LEFT JOIN present USING (key)
WHERE present.key IS NULL
    AND NOT EXISTS (
        SELECT FROM incidents_importverdict verdict WHERE verdict.run_id = %(run)s AND verdict.row_id = standing.id
    )
ORDER BY standing.id
"""


@dataclass(frozen=True)
class MissingRows:
    """How many rows a file has not that earlier ones had, and the people killed in them, as the desk has them.

    Ends are sums over the incidents that have one; ``retracted`` of the rows are so by the run, ``others`` are rows of
    other files of the dataset, in whose place this one does not stand.
    """

    rows: int = 0
    retracted: int = 0
    low: int = 0
    best: int = 0
    high: int = 0
    others: int = 0

    def __str__(self) -> str:
        """In a sentence or two, with what can be done; empty where none is missing."""
        dead = {"best": self.best, "low": self.low, "high": self.high}
        sentences = []
        if self.rows:
            text = ngettext(
                "%(n)s row of earlier files is not in this one, with %(best)s killed (%(low)s to %(high)s).",
                "%(n)s rows of earlier files are not in this one, with %(best)s killed (%(low)s to %(high)s).",
                self.rows,
            )
            sentences.append(text % {"n": self.rows, **dead})
        if self.retracted:
            sentences.append(_("Incidents retracted: %(n)s.") % {"n": self.retracted})
        if kept := self.rows - self.retracted:
            sentences.append(_("Incidents that stay in force: %(n)s.") % {"n": kept})
        if self.others:
            text = _("The dataset has %(n)s more rows from other files; they stay as they are.")
            sentences.append(text % {"n": self.others})
        return " ".join(sentences)


def settle_missing(run: ImportRun, context: ChunkContext, by: User) -> int:
    """Write a verdict for each row that is listed as missing, and retract them if the file is the whole dataset.

    Returns the number of other rows of the dataset that the file has not. Killed, it goes on where it was.
    """
    closed = [str(state) for state in OUT_OF_FORCE]
    with connection.cursor() as cursor:
        cursor.execute(_MISSING, {"key": context.scheme, "run": run.pk, "closed": closed, "few": FEW})
        missing = dict(cursor.fetchall())
    listed = [row for row, is_listed in missing.items() if is_listed or context.whole]
    batches = _Missing(run, context, by)
    for start in range(0, len(listed), SIZE):
        batches.run(listed[start : start + SIZE])
    return len(missing) - len(listed)


def missing_rows(run: ImportRun, others: int = 0) -> MissingRows:
    """The totals of the rows that the run lists as missing; ``others`` as ``settle_missing`` returns. Two queries."""
    verdicts = ImportVerdict.objects.filter(run=run, line=None)
    made = list(verdicts.values_list("verdict", "row__incidents_made"))
    retracted = sum(verdict == RowVerdict.RETRACTED for verdict, _pk in made)
    killed = AssessedFigure.objects.filter(
        incident__in={pk for _verdict, pk in made if pk}, outcome__in=KILLED
    )
    figures = list(killed.values_list("low", "best", "high"))
    low, best, high = (sum(figure[end] or 0 for figure in figures) for end in range(3))
    return MissingRows(len(made), retracted, low, best, high, others)


class _Missing(Batches):
    """Dataset rows that a file has not, by their keys. A dry run leaves the log alone."""

    def __init__(self, run: ImportRun, context: ChunkContext, by: User) -> None:
        super().__init__(by, Capability.RETRACT if context.whole else Capability.ENTER, run=str(run.pk))
        self.context = context
        self.doubt = _doubt(run) if context.whole else ""

    def process(self, rows: Sequence[int]) -> None:
        incidents = self._locked(rows)
        reasons = {row: self._reason_to_keep(incident) for row, incident in incidents.items()}
        self._retract([incident for row, incident in incidents.items() if not reasons[row]])
        self._keep(incidents, reasons)

    def set_aside(self, row: int, fault: Exception) -> None:
        self._keep(self._locked([row]), {row: reason_of(fault)})

    def _locked(self, rows: Sequence[int]) -> dict[int, Incident]:
        keys = list(Incident.objects.filter(origin_row__in=rows).values_list("pk", flat=True))
        locked = Plan.lock({"incident": keys}).rows["incident"].values()
        incidents = {row.origin_row_id: row for row in locked if isinstance(row, Incident)}
        return {row: incidents[row] for row in rows if row in incidents}

    def _reason_to_keep(self, incident: Incident) -> str:
        if not self.context.whole:
            return _("Not in this file; it stays as it is.")
        if self.doubt:
            return self.doubt
        if incident.updated_by_id is not None or incident.adopted_on is not None:
            return _("Not in this file, but edited or adopted on the desk since; retract it there.")
        if incident.public_id and incident.state != WorkflowState.PUBLISHED:
            return _("Not in this file, but somebody works on it; retract it on the desk.")
        return ""

    def _retract(self, incidents: Sequence[Incident]) -> None:
        public = [incident for incident in incidents if incident.public_id and not self.context.dry]
        others = [incident.pk for incident in incidents if incident not in public]
        Incident.objects.filter(pk__in=others).update(state=WorkflowState.RETRACTED)
        retract_batch(public, _("%(dataset)s does not have it any more.") % {"dataset": self.context.label})

    def _keep(self, incidents: dict[int, Incident], reasons: dict[int, str]) -> None:
        table = TableCopy(
            ImportVerdict, "key", "verdict", "reason", "row_id", run_id=self.context.run, line=None
        )
        keys = dict(DatasetRow.objects.filter(pk__in=incidents).values_list("pk", "key"))
        for row, incident in incidents.items():
            verdict = RowVerdict.GONE if reasons[row] else RowVerdict.RETRACTED
            where = f"{incident.title}, {address_of(incident.pk, incident.public_id)}"
            table.add(keys[row], verdict.value, f"{reasons[row]} {where}".strip(), row)
        table.write()


def _doubt(run: ImportRun) -> str:
    """Why nothing is retracted although the file is said to be the whole dataset; empty where there is no reason."""
    verdicts = ImportVerdict.objects.filter(run=run, line__isnull=False)
    nameless = verdicts.filter(key="").count()
    if nameless:
        return ngettext(
            "Not retracted: %(n)s row of the file has no identifier that can be read, and may be this one.",
            "Not retracted: %(n)s rows of the file have no identifier that can be read, and may be this one.",
            nameless,
        ) % {"n": nameless}
    known = verdicts.exclude(verdict__in=(RowVerdict.CREATED, RowVerdict.REJECTED))
    if not known.exists():
        return _("Not retracted: the file has no row that is known here, and may be another dataset's.")
    return ""
