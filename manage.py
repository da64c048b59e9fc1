#!/usr/bin/env python
"""Django's command line. Commands join (or start) the embedded database unless DATABASE_URL names a server."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    from config.database_server import join_database
    from config.databases import adopt_kind
    from config.endings import ending_in_a_sentence

    with ending_in_a_sentence():
        join_database()
        command = sys.argv[1] if len(sys.argv) > 1 else "help"
        adopt_kind(settings.DATABASES, "worker" if command == "work" else "command", command)
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
