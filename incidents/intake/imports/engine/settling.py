"""Batches that settle what coded rows name and stage the rows; one that cannot be staged is staged as set aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import ProgrammingError

from accounts.roles import Capability
from incidents.models import ImportRun

from ..files.sources import SourceRow
from . import chunks, staging
from .batches import Batches
from .coding import LONGEST_KEY, CodingResult
from .faults import reason_of
from .new_references import NewReferences
from .references import References

CodedLine = tuple[SourceRow, CodingResult]


class Settling(Batches):
    """Settles and stages the rows of one run. ``named`` and ``changed`` are what the last rows named or added to."""

    def __init__(self, run: ImportRun, references: References, *, asks: bool) -> None:
        super().__init__(references.by, Capability.ENTER, run=str(run.pk))
        self.import_run, self.publishes = run, references.publishes
        self.asks, self.new = asks, NewReferences()
        self.table = ""
        self.named: dict[str, set[int]] = defaultdict(set)
        self.changed: dict[str, set[int]] = defaultdict(set)
        self._lines: dict[int, CodedLine] = {}
        self._references: References | None = references
        self._made: dict[str, list[int]] = run.made

    def stage(self, table: str, rows: Iterable[CodedLine]) -> None:
        """Stage the rows of one chunk. Raises ``Superseded`` where the table is gone."""
        self.table, self._lines = table, {row.line: (row, result) for row, result in rows}
        self.named.clear()
        self.changed.clear()
        self.run(list(self._lines))

    def process(self, rows: Sequence[int]) -> None:
        self._stage([self._lines[line] for line in rows])

    def set_aside(self, row: int, fault: Exception) -> None:
        read, result = self._lines[row]
        key = result.key.encode(errors="replace").decode().replace("\0", "")[:LONGEST_KEY]
        bare = SourceRow(read.line, {}, flags=read.flags)
        self._stage([(bare, CodingResult(None, key, reason_of(fault, read.columns)))])

    def _transact(self, act: Callable[..., None], *args: object) -> None:
        try:
            super()._transact(act, *args)
        except ProgrammingError:
            if staging.exists(self.table):
                raise
            raise chunks.superseded(self.import_run.pk) from None
        # It is committed: what the references have learnt is there.
        if self._references:
            self._made = self.import_run.made
            for kind, keys in self._references.named.items():
                self.named[kind] |= keys
            for kind, keys in self._references.changed.items():
                self.changed[kind] |= keys

    def _stage(self, rows: Sequence[CodedLine]) -> None:
        references = self._references or References(self.by, publishes=self.publishes)
        # If this transaction is undone, what they have learnt in it is not there, and the next one begins anew.
        self._references, self.import_run.made = None, self._made
        rows = [(read, self.new.decided(references, read, result, asks=self.asks)) for read, result in rows]
        references.settle([result.row for _row, result in rows if result.row])
        staging.stage(self.table, [self._columns(references, *row) for row in rows])
        self._keep_made(references)
        self._references = references

    def _keep_made(self, references: References) -> None:
        """What the run has entered besides incidents goes into the same transaction: undoing has to find it."""
        if not any(references.made.values()):
            return
        kinds = {*self._made, *references.made}
        made = {kind: [*self._made.get(kind, []), *references.made[kind]] for kind in sorted(kinds)}
        self.import_run.made = made
        self.import_run.save(update_fields=["made"])
        references.made.clear()

    def _columns(self, references: References, row: SourceRow, result: CodingResult) -> tuple[Any, ...]:
        """A row of the staging table."""
        verbatim = staging.verbatim_of(row.columns)
        flags, encoded, digest, note = list(row.flags), None, "", ""
        known_as: tuple[list[str], list[str]] = ([], [])
        if coded := result.row:
            digest, known_as = staging.digest_of(coded), staging.same_as(coded)
            actors = (references.disputed.get(part.who) for part in coded.parts if part.who)
            places = (references.disputed_places.get(place.where) for place in coded.places)
            disputed = dict.fromkeys(flag for flag in (*actors, *places) if flag)
            note = " ".join(coded.notes)
            encoded, joined = staging.encoded(coded, references)
            flags = [*coded.flags, *joined, *disputed]
        if "\\ufffd" in verbatim or "\ufffd" in verbatim:
            flags.append("not-utf-8")
        return row.line, result.key, digest, *known_as, verbatim, encoded, flags, result.problem, note
