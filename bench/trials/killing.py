"""Kill rounds: four writers at work, everything killed at a random instant, and nothing promised may be lost.

Each round starts the writers (``writers``), kills them or the whole database server with SIGKILL up to three seconds
after the first promise, and starts the server again. At the end every act that was acknowledged has to be in the log
with the digest that was told, every import whole, desk and record of one mind, and the chain, the index and the sums
without a finding. BENCH_ROUNDS says how many rounds (20 unless set). Exits with status 1 when something was lost.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connections

from accounts.models import User
from accounts.roles import Role
from bench.publishing import fill
from bench.timing import show
from bench.trials.writers import (
    EMAIL,
    IMPORTER,
    ROWS_OF_AN_IMPORT,
    Promise,
    journal_of,
    read_journal,
    work,
)
from config.embedded_postgres import cluster_home
from incidents.codebook import EditionKind, RowVerdict, WorkflowState
from incidents.editorial.acts.publish import publish
from incidents.models import ImportRun, ImportVerdict, Incident
from incidents.record.log.verification import verify
from incidents.record.models import Edition

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "20"))
WRITERS = IMPORTER + 1
INCIDENTS = 6_000
LATEST = 3.0

STATE_AFTER = {
    EditionKind.PUBLISHED: WorkflowState.PUBLISHED,
    EditionKind.CORRECTED: WorkflowState.PUBLISHED,
    EditionKind.REFRESHED: WorkflowState.PUBLISHED,
    EditionKind.RETRACTED: WorkflowState.RETRACTED,
    EditionKind.MERGED: WorkflowState.MERGED,
    EditionKind.WITHHELD: WorkflowState.WITHHELD,
}
"""The state on the desk of an incident whose last edition is of a kind."""


def main() -> None:
    """Kill again and again, then look whether anything is missing."""
    by = User.objects.create_user(EMAIL, display_name="Bench", role=Role.MANAGER)
    publish(subject=fill(INCIDENTS)[-1], by=by)  # what they all name becomes public with the first
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as name:
        folder = Path(name)
        for number in range(ROUNDS):
            _round(folder, whole_server=bool(number % 2))
        promises = [
            promise for writer in range(WRITERS) for promise in read_journal(journal_of(folder, writer))
        ]
    lost = [*_lost(promises), *_of_two_minds(), *map(str, verify())]
    acts = Counter(promise.act for promise in promises)
    show(
        ("rounds", *acts, "editions", "lost"), [(ROUNDS, *acts.values(), Edition.objects.count(), len(lost))]
    )
    if lost:
        sys.exit("\n".join(lost[:50]))


# Killing ------------------------------------------------------------------------------------------


def _round(folder: Path, *, whole_server: bool) -> None:
    connections.close_all()
    before = [len(read_journal(journal_of(folder, writer))) for writer in range(WRITERS)]
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=work, args=(number, folder), daemon=True) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    while any(len(read_journal(journal_of(folder, n))) == before[n] for n in range(WRITERS)):
        time.sleep(0.1)
        if not all(writer.is_alive() for writer in writers):
            sys.exit("A writer ended by itself.")
    time.sleep(random.uniform(0, LATEST))
    if whole_server:
        _kill_server()
    for writer in writers:
        writer.kill()
        writer.join()
    if whole_server:
        _start_server()


def _kill_server() -> None:
    """The postmaster first, so that it cannot clean up after the others."""
    home = cluster_home(settings.EMBEDDED_POSTGRES)
    postmaster = int((home / "data" / "postmaster.pid").read_text().split("\n", 1)[0])
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(postmaster)], capture_output=True, text=True)
    for pid in (postmaster, *map(int, children.stdout.split())):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _start_server() -> None:
    """In another process, since this one has joined it; it stays up because this one has not left."""
    command = "from config.database_server import join_database; join_database()"
    subprocess.run([sys.executable, "-c", command], check=True)


# Looking for what is missing ----------------------------------------------------------------------


def _lost(promises: list[Promise]) -> Iterator[str]:
    """Acts that were promised and are not there, or only in part."""
    digests = {
        sequence: bytes(digest).hex()
        for sequence, digest in Edition.objects.values_list("sequence", "digest")
    }
    taken_back = {promise.run for promise in promises if promise.act == "undo"}
    for promise in promises:
        if promise.sequence and digests.get(promise.sequence) != promise.digest:
            yield f"{promise.act} of {promise.public_id}: sequence {promise.sequence} is not what was told"
        if promise.run:
            yield from _incomplete(promise.run, undone=promise.run in taken_back)


def _incomplete(pk: int, *, undone: bool) -> Iterator[str]:
    run = ImportRun.objects.get(pk=pk)
    verdicts = ImportVerdict.objects.filter(run=run)
    created = verdicts.filter(verdict=RowVerdict.CREATED).count()
    if run.finished_at is None or created != ROWS_OF_AN_IMPORT:
        yield f"import {pk}: {created} of {ROWS_OF_AN_IMPORT} rows are there"
    if undone and (run.undone_at is None or verdicts.filter(undone="").exists()):
        yield f"import {pk}: it was not taken back whole"


def _of_two_minds() -> Iterator[str]:
    """Incidents of which desk and record say different things, and rows that came in twice."""
    last = dict(
        Edition.objects.filter(subject="incident").order_by("number").values_list("public_id", "kind")
    )
    states = Incident.objects.exclude(public_id=None).values_list("public_id", "state")
    on_desk = {public_id: state for public_id, state in states if public_id}
    for public_id in last.keys() | on_desk.keys():
        expected = STATE_AFTER[EditionKind(last[public_id])] if public_id in last else None
        if on_desk.get(public_id) != expected:
            yield f"{public_id}: the desk says {on_desk.get(public_id)}, the record {last.get(public_id)}"
    public = WorkflowState.PUBLISHED
    if without := Incident.objects.filter(state=public, public_id=None).count():
        yield f"{without} incidents are said to be published and have no public id"
    rows = ImportVerdict.objects.filter(verdict=RowVerdict.CREATED).values_list("key", flat=True)
    yield from (f"row {key} came in {times} times" for key, times in Counter(rows).items() if times > 1)
