"""Preparation of a start: tables, triggers, the reader's rights, index, static files and demo data."""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from incidents import triggers
from incidents.models import Incident, Location
from incidents.record.index import reindexing
from incidents.record.models import Edition


def prepare() -> None:
    """Bring database and files up to date. Of several processes that start together, one works and the others wait."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with open(settings.DATA_DIR / "prepare.lock", "a") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        _migrate()
        _complete_index()
        _collect_static_files()
        if settings.DEMO:
            call_command("demo_accounts", verbosity=0)
            _load_demo()
    # The workers are forked from this process and must not share its connections.
    connections.close_all()


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if steps:
        with _timed(f"Applying {steps} database migrations"):
            call_command("migrate", verbosity=0, interactive=False)
    elif (
        not triggers.compare().agrees
    ):  # changed without a migration, or a start was cut off before they were made
        with _timed("Installing the database's triggers"):
            triggers.install()
    if has_reader():
        call_command("record_role", verbosity=0)


def _complete_index() -> None:
    """A record that an earlier version indexed: what it did not index yet, nobody would find."""
    if reindexing.is_behind():
        with _timed("Completing the record's index"):
            call_command("reindex_record", stdout=StringIO())
            call_command("refresh_summaries", stdout=StringIO())


def has_reader() -> bool:
    """Whether the record is read by a role of its own, as it always is with the embedded server."""
    return bool(settings.DATABASES["record"]["USER"] != settings.DATABASES["default"]["USER"])


def load_reference_data() -> None:
    """Places and known parties, for a database that has no place yet."""
    if not Location.objects.exists():
        _load_gazetteer()
        with _timed("Loading known parties"):
            call_command("load_actors", verbosity=0)


def _load_gazetteer() -> None:
    with _timed(f"Loading the gazetteer of {', '.join(settings.COUNTRIES)}"):
        call_command("load_gazetteer", verbosity=0)


def _load_demo() -> None:
    if not Location.objects.exists():
        _load_gazetteer()
    if not Incident.objects.exists() and not Edition.objects.exists():
        with _timed("Loading the demo: one report, two incidents"):
            call_command("load_demo", verbosity=0)
            call_command("load_actors", verbosity=0)


def _collect_static_files() -> None:
    if settings.STATIC_ROOT.exists() and not os.access(settings.STATIC_ROOT, os.W_OK):
        return  # part of an image, and made together with the code in it
    stamp = settings.STATIC_ROOT / ".fingerprint"
    current = _static_fingerprint()
    if stamp.exists() and stamp.read_text() == current:
        return
    with _timed("Compressing static files"):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(current)


def _static_fingerprint() -> str:
    """Changes with the name, size or time of any file; reading their contents would take longer than collecting."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            seen.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return seen.hexdigest()


@contextmanager
def _timed(what: str) -> Iterator[None]:
    """Say what takes a while, and how long it took."""
    print(f"{what} …", end=" ", flush=True)  # noqa: T201
    began = time.monotonic()
    yield
    print(f"{time.monotonic() - began:.1f} s", flush=True)  # noqa: T201
