"""Imports of the page: a spreadsheet checked against the desk or taken in, and an import taken back.

Chunk by chunk, so that an import that is stopped, killed or met by a restart has its last whole chunk in, and goes on
behind it: rows that have their verdict are passed over.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from incidents.codebook import RowUndone, RowVerdict
from incidents.intake.imports.engine.chunks import Superseded
from incidents.intake.imports.engine.running import ImportOptions, ImportResult, run
from incidents.intake.imports.files.sources import NoSource
from incidents.intake.imports.spreadsheet.coder import MappedSheet
from incidents.intake.imports.spreadsheet.mapping import BadMapping
from incidents.intake.imports.spreadsheet.saved import save
from incidents.intake.imports.spreadsheet.uploads import CheckResult, Upload, waiting
from incidents.intake.imports.undo.runs import rows_left, undo
from incidents.models import ImportRun, ImportVerdict, Job
from incidents.spreadsheets import csv_lines

from .running_job import JobFailed, RunningJob

REPORT_HEADING = ("line", "id", "verdict", "reason", "flags")
MOST_LISTED = 50
"""Rows of one kind that a check lists."""
SECONDS_BETWEEN_COUNTS = 2

Counts = Callable[[], dict[str, int]]


def check(job: RunningJob) -> dict[str, Any]:
    """Do all that an import does, and keep nothing but what would become of the rows, beside the upload."""
    upload = _upload(job)
    result = _run(job, upload, ImportOptions(by=_user(job), dry=True, whole=job.arguments["whole"]))
    rejected = [row for row in result.report if row[2] == RowVerdict.REJECTED]
    remarks = [row for row in result.report if row[2] != RowVerdict.REJECTED and row[3]]
    upload.keep_check(
        CheckResult(
            result.counts,
            str(result.missing),
            [(line, key, reason) for line, key, _verdict, reason, _flags in rejected[:MOST_LISTED]],
            result.new,
            [(line, key, reason) for line, key, _verdict, reason, _flags in remarks[:MOST_LISTED]],
            max(len(rejected) - MOST_LISTED, 0),
            max(len(remarks) - MOST_LISTED, 0),
        ),
        csv_lines(REPORT_HEADING, result.report),
    )
    upload.touch()
    return {"counts": result.counts}


def bring_in(job: RunningJob) -> dict[str, Any]:
    """Import the rows, save the mapping for the next file of the same make, and delete the upload."""
    finished = _finished(job)
    if finished is None:
        how = job.arguments["how"]
        options = ImportOptions(
            by=_user(job), publish=how == "publish", approve=how == "approve", whole=job.arguments["whole"]
        )
        finished = _run(job, _upload(job), options).run
    if upload := waiting(job.arguments["upload"], _user(job).pk):
        save(finished, upload.mapping)
        upload.delete()
    return {"run": finished.pk, "counts": _verdicts(finished)}


def take_back(job: RunningJob) -> dict[str, Any]:
    """Take a run back. What a chunk did stays when it is stopped, and the rest is done the next time."""
    import_run = ImportRun.objects.select_related("dataset").get(pk=job.arguments["run"])
    if import_run.undone_at is None or import_run.undone_at < _enqueued_at(job):
        progress = _Progress(job, rows_left(import_run), lambda: _fates(import_run))
        progress(0)
        undo(import_run, by=_user(job), note=job.arguments["note"], progress=progress)
    return {"run": import_run.pk, "counts": _fates(import_run)}


def _run(job: RunningJob, upload: Upload, options: ImportOptions) -> ImportResult:
    try:
        source = replace(upload.source(seconds=None), name=upload.name)
        coder = MappedSheet(upload.mapping, source.heading)
        progress = _Progress(job, source.total, lambda: _verdicts(_unfinished(upload.name)))
        return run(source, coder, options, progress)
    except BadMapping as bad:
        raise JobFailed(_("The mapping does not fit this file: the preview says where.")) from bad
    except (NoSource, Superseded) as problem:
        raise JobFailed(str(problem)) from problem


def _upload(job: RunningJob) -> Upload:
    upload = waiting(job.arguments["upload"], _user(job).pk)
    if upload is None:
        raise JobFailed(
            _(
                "The upload is not there any more. Upload the file again: what is in stays, and it goes on from there."
            )
        )
    return upload


def _user(job: RunningJob) -> User:
    """In whose name it is done, with the role that they have now."""
    user = User.objects.filter(pk=job.by.pk, is_active=True).first() if job.by else None
    if user is None:
        raise JobFailed(
            _("The account of whoever asked for it is closed. Have somebody else import the file.")
        )
    return user


def _enqueued_at(job: RunningJob) -> Any:
    return Job.objects.values_list("enqueued_at", flat=True).get(pk=job.pk)


def _finished(job: RunningJob) -> ImportRun | None:
    """The run, where the process ended between finishing it and saying so."""
    runs = ImportRun.objects.filter(source=job.arguments["source"], finished_at__gte=_enqueued_at(job))
    return runs.filter(undone_at=None).order_by("-pk").first()


def _unfinished(name: str) -> ImportRun | None:
    return ImportRun.objects.filter(source=name, finished_at=None, undone_at=None).order_by("-pk").first()


def _verdicts(import_run: ImportRun | None) -> dict[str, int]:
    verdicts = ImportVerdict.objects.filter(run=import_run).order_by()
    counts = dict(verdicts.values_list("verdict").annotate(Count("pk")))
    return {verdict.value: counts[verdict.value] for verdict in RowVerdict if verdict.value in counts}


def _fates(import_run: ImportRun) -> dict[str, int]:
    verdicts = ImportVerdict.objects.filter(run=import_run).exclude(undone="").order_by()
    counts = dict(verdicts.values_list("undone").annotate(Count("pk")))
    return {fate.value: counts[fate.value] for fate in RowUndone if fate.value in counts}


_LABELS = {str(code.value): code.label for codes in (RowUndone, RowVerdict) for code in codes}


class _Progress:
    """Says how many rows are done, what became of them, how fast it goes and how long it may take."""

    def __init__(self, job: RunningJob, total: int | None, counts: Counts) -> None:
        self.job, self.total, self.counts = job, total, counts
        self.done = 0.0
        self.passed: float | None = None
        """Rows that an earlier attempt had done; known from the first call on."""
        self.begun = self.counted = time.monotonic()
        job.progress(0, total, _("Reading the file"))

    def __call__(self, rows: float) -> None:
        """Raises ``JobInterrupted`` where it has to end."""
        if self.passed is None:
            self.passed, self.begun = rows, time.monotonic()
        self.done += rows
        step = None
        if time.monotonic() - self.counted >= SECONDS_BETWEEN_COUNTS:
            step, self.counted = self._step(), time.monotonic()
        self.job.progress(int(self.done), self.total, step)

    def _step(self) -> str:
        counts = ", ".join(
            f"{number:,} {str(_LABELS[code]).lower()}" for code, number in self.counts().items()
        )
        rate = (self.done - (self.passed or 0)) / max(time.monotonic() - self.begun, 0.1)
        speed = _("%(n)s rows a second") % {"n": f"{rate:,.0f}"}
        return "; ".join(filter(None, [counts, speed, self._left(rate) if rate and self.total else ""]))

    def _left(self, rate: float) -> str:
        seconds = max((self.total or 0) - self.done, 0) / rate
        if seconds < 60:
            return _("less than a minute left")
        minutes = round(seconds / 60)
        return ngettext("about %(n)s minute left", "about %(n)s minutes left", minutes) % {"n": minutes}
