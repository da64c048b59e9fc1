"""Restore a backup of an earlier version in a process of its own, as an upgrade does, and read from it.

Usage: python -m tests.released.upgraded file.tar.xz 0.1

DATABASE_URL and RECORD_DATABASE_URL name an empty database. Every backup is of the demo, of which a dataset release was
made under the version's own name. Prints what the record says of itself, then each address and its status.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

ADDRESSES = (
    "/", "/incidents/", "/incidents/INC-000001/", "/actors/ACT-000001/", "/releases/", "/record/",
    "/api/v1/incidents/", "/api/v1/incidents/INC-000002/", "/api/v1/incidents/?release={release}",
)  # fmt: skip


def main(source: str, release: str) -> None:
    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from config.restore import restore

    restore(Path(source))
    call_command("verify_record")
    call_command("check", fail_level="WARNING")
    client = Client()
    for address in ADDRESSES:
        asked = address.format(release=release)
        print(f"{asked}: {client.get(asked).status_code}")  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
