"""How gunicorn runs the application: for `make run`, and in production with

python -m gunicorn --config python:config.gunicorn_settings config.wsgi
"""

from __future__ import annotations

import os
import socket
import struct
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings
from gunicorn.http import message

from config.database_server import DatabaseUnusable, check_server, join_database

bind = f"{settings.LISTEN_ADDRESS}:{settings.PORT}"
worker_class = "config.gunicorn_worker.PacedWorker"
workers = settings.WEB_WORKERS
threads = settings.WEB_THREADS
preload_app = True  # loaded once and forked: less memory, and workers that start at once
timeout = 60
graceful_timeout = 20
keepalive = 15
max_requests, max_requests_jitter = 20_000, 2_000  # a slow leak in any library stays small
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108  # a heartbeat that never waits for a disk
errorlog = "-"
loglevel = "warning"
# Scripts list hundreds of countries or ids in one address. gunicorn's own ceiling is 8,190 or none at all, and
# without one a single request could fill the memory.
limit_request_line = message.MAX_REQUEST_LINE = 65_536


def on_starting(server: Any) -> None:
    """Refuse to serve with a database that will fail under load."""
    try:
        join_database()
        check_server()
    except DatabaseUnusable as problem:
        sys.exit(str(problem))


SECONDS_TO_SPEAK, SECONDS_TO_LISTEN = 10, 120
"""For how long a client may send nothing of its request, and take nothing of the answer."""


def post_fork(server: Any, worker: Any) -> None:
    """Give up on clients that stall. Each holds a thread: without this eight silent ones are the end of the site.

    Connections inherit it from the socket that they arrive on. The kernel counts anew with each byte; whoever sends
    or takes one now and then is dealt with in config/pace.py.
    """
    for listener in worker.sockets:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", SECONDS_TO_SPEAK, 0))
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", SECONDS_TO_LISTEN, 0))


def as_dict() -> dict[str, Any]:
    """The settings by name, for a server that is started from within Python."""
    names = (
        "bind", "worker_class", "workers", "threads", "preload_app", "timeout", "graceful_timeout", "keepalive",
        "max_requests", "max_requests_jitter", "worker_tmp_dir", "errorlog", "loglevel", "limit_request_line",
        "post_fork",
    )  # fmt: skip
    return {name: globals()[name] for name in names}
