"""A small WSGI application behind the server's own gateway, on a port of its own, and clients that misbehave."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from config.web.gateway import Gateway
from config.web.process import server_of

HOST = b"Host: localhost\r\n"


class Served:
    """What is asked of the server in tests. ``ask`` waits for the whole answer, with its head."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.clients: list[socket.socket] = []

    def client(self, said: bytes = b"", *, buffer: int | None = None) -> socket.socket:
        """A connection on which something was said. ``buffer``: bytes that its system takes unread."""
        client = socket.socket()
        self.clients.append(client)
        if buffer is not None:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        client.settimeout(20)
        client.connect(("127.0.0.1", self.port))
        client.sendall(said)
        return client

    def ask(self, line: str = "GET /", *, headers: bytes = b"", body: bytes = b"") -> bytes:
        head = f"{line} HTTP/1.1\r\n".encode() + HOST + b"Connection: close\r\n" + headers + b"\r\n"
        return rest_of(self.client(head + body))


def rest_of(client: socket.socket) -> bytes:
    """What comes until the other side ends."""
    content = b""
    while piece := client.recv(1 << 16):
        content += piece
    return content


def is_cut(client: socket.socket) -> bool:
    """Whether the server ends the connection without another word."""
    try:
        return rest_of(client) == b""
    except ConnectionResetError:
        return True


def wait_until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.01)


@contextmanager
def served(application: Callable[..., Any], **options: Any) -> Iterator[Served]:
    """Two threads each for desk and readers, 100,000 bytes at most, no minimum pace, nobody in front, unless said."""
    gateway = Gateway(
        application,
        **{
            "threads": 2,
            "desk_threads": 2,
            "largest_body": 100_000,
            "slowest_pace": 0,
            "behind_proxy": False,
            **options,
        },
    )
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    server = server_of(gateway)
    server.config.timeout_graceful_shutdown = 1
    thread = Thread(target=lambda: asyncio.run(server.serve([listener])), daemon=True)
    site = Served(listener.getsockname()[1])
    thread.start()
    try:
        wait_until(lambda: server.started)
        yield site
    finally:
        for client in site.clients:
            client.close()
        server.should_exit = True
        thread.join(20)
