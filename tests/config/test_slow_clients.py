"""Clients that are slow to ask, to send and to take occupy no thread, and are cut off in the end."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest

from config.web import connection, gateway, patience
from config.web.environ import CLIENT_IS_GONE
from tests.config.serving import HOST, is_cut, rest_of, served, wait_until

PIECE = bytes(300_000)
MANY = 12
"""More than there are threads, in all pools."""


class Site:
    """Answers at once, or with pieces without end, or as soon as it is let go."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.bodies: list[int] = []
        self.pieces, self.closed = 0, 0
        self.go, self.gone_noticed = Event(), Event()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        path = environ["PATH_INFO"]
        self.asked.append(path)
        start_response("200 OK", [("Content-Type", "text/plain")])
        if path == "/endless":
            return Endless(self)
        if path == "/waits":
            self.go.wait(20)
        if path == "/watches":
            wait_until(environ[CLIENT_IS_GONE])
            self.gone_noticed.set()
        self.bodies.append(len(environ["wsgi.input"].read()))
        return [b"here"]


class Endless:
    def __init__(self, site: Site) -> None:
        self.site = site

    def __iter__(self) -> Iterator[bytes]:
        while True:
            self.site.pieces += 1
            yield PIECE

    def close(self) -> None:
        self.site.closed += 1


ASKS_FOR = {
    "heads": b"GET / HTTP/1.1\r\nHost: lo",
    "bodies": b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 1000\r\n\r\nthe beginning",
    "readers": b"GET /endless HTTP/1.1\r\n" + HOST + b"\r\n",
}


@pytest.mark.parametrize("kind", ASKS_FOR)
def test_readers_are_answered_beside_slow(kind: str):
    site = Site()
    with served(site) as server:
        slow = [server.client(ASKS_FOR[kind], buffer=4096) for _ in range(MANY)]
        if kind == "readers":
            wait_until(lambda: site.asked.count("/endless") == MANY)
        for _ in range(5):
            assert server.ask().endswith(b"here\r\n0\r\n\r\n")
        assert len(slow) == MANY
        assert "/" not in site.asked[:-5]


def test_an_answer_is_made_no_faster_than_it_is_taken():
    site = Site()
    with served(site) as server:
        server.client(ASKS_FOR["readers"], buffer=4096)
        wait_until(lambda: site.pieces)
        time.sleep(0.3)
        made = site.pieces
        time.sleep(0.3)
        assert site.pieces == made  # the rest of them waits, not in our memory


def test_a_request_that_does_not_come_is_not_waited_for(monkeypatch):
    """Nor one of which a byte comes now and then, nor the second on a connection."""
    monkeypatch.setattr(connection, "SECONDS_TO_ASK", 0.5)
    monkeypatch.setattr(connection.Connection.await_request, "__defaults__", (0.5,))
    with served(Site()) as server:
        silent = server.client()
        again = server.client(b"GET / HTTP/1.1\r\n" + HOST + b"\r\n")
        dripping = server.client(b"GET / HTTP/1.1\r\n")
        for _ in range(4):
            time.sleep(0.1)
            dripping.sendall(b"X")
        assert is_cut(silent)
        assert is_cut(dripping)
        assert rest_of(again).endswith(b"0\r\n\r\n")  # and then it is ended


def test_a_body_that_comes_too_slowly_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(patience, "SECONDS", 0.4)
    site = Site()
    with served(site, slowest_pace=1_000_000) as server:
        client = server.client(ASKS_FOR["bodies"])
        for _ in range(3):
            time.sleep(0.1)
            client.sendall(b"X")
        assert b" 408 " in rest_of(client)
        assert site.asked == []


@pytest.mark.parametrize("slowest", [0, 1_000_000])
def test_who_takes_an_answer_too_slowly_is_cut_off(monkeypatch, slowest):
    """And what makes the answer is ended. Without a minimum pace that is who takes nothing at all."""
    monkeypatch.setattr(patience, "SECONDS", 0.4)
    site = Site()
    with served(site, slowest_pace=slowest) as server:
        client = server.client(ASKS_FOR["readers"], buffer=4096)
        wait_until(lambda: site.pieces)
        if slowest:
            client.recv(1000)
        wait_until(lambda: site.closed)
        with pytest.raises(ConnectionResetError):  # an end would look like the end of the file to HTTP/1.0
            rest_of(client)


def test_who_left_while_waiting_for_a_thread_is_not_served():
    site = Site()
    with served(site) as server:
        waiting = [server.client(b"GET /waits HTTP/1.1\r\n" + HOST + b"\r\n") for _ in range(2)]
        wait_until(lambda: len(site.asked) == 2)
        given_up = server.client(b"POST /given-up HTTP/1.1\r\nContent-Length: 1\r\n" + HOST + b"\r\n1")
        patient = server.client(b"GET /patient HTTP/1.0\r\n\r\n")
        time.sleep(0.1)
        given_up.close()
        time.sleep(0.2)
        site.go.set()
        assert rest_of(patient).endswith(b"here")
        assert site.asked == ["/waits", "/waits", "/patient"]
        assert len(waiting) == 2


def test_a_view_can_ask_whether_its_client_is_still_there():
    site = Site()
    with served(site) as server:
        client = server.client(b"GET /watches HTTP/1.1\r\n" + HOST + b"\r\n")
        wait_until(lambda: site.asked)
        assert not site.gone_noticed.is_set()
        client.close()
        assert site.gone_noticed.wait(20)


def test_who_leaves_ends_what_makes_the_answer():
    site = Site()
    with served(site) as server:
        client = server.client(ASKS_FOR["readers"], buffer=4096)
        wait_until(lambda: site.pieces)
        client.close()
        wait_until(lambda: site.closed == 1)


def test_who_was_refused_may_go_on_sending_for_a_while_only(monkeypatch):
    monkeypatch.setattr(gateway, "SECONDS_OF_SILENCE", 0.2)
    site = Site()
    with served(site) as server:
        client = server.client(b"POST / HTTP/1.1\r\nContent-Length: 900000\r\n" + HOST + b"\r\n")
        client.sendall(bytes(800_000))
        assert rest_of(client).endswith(b"here\r\n0\r\n\r\n")
        assert site.bodies == [0]


def test_slow_clients_leave_no_threads_behind():
    before = threading.active_count()
    site = Site()
    with served(site) as server:
        for _ in range(MANY):
            server.client(ASKS_FOR["heads"])
            server.client(ASKS_FOR["bodies"])
        server.ask()
        assert threading.active_count() <= before + 2  # the server's own, and one that answered
