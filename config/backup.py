"""Backup: one file with everything needed to start again, the database and the uploaded files.

Usage: python -m config.backup [file.tar]

The keys (DATA_DIR/secret-key, or ATTEST_SECRET_KEY) are left out: whoever finds a backup must not be able to read
second-factor secrets or forge sessions with it. Keep them elsewhere.
"""

from __future__ import annotations

import os
import sys
import tarfile
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django
from django.conf import settings
from django.utils import timezone

from accounts.scratch import scratch_folder
from config.database_server import join_database
from config.endings import ending_in_a_sentence, stopping_tidily
from config.postgres_tools import run_tool

DUMP, FILES = "database.dump", "files"


def back_up(target: Path) -> None:
    """Write the backup to `target`, readable by its owner only; the site may go on running.

    It appears under its name only when it is whole; what a backup that was killed left there is removed first.
    """
    with scratch_folder(target.parent) as scratch:
        dump, unfinished = scratch / DUMP, scratch / target.name
        run_tool("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}")
        with (
            os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file,
            tarfile.open(fileobj=file, mode="w") as archive,
        ):
            archive.add(dump, DUMP)
            if settings.MEDIA_ROOT.exists():
                archive.add(settings.MEDIA_ROOT, FILES)
        unfinished.rename(target)


def main(arguments: list[str]) -> None:
    """Back up to the file named on the command line, or to a dated one in DATA_DIR/backups."""
    with ending_in_a_sentence(), stopping_tidily("backup"):
        join_database()
        django.setup()
        dated = settings.DATA_DIR / "backups" / f"attest-{timezone.now():%Y%m%d-%H%M%S}.tar"
        target = Path(arguments[0]).absolute() if arguments else dated
        back_up(target)
    print(f"Backed up to {target} ({target.stat().st_size / 1e6:.1f} MB).")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
