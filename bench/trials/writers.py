"""One writer of the kill trial: it acts until it is killed, and notes each act once it was told that it is done.

Writers 0 to 2 publish, and correct, withhold or merge what they have published; writer 3 imports small files and takes
every second import back, after it has finished what it was killed in. A line of the journal is on the disk before the
next act begins, so that it holds what was promised.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

from django.db import InterfaceError, OperationalError, connections
from django.db.models.functions import Mod

from accounts.models import User
from incidents.codebook import Purpose, WorkflowState
from incidents.editorial.acts.correct import correct
from incidents.editorial.acts.merge import merge
from incidents.editorial.acts.publish import publish
from incidents.editorial.acts.withhold import withhold
from incidents.intake.imports.engine.running import ImportOptions, run
from incidents.intake.imports.files.sources import open_source
from incidents.intake.imports.ged.coder import Ged
from incidents.intake.imports.undo.runs import undo
from incidents.models import ImportRun, Incident
from incidents.record.models import Edition

EMAIL = "bench@example.org"
DESK_WRITERS, IMPORTER = 3, 3
ROWS_OF_AN_IMPORT = 40
VERSION = "21.1"
HEADING = (
    "id,year,month,day,country,type_of_violence,conflict_name,side_a,side_b,latitude,longitude,low_death,best_death,"
    "high_death"
)


@dataclass(frozen=True)
class Promise:
    """An act that was acknowledged: the edition that it returned, or the import run that it finished."""

    act: str
    public_id: str = ""
    sequence: int = 0
    digest: str = ""
    run: int = 0


def journal_of(folder: Path, number: int) -> Path:
    """The file in which a writer notes its acts."""
    return folder / f"{number}.journal"


def read_journal(path: Path) -> list[Promise]:
    """What was promised; a line that a kill cut off was not."""
    lines = path.read_text().splitlines() if path.exists() else []
    return [Promise(**json.loads(line)) for line in lines if line.endswith("}")]


def work(number: int, folder: Path) -> None:
    """Act until killed, in a process of its own, or until the database is."""
    connections.close_all()  # those of the parent
    by = User.objects.get(email=EMAIL)
    with suppress(OperationalError, InterfaceError), journal_of(folder, number).open("a") as file:
        file.write("\n")  # ends a line that the last kill cut off
        for promise in _imports(folder, by) if number == IMPORTER else _acts(number, by):
            file.write(json.dumps(asdict(promise)) + "\n")
            file.flush()
            os.fsync(file.fileno())


# On the desk --------------------------------------------------------------------------------------


def _acts(number: int, by: User) -> Iterator[Promise]:
    """Publish two incidents, then do to the first what this writer is for."""
    act: Callable[[Incident, Incident, User], Edition | None] = (_correct, _withhold, _merge)[number]
    own = Incident.objects.alias(writer=Mod("pk", DESK_WRITERS)).filter(writer=number).order_by("pk")
    while len(pair := own.filter(state=WorkflowState.APPROVED)[:2]) == 2:
        for incident in pair:
            yield _promise("publish", publish(subject=incident, by=by))
        yield _promise(act.__name__.strip("_"), act(pair[0], pair[1], by))


def _correct(incident: Incident, other: Incident, by: User) -> Edition | None:
    Incident.objects.filter(pk=incident.pk).update(summary=f"Another summary than that of {other.pk}.")
    return correct(subject=incident, by=by, purpose=Purpose.FACTUAL, note="The summary was wrong.")


def _withhold(incident: Incident, _other: Incident, by: User) -> Edition:
    return withhold(subject=incident, by=by, basis="A trial of the record.")


def _merge(incident: Incident, other: Incident, by: User) -> Edition:
    return merge(incident=incident, into=other, by=by, note="Both are one event.")


def _promise(act: str, edition: Edition | None) -> Promise:
    if edition is None:
        raise RuntimeError(f"{act} issued nothing")
    return Promise(act, edition.public_id, edition.sequence, bytes(edition.digest).hex())


# Imports ------------------------------------------------------------------------------------------


def _imports(folder: Path, by: User) -> Iterator[Promise]:
    """First what a kill has broken off; then file after file."""
    for broken in ImportRun.objects.filter(finished_at=None):
        yield _imported(Path(broken.source), by)
    begun = ImportRun.objects.filter(undone_at=None).exclude(verdicts__undone="").distinct()
    for broken in begun:
        undo(broken, by=by)
        yield Promise("undo", run=broken.pk)
    made = len(list(folder.glob("*.csv")))
    for number in count(made):
        promise = _imported(_file(folder, number), by)
        yield promise
        if number % 2:
            undo(ImportRun.objects.get(pk=promise.run), by=by)
            yield Promise("undo", run=promise.run)


def _imported(path: Path, by: User) -> Promise:
    source = open_source(path)
    result = run(source, Ged(VERSION, source.heading), ImportOptions(by=by, publish=True))
    return Promise("import", run=result.run.pk)


def _file(folder: Path, number: int) -> Path:
    path = folder / f"{number}.csv"
    rows = (_row(number * ROWS_OF_AN_IMPORT + n) for n in range(ROWS_OF_AN_IMPORT))
    path.write_text("\n".join([HEADING, *rows]))
    return path


def _row(n: int) -> str:
    when = f"{1989 + n % 30},{1 + n % 12},{1 + n % 28}"
    sides = f"Government of Syria,Group {n % 7}"
    return (
        f"{n},{when},Syria,State-based violence,Syria,{sides},{33 + n % 400 / 100},{36 + n % 500 / 100},1,2,3"
    )
