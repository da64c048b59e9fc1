"""`python -m config.serve`: the site's web processes, and nothing else. What they need must be prepared.

In production `manage.py work` runs beside it.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from types import FrameType

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings

from config.database_server import check_server, join_database, mend_database
from config.endings import ending_in_a_sentence
from config.listening import PortTaken, reserve_port
from config.monitoring import exposition
from config.supervisor import Program, Supervisor

LIFETIME = 12 * 3_600
"""Seconds after which a web process makes room for a new one."""


def main() -> None:
    """Serve until interrupted; problems are one sentence on standard error."""
    end_by_exit()
    with ending_in_a_sentence():
        try:
            listener = reserve_port(settings.LISTEN_ADDRESS, settings.PORT)
        except PortTaken as problem:
            sys.exit(str(problem))
        join_database()
        check_server()
        run(listener)


def end_by_exit() -> None:
    """Let signals end the process, until the supervisor runs, so that the last one out stops the database."""

    def stop(number: int, frame: FrameType | None) -> None:
        sys.exit(0)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def run(
    listener: socket.socket,
    *,
    beside: Sequence[Program] = (),
    when_ready: Callable[[], None] = lambda: None,
) -> None:
    """Listen, and keep the web processes and the programs ``beside`` them running until SIGTERM or SIGINT."""
    if settings.METRICS_ADDRESS:
        exposition.share_counts()
    from config.web import process  # loads the site

    process.load()
    listener.listen(process.LISTENING)
    web = [
        Program(f"web process {number}", partial(process.serve, listener), LIFETIME)
        for number in range(1, settings.WEB_WORKERS + 1)
    ]
    others = list(beside)
    if settings.METRICS_ADDRESS:
        others.append(Program("process that shows metrics", exposition.show))

    def run_deaf(program: Program) -> None:
        listener.close()  # or the port would stay open after the web processes closed it
        program.run()

    deaf = [replace(program, run=partial(run_deaf, program)) for program in others]
    when_ready()
    Supervisor(
        [*web, *deaf],
        [mend_database],
        ended=exposition.forget if settings.METRICS_ADDRESS else _nothing,
        ending=listener.close,
    ).run()


def _nothing(pid: int) -> None:
    """Where nobody counts what a process was working on."""


if __name__ == "__main__":
    main()
