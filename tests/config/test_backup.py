"""Backup and restore: what was saved comes back, and followers of the record can tell."""

from __future__ import annotations

import stat
import tarfile
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import connection, connections

from accounts.models import User
from config import backup, postgres_tools, restore
from config.database_server import DatabaseUnusable
from incidents.record.log.writing import new_epoch
from incidents.record.models import Head

pytestmark = pytest.mark.django_db(transaction=True)


def _link(name: str, to: str) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = tarfile.SYMTYPE, to
    return member


@pytest.fixture(autouse=True)
def _own_directory(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = settings.DATA_DIR / "files"
    settings.MEDIA_ROOT.mkdir(parents=True)


@pytest.fixture
def saved(settings, tmp_path, analyst):
    """A backup of one analyst and one file, after which both are lost and somebody else has come."""
    (settings.MEDIA_ROOT / "report.pdf").write_bytes(b"a report")
    target = tmp_path / "backups" / "attest.tar"
    backup.back_up(target)
    (settings.MEDIA_ROOT / "report.pdf").unlink()
    User.objects.all().delete()
    User.objects.create_user("later@example.org", "a long password", display_name="Later")
    return target


def test_what_was_saved_comes_back_and_nothing_else_stays(saved, settings):
    restore.restore(saved)
    assert [user.email for user in User.objects.all()] == ["analyst@example.org"]
    assert (settings.MEDIA_ROOT / "report.pdf").read_bytes() == b"a report"


def test_the_record_gets_a_new_epoch(saved):
    before = new_epoch()
    restore.restore(saved)
    assert Head.objects.get().epoch != before


def test_history_and_its_triggers_come_back_too(saved):
    restore.restore(saved)
    user = User.objects.get()
    user.display_name = "Renamed"
    user.save()
    assert list(user.events.order_by("pgh_id").values_list("display_name", flat=True)) == [  # type: ignore[attr-defined]
        "Analyst",
        "Renamed",
    ]


def test_a_backup_is_private_and_holds_no_key(saved):
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    with tarfile.open(saved) as archive:
        assert sorted(archive.getnames()) == ["database.dump", "files", "files/report.pdf"]


def test_nothing_unfinished_is_left_behind(saved):
    assert [path.name for path in saved.parent.iterdir()] == ["attest.tar"]


@pytest.mark.parametrize("content", [None, b"not a tar file"])
def test_what_is_no_backup_is_refused_and_changes_nothing(tmp_path, analyst, content):
    source = tmp_path / "other.tar"
    if content:
        source.write_bytes(content)
    with pytest.raises(DatabaseUnusable, match=r"no backup at|not a backup"):
        restore.restore(source)
    assert User.objects.get() == analyst


def test_a_damaged_dump_changes_nothing(tmp_path, saved):
    damaged = tmp_path / "damaged.tar"
    with tarfile.open(saved) as archive:
        content = archive.extractfile("database.dump")
        assert content is not None
        (tmp_path / "database.dump").write_bytes(content.read())
    dump = tmp_path / "database.dump"
    dump.write_bytes(dump.read_bytes()[: dump.stat().st_size // 2])
    with tarfile.open(damaged, "w") as archive:
        archive.add(dump, "database.dump")
    with pytest.raises((DatabaseUnusable, CommandError)):
        restore.restore(damaged)
    assert User.objects.get().email == "later@example.org"


@pytest.mark.parametrize(
    "member",
    [
        tarfile.TarInfo("files/../../outside.txt"),
        _link("files/link", "/etc/passwd"),
        _link("database.dump", "/etc/passwd"),
    ],
    ids=lambda member: member.name,
)
def test_what_would_lie_outside_or_leads_there_is_refused(tmp_path, analyst, member):
    source = tmp_path / "crafted.tar"
    with tarfile.open(source, "w") as archive:
        if member.name != "database.dump":
            archive.addfile(tarfile.TarInfo("database.dump"))
        archive.addfile(member)
    with pytest.raises(DatabaseUnusable, match="not a backup"):
        restore.restore(source)
    assert not (tmp_path / "outside.txt").exists()
    assert User.objects.get() == analyst


def test_restore_wants_a_file_name(capsys):
    with pytest.raises(SystemExit, match="Name the backup"):
        restore.main([])


def _program(directory: Path, version: str) -> None:
    directory.mkdir()
    program = directory / "pg_dump"
    program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}'\n")
    program.chmod(0o755)


@pytest.mark.parametrize("version, preferred", [("15.18 (Debian 15.18-0+deb12u1)", False), ("99devel", True)])
def test_a_program_that_is_older_than_the_server_is_passed_over(
    db, settings, monkeypatch, tmp_path, version, preferred
):
    _program(tmp_path / "bin", version)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin", prepend=":")
    with monkeypatch.context() as elsewhere:
        elsewhere.setitem(connection.settings_dict, "HOST", "db.example.org")
        chosen = postgres_tools.tool("pg_dump")
    assert (chosen == f"{tmp_path}/bin/pg_dump") is preferred


def test_where_all_programs_are_too_old_the_version_is_named(monkeypatch):
    monkeypatch.setattr(connections["default"], "get_database_version", lambda: (99, 1))
    with pytest.raises(
        DatabaseUnusable, match="The server is PostgreSQL 99, and pg_dump is older than that here"
    ):
        postgres_tools.tool("pg_dump")
