"""A database with all migrations applied, kept between runs and copied for each worker.

Applying every migration takes much longer than copying the result. The template's name holds a digest of all
migrations and triggers, so a changed one is really applied, in its own transaction order, by the ordinary `migrate`
command.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg2
from django.conf import settings
from psycopg2.extensions import connection as Connection

from incidents import triggers

PREFIX = "attest_template_"
ROOT = Path(__file__).resolve().parent.parent


def ensure_template() -> str:
    """The name of an up-to-date template database; made if it is not there. Workers wait for the first to make it."""
    name = PREFIX + _digest()
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with open(settings.DATA_DIR / "template.lock", "a") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        server = connect_to_server()
        try:
            existing = _templates(server)
            if name not in existing:
                _make(server, name)
                _drop(server, existing)
        finally:
            server.close()
    return name


def _digest() -> str:
    seen = hashlib.sha256()
    for version in sorted(f"{package.name} {package.version}" for package in distributions()):
        seen.update(version.encode())
    for app in ("accounts", "incidents"):
        for file in sorted((ROOT / app).rglob("migrations/*.py")):
            seen.update(file.read_bytes())
    # Installed after the last migration, from the models.
    for name, trigger in sorted(triggers.declared().items()):
        seen.update(f"{name} {trigger.hash}".encode())
    # Migrations call these when they run.
    for file in sorted((ROOT / "incidents").glob("folding*.py")):
        seen.update(file.read_bytes())
    return seen.hexdigest()[:16]


def _make(server: Connection, name: str) -> None:
    # Made under another name, so that a half-migrated one is never used.
    unfinished = f"{name}_unfinished"
    with server.cursor() as cursor:
        cursor.execute(f"drop database if exists {unfinished}")
        cursor.execute(f"create database {unfinished}")
        _migrate(unfinished)
        cursor.execute(f"alter database {unfinished} rename to {name}")


def _migrate(database: str) -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0", "--no-input"]
    own = {"DATABASE_URL": address_of(database), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(command, cwd=ROOT, env=os.environ | own, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"The migrations failed:\n{done.stdout}{done.stderr}")


def _drop(server: Connection, names: list[str]) -> None:
    with server.cursor() as cursor:
        for name in names:
            cursor.execute(f"drop database if exists {name}")


def _templates(server: Connection) -> list[str]:
    with server.cursor() as cursor:
        cursor.execute(
            "select datname from pg_database where datname like %s", [PREFIX.replace("_", r"\_") + "%"]
        )
        return [name for (name,) in cursor.fetchall()]


def connect_to_server() -> Connection:
    """A connection to the tests' server, on which each statement is a transaction."""
    address = _connection_settings()
    server = psycopg2.connect(
        dbname="postgres",
        user=address["USER"] or None,
        password=address["PASSWORD"] or None,
        host=address["HOST"] or None,
        port=address["PORT"] or None,
        **address["OPTIONS"],
    )
    server.autocommit = True
    return server


def address_of(database: str, *, user: str = "") -> str:
    """The address of a database of the tests' server, as ``DATABASE_URL`` has it; as its owner or another user."""
    address = _connection_settings()
    user = quote(user or address["USER"], safe="") + (
        f":{quote(address['PASSWORD'], safe='')}" if address["PASSWORD"] else ""
    )
    options = urlencode({"host": address["HOST"], "port": address["PORT"], **address["OPTIONS"]})
    return f"postgresql://{user}@/{database}?{options}"


def _connection_settings() -> dict[str, Any]:
    return dict(settings.DATABASES["default"])
