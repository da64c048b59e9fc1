"""What a released version left in somebody's database can be upgraded, and its migrations stay as they were."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings

from config.database_server import join_database
from config.postgres_binaries import binaries, major_version
from tests.database_template import address_of, connect_to_server

ROOT = Path(__file__).resolve().parent.parent.parent
RELEASED = ROOT / "tests" / "released"
BACKUPS = sorted(RELEASED.glob("v*.tar*"))
DIGESTS = sorted(RELEASED.glob("v*.sha256"))
DUMPED_BY = 18
"""PostgreSQL's version that made the backups; older programs need not be able to read them."""


@pytest.fixture
def empty_database():
    """A database without anything in it, and its address."""
    join_database(durable=False)
    name = f"attest_upgrade_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    server = connect_to_server()
    with server.cursor() as cursor:
        cursor.execute(f"drop database if exists {name}")
        cursor.execute(f"create database {name}")
    yield name
    with server.cursor() as cursor:
        cursor.execute(f"drop database {name} with (force)")
    server.close()


@pytest.mark.parametrize("backup", BACKUPS, ids=lambda path: path.name)
def test_a_backup_of_an_earlier_version_is_restored_migrated_and_read(backup, empty_database):
    if major_version(binaries()) < DUMPED_BY:
        pytest.skip(f"The programs are older than PostgreSQL {DUMPED_BY}.")
    own = {
        "DATABASE_URL": address_of(empty_database),
        "RECORD_DATABASE_URL": address_of(empty_database, user=settings.DATABASES["record"]["USER"]),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.released.upgraded", str(backup), _version(backup)],
        cwd=ROOT, env=os.environ | own, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The record is whole. Head: sequence " in done.stdout
    statuses = dict(line.split(": ", 1) for line in done.stdout.splitlines() if line.startswith("/"))
    assert statuses
    assert set(statuses.values()) == {"200"}


@pytest.mark.parametrize("digests", DIGESTS, ids=lambda path: path.name)
def test_a_released_migration_is_never_changed_or_taken_away(digests):
    for line in digests.read_text().splitlines():
        digest, path = line.split()
        assert (ROOT / path).is_file(), f"{path} was released and is gone"
        assert sha256((ROOT / path).read_bytes()).hexdigest() == digest, (
            f"{path} was released; what changes is a new migration"
        )


def _version(path: Path) -> str:
    """`0.1` of `v0.1.tar.xz`."""
    return path.name.removeprefix("v").split(".tar")[0].removesuffix(".sha256")


def test_every_released_version_has_a_backup_and_its_digests():
    assert [_version(path) for path in BACKUPS] == [_version(path) for path in DIGESTS]
    assert BACKUPS
