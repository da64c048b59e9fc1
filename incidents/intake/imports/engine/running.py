"""A run from the first row to the last: read, code, settle what is named, stage, and take in chunk by chunk.

This process reads and codes; others take in the chunks, so that both cores of a small machine have work. A run that
was killed is taken up again by the same command: rows that have their verdict are passed over.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from multiprocessing import get_all_start_methods, get_context
from typing import Any

import pghistory
from django.db import ProgrammingError, connection, connections, transaction
from django.db.models import Count as CountOf
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg2.errors import UndefinedTable

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import EditionKind, Licence, State
from incidents.editorial.acting import acting, repeated
from incidents.editorial.acts.refresh import refresh
from incidents.editorial.compile.gazetteer import Gazetteer
from incidents.editorial.drafting import Occasion
from incidents.editorial.issuing import Plan
from incidents.editorial.refusal import Refused
from incidents.editorial.subjects import MODELS
from incidents.models import Dataset, ImportRun, ImportVerdict, Location, Source

from ..files.sources import RowSource, SourceRow
from . import chunks, staging
from .coded import CodedRow, Coder
from .coding import Coding, CodingResult
from .references import References

Progress = Callable[[float], None]
"""Told of rows as they come along: a quarter when they are coded, and when they are staged, half when taken in."""


@dataclass(frozen=True)
class ImportOptions:
    """How a run is to go."""

    by: User
    publish: bool = False
    approve: bool = False
    dry: bool = False
    jobs: int = 1


@dataclass
class ImportResult:
    """What a run did. ``counts`` are of the whole run, ``passed`` of what an earlier, killed one had done already."""

    run: ImportRun
    counts: dict[str, int] = field(default_factory=dict)
    passed: int = 0
    report: list[tuple[Any, ...]] = field(default_factory=list)
    """Line, key, verdict, reason, flags of every row; filled by a dry run, of which nothing else stays."""


class _DryRunOver(Exception):
    """Leads out of the transaction of a dry run."""


def run(
    source: RowSource, coder: Coder, wanted: ImportOptions, progress: Progress = lambda rows: None
) -> ImportResult:
    """Import all rows. Raises ``Refused`` where the role, or the dataset's licence, does not allow it."""
    _may(coder, wanted)
    if not wanted.dry:
        return _Run(source, coder, wanted, progress).go()
    outcome: ImportResult | None = None
    try:
        with transaction.atomic():
            outcome = _Run(source, coder, replace(wanted, jobs=1), progress).go()
            raise _DryRunOver
    except _DryRunOver:
        pass
    assert outcome is not None  # noqa: S101  # _Undone is raised after it was set
    return outcome


def _may(coder: Coder, wanted: ImportOptions) -> None:
    """Imported incidents have no editor but the dataset: whoever may both approve and publish may let them in whole."""
    needed = [Capability.ENTER]
    needed += [Capability.APPROVE] if wanted.approve or wanted.publish else []
    needed += [Capability.PUBLISH] if wanted.publish else []
    for capability in needed:
        if not wanted.by.can(capability):
            raise Refused.because(
                _("Your role does not allow you to %(act)s.") % {"act": capability.label},
                _("Import without it, or have a reviewer import."),
            )
    if coder.about.licence == Licence.RESTRICTED and (wanted.publish or wanted.approve):
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
    def __init__(self, source: RowSource, coder: Coder, wanted: ImportOptions, progress: Progress) -> None:
        self.source, self.coder, self.wanted, self.progress = source, coder, wanted, progress
        self.references = References(wanted.by, publishes=wanted.publish)
        self.coding = Coding(coder)
        self.table = ""

    def go(self) -> ImportResult:
        run = self._begun()
        done = set(ImportVerdict.objects.filter(run=run).values_list("line", flat=True))
        self.progress(len(done))
        order = self._order(run)
        with self._hands(order) as hand_over:
            rows = 0
            for part in _parts(self.source.rows(), chunks.SIZE):
                rows += len(part)
                lines = self._staged(run, [one for one in part if one.line not in done], part)
                if lines:
                    hand_over(lines)
        return self._finished(run, rows, len(done))

    # Beginning and end ----------------------------------------------------------------------------

    def _begun(self) -> ImportRun:
        """A run of the same source that was never finished, or a new one."""
        about = self.coder.about
        with transaction.atomic():
            self.references.settle([], [about.maker])
            given = {
                "title": about.title,
                "licence": about.licence,
                "citation": about.citation,
                "source_id": self.references.source(about.maker),
            }
            dataset, _new = Dataset.objects.get_or_create(
                key=about.key, version=about.version, defaults=given
            )
            same = {"dataset": dataset, "importer": self.coder.name, "source": self.source.name[:1000]}
            run = ImportRun.objects.filter(**same, finished_at=None, undone_at=None).first()
            run = run or ImportRun.objects.create(**same, started_by=self.wanted.by)
            with pghistory.context(run=str(run.pk)):
                Dataset.objects.filter(pk=dataset.pk).exclude(**given).update(**given)
            run.publishes = self.wanted.publish
            run.save(update_fields=["publishes"])
            self.table = staging.create(run.pk)
        return run

    def _order(self, run: ImportRun) -> chunks.ChunkContext:
        about = self.coder.about
        approved = self.wanted.approve or self.wanted.publish
        return chunks.ChunkContext(
            run=run.pk,
            table=self.table,
            dataset=run.dataset_id,
            scheme=about.key,
            licence=about.licence,
            by=self.wanted.by.pk,
            label=f"{about.title} {about.version}",
            publish=self.wanted.publish,
            state=State.APPROVED if approved else State.DRAFT,
            dry=self.wanted.dry,
            lacking=self.coder.lacking,
        )

    def _finished(self, run: ImportRun, rows: int, passed: int) -> ImportResult:
        run.rows, run.finished_at = rows, timezone.now()
        run.save(update_fields=["rows", "finished_at"])
        staging.drop(run.pk)
        verdicts = ImportVerdict.objects.filter(run=run).order_by()
        counts = dict(verdicts.values_list("verdict").annotate(CountOf("pk")))
        outcome = ImportResult(run, counts, passed)
        if self.wanted.dry:
            outcome.report = list(report_rows(run))
        return outcome

    # Staging --------------------------------------------------------------------------------------

    def _staged(self, run: ImportRun, rows: Sequence[SourceRow], part: Sequence[SourceRow]) -> list[int]:
        """Code the rows, settle what they name, stage them; returns their lines."""
        coded = {one.line: self.coding.coded(one) for one in part}
        self.progress(len(rows) / 4)
        try:
            self._settle_and_stage(run, [(one, coded[one.line]) for one in rows])
        except (ProgrammingError, UndefinedTable):
            if staging.exists(self.table):
                raise
            raise chunks.superseded(run.pk) from None
        self._publish_named()
        self.progress(len(rows) / 4)
        return [one.line for one in rows]

    def _settle_and_stage(self, run: ImportRun, rows: Sequence[tuple[SourceRow, CodingResult]]) -> None:
        with acting(self.wanted.by, Capability.ENTER, run=str(run.pk)):
            self.references.settle([coded.row for _read, coded in rows if coded.row])
            staging.stage(self.table, [self._line(read, coded) for read, coded in rows])
            self._remember(run)

    def _line(self, one: SourceRow, coded: CodingResult) -> tuple[Any, ...]:
        verbatim = staging.verbatim_of(one.columns)
        flags = list(coded.row.flags) if coded.row else list(one.flags)
        flags += self._disputed(coded.row) if coded.row else []
        if "\\ufffd" in verbatim or "\ufffd" in verbatim:
            flags.append("not-utf-8")
        digest = staging.digest_of(verbatim, self.coder.edition)
        row = staging.encoded(coded.row, self.references) if coded.row else None
        return one.line, coded.key, digest, verbatim, row, flags, coded.problem

    def _disputed(self, row: CodedRow) -> list[str]:
        found = (self.references.disputed.get(part.who) for part in row.parts if part.who)
        return list(dict.fromkeys(flag for flag in found if flag))

    def _remember(self, run: ImportRun) -> None:
        """What the run has entered besides incidents, written in the same transaction: undoing has to find it."""
        if any(self.references.made.values()):
            for kind, keys in self.references.made.items():
                run.made.setdefault(kind, []).extend(keys)
            run.save(update_fields=["made"])
            self.references.made.clear()

    def _publish_named(self) -> None:
        """Actors, places and sources go first, so that chunks side by side need not wait for each other's."""
        if not self.wanted.publish or self.wanted.dry:
            return
        self._reissue_changed()
        named = {kind: _unpublished(kind, keys) for kind, keys in self.references.named.items()}
        if any(named.values()):
            try:
                self._issue(named)
            except Refused:
                # One of them is called like somebody who must not be named: incidents that name it are set aside.
                for kind, keys in named.items():
                    for key in keys:
                        self._issue_if_allowed({kind: [key]})

    def _reissue_changed(self) -> None:
        """Tell the public of ids and districts that were added to what it knows already."""
        places = Location.objects.filter(pk__in=self.references.changed["location"], public_id__isnull=False)
        if places.exists():
            refresh(subjects=list(places), by=self.wanted.by)
        if actors := self.references.changed["actor"]:
            self._reissue({"actor": sorted(actors)})

    @repeated
    def _reissue(self, changed: dict[str, list[int]]) -> None:
        with acting(self.wanted.by, Capability.PUBLISH):
            Plan.lock({}, also=changed).refresh()

    @repeated
    def _issue(self, named: dict[str, list[int]]) -> None:
        with acting(self.wanted.by, Capability.PUBLISH):
            Plan.lock(named).issue(Occasion(EditionKind.PUBLISHED))

    def _issue_if_allowed(self, named: dict[str, list[int]]) -> None:
        try:
            self._issue(named)
        except Refused:
            return

    # Taking in ------------------------------------------------------------------------------------

    @contextmanager
    def _hands(self, order: chunks.ChunkContext) -> Iterator[Callable[[list[int]], None]]:
        """Whoever takes in the chunks: this process, or several others that work while this one reads on."""
        if self.wanted.jobs < 2 or "fork" not in get_all_start_methods() or connection.in_atomic_block:
            yield lambda lines: self._took(chunks.take_in(order, lines))
            return
        waiting: list[Future[dict[str, int]]] = []
        with ProcessPoolExecutor(self.wanted.jobs, get_context("fork"), _die_with, (os.getpid(),)) as pool:
            # The first task forks all of them: now, while there is no connection that they would share.
            connections.close_all()
            pool.submit(int).result()

            def hand_over(lines: list[int]) -> None:
                waiting.append(pool.submit(chunks.take_in, order, lines))
                while sum(not one.done() for one in waiting) > 2 * self.wanted.jobs:
                    self._took(waiting.pop(0).result())

            yield hand_over
            for one in waiting:
                self._took(one.result())

    def _took(self, counts: dict[str, int]) -> None:
        self.progress(sum(counts.values()) / 2)


def _die_with(parent: int) -> None:
    """Let a hand stop when the run is killed: forked hands hold each other's pipes open and would wait for ever."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def report_rows(run: ImportRun) -> Iterator[tuple[Any, ...]]:
    """Line, key, verdict, reason and flags of every row of a run, in the order of the file."""
    verdicts = ImportVerdict.objects.filter(run=run).order_by("line")
    for *columns, flags in verdicts.values_list("line", "key", "verdict", "reason", "flags").iterator():
        yield (*columns, " ".join(flags))


def _parts(rows: Iterator[SourceRow], size: int) -> Iterator[list[SourceRow]]:
    while part := list(islice(rows, size)):
        yield part


def _unpublished(kind: str, keys: set[int]) -> list[int]:
    """Those that may be public and are not yet."""
    rows = MODELS[kind]._default_manager.filter(pk__in=keys, public_id=None)
    if kind == "source":
        rows = Source.objects.filter(pk__in=keys, public_id=None, confidential=False)
    found = list(rows.order_by("pk").values_list("pk", flat=True))
    if kind == "location" and found:
        gazetteer = Gazetteer.load(found)
        found = [pk for pk in found if gazetteer.shown(pk) is gazetteer.rows[pk]]
    return found
