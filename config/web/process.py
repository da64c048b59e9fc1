"""One web process: uvicorn on a listening socket that all web processes share."""

from __future__ import annotations

import asyncio
import resource
import signal
import socket
import sys
from contextlib import suppress
from types import FrameType

import uvicorn
from django.conf import settings
from django.urls import get_resolver

from accounts.scratch import temporary_files_in
from config.databases import adopt_kind
from config.uploads import LARGEST_FORM
from config.web.connection import LONGEST_HEAD, SECONDS_IDLE, Connection
from config.web.gateway import Gateway
from config.wsgi import application

SECONDS_TO_FINISH = 20
"""For what is under way when the process is told to end (SIGTERM)."""
SECONDS_TO_RETIRE = 3_600
"""The same for a process that only makes room for a new one (SIGUSR1): as long as an export may take."""
LISTENING = 1_024
"""Connections that may wait to be accepted."""
MOST_FILES = 65_536


def load() -> None:
    """Load all of the site, so that processes forked afterwards share its memory and answer at once."""
    get_resolver().url_patterns  # noqa: B018  # imports every view


def serve(listener: socket.socket) -> None:
    """Answer requests until SIGTERM or SIGINT, then finish what is under way."""
    _allow_many_connections()
    adopt_kind(settings.DATABASES, "web")
    gateway = Gateway(
        application,
        threads=settings.WEB_THREADS,
        desk_threads=settings.DESK_THREADS,
        largest_body=LARGEST_FORM,
        slowest_pace=settings.SLOWEST_PACE,
        behind_proxy=settings.BEHIND_PROXY,
    )
    server = server_of(gateway)

    def retire(number: int, frame: FrameType | None) -> None:
        server.config.timeout_graceful_shutdown = SECONDS_TO_RETIRE
        server.should_exit = True

    def end(number: int, frame: FrameType | None) -> None:
        sys.exit(0)

    signal.signal(signal.SIGUSR1, retire)
    # The server sends the signal once more when all is finished: then too what is open has to be closed.
    signal.signal(signal.SIGTERM, end)
    with temporary_files_in(settings.DATA_DIR), suppress(asyncio.CancelledError, KeyboardInterrupt):
        server.run(sockets=[listener])


def server_of(gateway: Gateway) -> uvicorn.Server:
    """The server that speaks with clients, as it serves the site."""
    return uvicorn.Server(
        uvicorn.Config(
            gateway,
            http=Connection,
            ws="none",
            lifespan="off",
            loop="asyncio",
            log_config=None,  # Django's is in force
            access_log=False,
            server_header=False,
            proxy_headers=False,  # config/web/environ.py decides about them
            backlog=LISTENING,
            timeout_keep_alive=SECONDS_IDLE,
            timeout_graceful_shutdown=SECONDS_TO_FINISH,
            h11_max_incomplete_event_size=LONGEST_HEAD,
        )
    )


def _allow_many_connections() -> None:
    """Each connection is an open file, of which systems allow 1,024 at first."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    wanted = MOST_FILES if most == resource.RLIM_INFINITY else min(MOST_FILES, most)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
