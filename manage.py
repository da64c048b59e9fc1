#!/usr/bin/env python
"""Django's command line. Commands join (or start) the embedded database unless DATABASE_URL names a server."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from config.database_server import DatabaseUnusable, join_database

    try:
        join_database()
    except DatabaseUnusable as problem:
        sys.exit(str(problem))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
