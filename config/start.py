"""`make run`: from installed packages to a site that answers. Every step is skipped when it was done before."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from gunicorn.app.base import BaseApplication

from config.database_server import DatabaseUnusable, check_server, join_database


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Gunicorn in this process, on a socket that is already ours, so that it also stops the database."""

    def __init__(self, listener: socket.socket, when_ready: Callable[[], None]) -> None:
        self.listener = listener
        self.when_ready = when_ready
        super().__init__()

    def load_config(self) -> None:
        from config import gunicorn_settings

        for name, value in gunicorn_settings.as_dict().items():
            self.cfg.set(name, value)
        self.cfg.set("bind", f"fd://{self.listener.fileno()}")
        self.cfg.set("when_ready", lambda arbiter: self.when_ready())

    def load(self) -> Any:
        from config.wsgi import application

        return application


def main() -> None:
    """Prepare and serve until interrupted; problems are one sentence on standard error."""
    signal.signal(signal.SIGTERM, _stop)  # until gunicorn takes over; lets atexit stop the database
    try:
        listener = reserve_port(settings.LISTEN_ADDRESS, settings.PORT)
        join_database()
        check_server()
        django.setup()
        from config.preparation import prepare  # models can be imported only now
        from config.summary import show

        prepare()
    except (ImproperlyConfigured, DatabaseUnusable, CommandError, PortTaken) as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit("\nStopped before the site was up; the next start continues.")
    worker = subprocess.Popen([sys.executable, str(settings.BASE_DIR / "manage.py"), "work"])
    try:
        Server(listener, show).run()
    finally:
        worker.terminate()
        worker.wait()


class PortTaken(Exception):
    """The message says which port, and how to use another."""


def reserve_port(address: str, port: int) -> socket.socket:
    """Bind the port first, so that a busy one is told at once; nobody is answered before gunicorn listens."""
    listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address, port))
    except OSError as problem:
        listener.close()
        if problem.errno == errno.EADDRINUSE:
            message = f"Port {port} is used by another program, perhaps another Attest. Try: make run PORT={port + 1}"
        elif problem.errno == errno.EACCES:
            message = f"Port {port} needs the rights of root. Try: make run PORT=8000"
        else:
            message = f"Port {port} cannot be used: {problem.strerror}."
        raise PortTaken(message) from None
    listener.set_inheritable(True)
    return listener


def _stop(number: int, frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    main()
