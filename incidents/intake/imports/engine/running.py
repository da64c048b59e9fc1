"""A run from the first row to the last: read, code, settle what is named, stage, and take in chunk by chunk.

This process reads and codes; others take in the chunks, so that both cores of a small machine have work. A run that
was killed is taken up again by the same command: rows that have their verdict are passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import msgspec
import pghistory
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import Licence, WorkflowState
from incidents.editorial.refusal import Refused
from incidents.models import Dataset, ImportRun, ImportVerdict

from ..files.sources import RowSource
from . import chunks, staging
from .batches import require, rolled_back
from .coded import Coder
from .coding import Coding
from .context import ChunkContext
from .gone import MissingRows, missing_rows, settle_missing
from .new_references import NewReference, with_made
from .publishing import publish_named
from .references import References
from .settling import Settling
from .workers import taking_in

Progress = Callable[[float], None]
"""Told of rows as they come along: a quarter when they are coded, and when they are staged, half when taken in."""


@dataclass(frozen=True)
class ImportOptions:
    """In whose name a run goes, what becomes of its incidents, and in how many processes."""

    by: User
    publish: bool = False
    approve: bool = False
    whole: bool = False
    """Whether the file is the whole dataset: what it has not any more is retracted."""
    recoding: bool = False
    """Whether the rows are those of before, coded anew: then nothing is corrected, and no draft published."""
    dry: bool = False
    jobs: int = 1
    makes_doubtful: bool = False
    """Enter names that are in doubt as new, in place of setting their rows aside until somebody has decided."""


@dataclass
class ImportResult:
    """What a run did. ``counts`` are of the whole run, ``passed`` of what an earlier, killed one had done already."""

    run: ImportRun
    counts: dict[str, int] = field(default_factory=dict)
    passed: int = 0
    missing: MissingRows = field(default_factory=MissingRows)
    report: list[tuple[Any, ...]] = field(default_factory=list)
    """Line, key, verdict, reason, flags of every row; filled by a dry run, of which nothing else stays."""
    new: list[NewReference] = field(default_factory=list)
    """Every place, actor and source that the run entered or, in doubt, set rows aside for."""
    asks: bool = False
    """Whether names in doubt set their rows aside."""


def run(
    source: RowSource, coder: Coder, options: ImportOptions, progress: Progress = lambda rows: None
) -> ImportResult:
    """Import all rows. Raises ``Refused`` where the role, or the dataset's licence, does not allow it."""
    _check_allowed(coder, options)
    if options.dry:
        return rolled_back(_Run(source, coder, replace(options, jobs=1), progress).go)
    return _Run(source, coder, options, progress).go()


def _check_allowed(coder: Coder, options: ImportOptions) -> None:
    """Imported incidents have no editor but the dataset: whoever may both approve and publish may let them in whole."""
    capabilities = [Capability.ENTER]
    capabilities += [Capability.APPROVE] if options.approve or options.publish else []
    capabilities += [Capability.PUBLISH] if options.publish else []
    capabilities += [Capability.RETRACT] if options.whole else []
    require(options.by, capabilities, _("Import without it, or have a reviewer import."))
    if coder.about.licence == Licence.RESTRICTED and (options.publish or options.approve):
        raise Refused.because(
            _("The licence of this dataset does not allow publication."), _("Import it as drafts.")
        )
    restricted = Dataset.objects.filter(key=coder.about.key, licence=Licence.RESTRICTED)
    if coder.about.licence != Licence.RESTRICTED and restricted.exists():
        raise Refused.because(
            _("The dataset %(key)s is here under a licence that does not allow publication.")
            % {"key": coder.about.key},
            _("Import it as restricted; another dataset needs a key of its own."),
        )


class _Run:
    def __init__(self, source: RowSource, coder: Coder, options: ImportOptions, progress: Progress) -> None:
        self.source, self.coder, self.options, self.progress = source, coder, options, progress
        self.coding = Coding(coder)

    def go(self) -> ImportResult:
        with transaction.atomic():
            settling = self._begin()
            run = settling.import_run
            context = self._context(run, staging.create(run.pk))
        done = set(ImportVerdict.objects.filter(run=run, line__isnull=False).values_list("line", flat=True))
        self.progress(len(done))
        reader, total = self.source.rows(), 0
        with taking_in(context, self.options.jobs, lambda rows: self.progress(rows / 2)) as hand_over:
            while rows := list(islice(reader, chunks.SIZE)):
                total += len(rows)
                # Rows that are done are coded, too: no other may have their identifiers.
                coded = [(row, self.coding.coded(row)) for row in rows]
                if new := [(row, result) for row, result in coded if row.line not in done]:
                    self.progress(len(new) / 4)
                    settling.stage(context.table, new)
                    if self.options.publish and not self.options.dry:
                        publish_named(settling.named, settling.changed, self.options.by)
                    self.progress(len(new) / 4)
                    hand_over([row.line for row, _result in new])
        others = settle_missing(run, context, self.options.by)
        return self._finish(settling, total, others, passed=len(done))

    def _begin(self) -> Settling:
        """A run of the same source that was never finished, or a new one, with the dataset's maker settled."""
        about = self.coder.about
        references = References(self.options.by, publishes=self.options.publish)
        references.settle([], [about.maker])
        facts = {
            "title": about.title,
            "licence": about.licence,
            "citation": about.citation,
            "own": about.own,
            "source_id": references.source(about.maker),
        }
        dataset, _new = Dataset.objects.get_or_create(key=about.key, version=about.version, defaults=facts)
        same = {"dataset": dataset, "importer": self.coder.name, "source": self.source.name[:1000]}
        run = ImportRun.objects.filter(**same, finished_at=None, undone_at=None).first()
        run = run or ImportRun.objects.create(**same, started_by=self.options.by)
        with pghistory.context(run=str(run.pk)):
            Dataset.objects.filter(pk=dataset.pk).exclude(**facts).update(**facts)
        run.publishes = self.options.publish
        for kind, keys in references.made.items():
            run.made.setdefault(kind, []).extend(keys)
        references.made.clear()
        run.save(update_fields=["publishes", "made"])
        asks = about.mendable and not self.options.makes_doubtful
        return Settling(run, references, asks=asks)

    def _context(self, run: ImportRun, table: str) -> ChunkContext:
        about, options = self.coder.about, self.options
        return ChunkContext(
            run=run.pk,
            table=table,
            dataset=run.dataset_id,
            scheme=about.key,
            version=about.version,
            source=run.source,
            licence=about.licence,
            by=options.by.pk,
            label=f"{about.title} {about.version}",
            publish=options.publish,
            state=WorkflowState.APPROVED if options.approve or options.publish else WorkflowState.DRAFT,
            dry=options.dry,
            whole=options.whole,
            recoding=options.recoding,
            lacking=self.coder.lacking,
            own=about.own,
        )

    def _finish(self, settling: Settling, rows: int, others: int, *, passed: int) -> ImportResult:
        run = settling.import_run
        new = with_made(list(settling.new.listed.values()), run.made)
        run.rows, run.finished_at, run.new_references = rows, timezone.now(), msgspec.to_builtins(new)
        run.save(update_fields=["rows", "finished_at", "new_references"])
        staging.drop(run.pk)
        verdicts = ImportVerdict.objects.filter(run=run).order_by()
        counts = dict(verdicts.values_list("verdict").annotate(Count("pk")))
        report = list(report_rows(run)) if self.options.dry else []
        missing = missing_rows(run, others)
        return ImportResult(run, counts, passed, missing, report, new, settling.asks)


def report_rows(run: ImportRun) -> Iterator[tuple[Any, ...]]:
    """Line, key, verdict, reason and flags of every row of a run, in the order of the file.

    Rows that the file has not, and earlier ones had, come last, without a line.
    """
    verdicts = ImportVerdict.objects.filter(run=run).order_by("line")
    for *columns, flags in verdicts.values_list("line", "key", "verdict", "reason", "flags").iterator():
        yield (*columns, " ".join(flags))
