"""Preparation of an installation, as a step of its own before site and worker start: after each change of version.

Usage: python -m config.prepare

Brings tables, triggers, the reader's rights, the index and the static files up to date, and fills an empty gazetteer.
What is done already is skipped, so it may be run at any time.
"""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

from config.database_server import check_server, join_database
from config.endings import ending_in_a_sentence


def main() -> None:
    """Prepare; what hinders it is one sentence on standard error."""
    with ending_in_a_sentence():
        join_database()
        check_server()
        django.setup()
        from config.preparation import load_reference_data, prepare  # models can be imported only now

        prepare()
        load_reference_data()
    print("Attest is prepared.")  # noqa: T201


if __name__ == "__main__":
    main()
