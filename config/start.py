"""`make run`: from installed packages to a site that answers. Every step is skipped when it was done before."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django
from django.conf import settings
from django.core.management import call_command

from config import serve
from config.database_server import check_server, join_database
from config.databases import adopt_kind
from config.endings import ending_in_a_sentence
from config.listening import PortTaken, reserve_port
from config.supervisor import Program


def main() -> None:
    """Prepare and serve until interrupted; problems are one sentence on standard error."""
    serve.end_by_exit()
    with ending_in_a_sentence():
        _serve()


def _serve() -> None:
    try:
        listener = reserve_port(settings.LISTEN_ADDRESS, settings.PORT)
        join_database()
        check_server()
        django.setup()
        from config.preparation import prepare  # models can be imported only now
        from config.summary import show

        prepare()
    except PortTaken as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit("\nStopped before the site was up; the next start continues.")
    worker = Program("worker", work)
    serve.run(listener, beside=[worker], when_ready=show)


def work() -> None:
    """What the worker's process does."""
    adopt_kind(settings.DATABASES, "worker")
    call_command("work")


if __name__ == "__main__":
    main()
