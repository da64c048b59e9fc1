"""Restore: puts a backup in place of what is in the database now.

Usage: python -m config.restore file.tar

The database is replaced in one transaction: if anything goes wrong, nothing has changed. Afterwards the record gets
a new epoch, so that followers who had read further than the backup notice that its history was set back.
"""

from __future__ import annotations

import os
import shutil
import sys
import tarfile
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from accounts.scratch import scratch_folder
from config.backup import DUMP, FILES
from config.database_server import DatabaseUnusable, join_database
from config.endings import ending_in_a_sentence, stopping_tidily
from config.postgres_tools import run_tool

REPLACE_ALL = "drop schema public cascade; create schema public"


def restore(source: Path) -> None:
    """Restore `source`; raises DatabaseUnusable with a sentence, and then the database is as it was."""
    with scratch_folder(settings.DATA_DIR) as scratch:
        dump = _unpacked(source, scratch)
        connections.close_all()
        script = dump.with_suffix(".sql")
        run_tool("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(dump))
        run_tool(
            "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null",
            f"--command={REPLACE_ALL}", f"--file={script}",
        )  # fmt: skip

    from config.preparation import has_reader  # models can be imported only after django.setup()
    from incidents.record.log.writing import new_epoch

    # An older backup gets the newer tables and triggers; the reader's rights are not part of a backup.
    call_command("migrate", verbosity=0, interactive=False)
    if has_reader():
        call_command("record_role", verbosity=0)
    new_epoch()


def _unpacked(source: Path, scratch: Path) -> Path:
    if not source.is_file():
        raise DatabaseUnusable(f"There is no backup at {source}.")
    try:
        with tarfile.open(source) as archive:
            _take_out(archive, archive.getmember(DUMP), scratch, scratch)
            for member in archive.getmembers():
                if member.name.split("/")[0] == FILES:
                    _take_out(archive, member, settings.DATA_DIR, scratch)
    except (tarfile.TarError, KeyError):
        raise DatabaseUnusable(f"{source} is not a backup of Attest.") from None
    return scratch / DUMP


def _take_out(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path, scratch: Path) -> None:
    """Write one file or folder of the archive below ``folder``; nothing else is in a backup, and nothing outside it.

    A file appears under its name when it is whole.
    Raises TarError. The standard library's own filter for this came with Python 3.11.4.
    """
    path = folder / member.name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise tarfile.ExtractError(f"{member.name} would lie outside {folder}")
    content = archive.extractfile(member) if member.isfile() else None
    if content is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = scratch / "file"
        with content, unfinished.open("wb") as file:
            shutil.copyfileobj(content, file)
        shutil.move(unfinished, path)
    elif member.isdir():
        path.mkdir(parents=True, exist_ok=True)
    else:
        raise tarfile.ExtractError(f"{member.name} is neither a file nor a folder")


def main(arguments: list[str]) -> None:
    """Restore the file named on the command line."""
    if len(arguments) != 1 or not arguments[0]:
        sys.exit("Name the backup to restore: make restore FROM=var/backups/attest-….tar")
    with ending_in_a_sentence(), stopping_tidily("restore"):
        join_database()
        django.setup()
        restore(Path(arguments[0]).absolute())
    print("Restored. The record has a new epoch; followers will notice.")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
