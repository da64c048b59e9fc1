"""Who takes or gives too little is cut off, and whoever is only slow is not."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from types import SimpleNamespace
from typing import Any, cast

import pytest

from config import gunicorn_settings, pace
from config.pace import Pace, Reading

SLOWEST = 1_000
READ = SimpleNamespace(body=SimpleNamespace())
"""A request without a body."""


class Clock:
    """Time that passes when the test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class FakeConnection:
    """A connection of which the kernel says what the test has it say."""

    def __init__(self) -> None:
        self.reading: Reading | None = Reading(unconfirmed=1, unread=0, moved=0)
        self.is_cut = False

    def moves(self, number: int) -> None:
        assert self.reading is not None
        self.reading = Reading(1, 0, self.reading.moved + number)

    def setsockopt(self, *arguments: Any) -> None: ...

    def shutdown(self, how: int) -> None:
        self.is_cut = True


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Connections on which a request has been read, in a worker with four threads."""
    monkeypatch.setattr(pace, "read", lambda connection: connection.reading)
    watched = Pace(SLOWEST, threads=4, clock=Clock())
    with ExitStack() as lines:

        def open_line(request: Any = READ) -> FakeConnection:
            connection = FakeConnection()
            lines.enter_context(watched.watched(cast("socket.socket", connection))).request = request
            return connection

        yield SimpleNamespace(pace=watched, open=open_line)


def passes(watch: Any, seconds: int, moving: dict[FakeConnection, int]) -> None:
    """So many seconds, in each of which the connections move so many bytes."""
    for _second in range(seconds):
        for connection, number in moving.items():
            connection.moves(number)
        watch.pace.clock.now += 1
        watch.pace.check()


def test_who_takes_too_little_over_a_minute_is_cut_off(watch):
    slow, steady = watch.open(), watch.open()
    passes(watch, pace.WINDOW - 1, {slow: SLOWEST - 100, steady: SLOWEST + 100})
    assert not slow.is_cut
    passes(watch, 2, {slow: SLOWEST - 100, steady: SLOWEST + 100})
    assert slow.is_cut
    passes(watch, 1_000, {steady: SLOWEST + 100})
    assert not steady.is_cut


def test_a_burst_at_the_beginning_does_not_help_for_long(watch):
    """A line's buffers swallow some megabytes at once, whoever reads from them."""
    slow = watch.open()
    passes(watch, 1, {slow: 6_000_000})
    passes(watch, 2 * pace.WINDOW, {slow: 10})
    assert slow.is_cut


def test_a_line_may_rest_for_a_while(watch):
    resting = watch.open()
    passes(watch, 30, {resting: 10 * SLOWEST})
    passes(watch, pace.WINDOW // 2, {resting: 0})
    passes(watch, 30, {resting: 10 * SLOWEST})
    assert not resting.is_cut


def test_a_query_that_takes_long_is_not_the_client_s_fault(watch):
    waiting = watch.open()
    waiting.reading = Reading(unconfirmed=0, unread=0, moved=100)
    passes(watch, 10 * pace.WINDOW, {})
    assert not waiting.is_cut


def test_while_all_threads_are_taken_the_slowest_goes_first(watch):
    lines = [watch.open() for _ in range(4)]
    moving = dict(zip(lines, (2_000, 1_500, 50_000, 60_000), strict=True))
    passes(watch, pace.PRESSED_WINDOW + 1, moving)
    assert [line.is_cut for line in lines] == [False, True, False, False]


def test_while_a_thread_is_free_they_are_served(watch):
    lines = [watch.open() for _ in range(3)]
    passes(watch, pace.PRESSED_WINDOW + 1, dict.fromkeys(lines, 1_500))
    assert not any(line.is_cut for line in lines)


def test_a_request_has_to_be_said_within_a_time(watch):
    dripping = watch.open(request=None)
    passes(watch, pace.SECONDS_TO_ASK, {dripping: 100 * SLOWEST})
    assert not dripping.is_cut
    passes(watch, 1, {dripping: 100 * SLOWEST})
    assert dripping.is_cut


def test_while_all_threads_are_taken_it_has_to_be_said_at_once(watch):
    lines = [watch.open(request=None) for _ in range(4)]
    passes(watch, pace.PRESSED_SECONDS_TO_ASK, dict.fromkeys(lines, 100 * SLOWEST))
    assert not any(line.is_cut for line in lines)
    passes(watch, 1, dict.fromkeys(lines, 100 * SLOWEST))
    assert all(line.is_cut for line in lines)


def test_a_request_that_waits_for_us_is_not_late(watch):
    arrived = watch.open(request=None)
    arrived.reading = Reading(unconfirmed=0, unread=500, moved=500)
    passes(watch, 2 * pace.WINDOW, {})
    assert not arrived.is_cut


@pytest.mark.parametrize("reader", [SimpleNamespace(length=9), SimpleNamespace(parser=iter(()))])
def test_a_body_that_drips_is_cut_off(watch, reader):
    dripping = watch.open(SimpleNamespace(body=SimpleNamespace(reader=reader)))
    for _second in range(pace.WINDOW + 2):
        moved = dripping.reading.moved
        dripping.reading = Reading(unconfirmed=0, unread=0, moved=moved + 10)
        passes(watch, 1, {})
    assert dripping.is_cut


def test_while_all_threads_are_taken_a_body_that_drips_is_not_waited_for(watch):
    body = SimpleNamespace(body=SimpleNamespace(reader=SimpleNamespace(length=9)))
    lines = [watch.open(body) for _ in range(3)]
    quick, listening = watch.open(body), watch.open()
    moving = {**dict.fromkeys(lines, 10), quick: 2 * SLOWEST, listening: 10}
    passes(watch, pace.PRESSED_SECONDS_TO_ASK, moving)
    assert not any(line.is_cut for line in lines)
    passes(watch, 1, moving)
    assert all(line.is_cut for line in lines)
    assert not quick.is_cut
    assert not listening.is_cut


def test_what_cannot_be_known_is_left_alone(watch):
    unknown = watch.open()
    unknown.reading = None
    passes(watch, 2 * pace.WINDOW, {})
    assert not unknown.is_cut


def test_of_a_unix_socket_nothing_is_known():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert pace.read(ours) is None


def test_no_floor_no_watch(monkeypatch):
    started: list[str] = []
    monkeypatch.setattr(
        pace, "Thread", lambda **options: SimpleNamespace(start=lambda: started.append(options["name"]))
    )
    Pace(0, threads=4).start()
    assert not started
    Pace(1, threads=4).start()
    assert started == ["pace"]


def test_the_kernel_says_what_a_client_has_taken():
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.create_connection(listener.getsockname()) as client,
    ):
        ours, _address = listener.accept()
        with ours:
            before = pace.read(ours)
            if before is None:
                pytest.skip("this system does not tell what a client has confirmed")
            client.sendall(bytes(1_000))
            ours.sendall(bytes(3_000))
            received = 0
            while received < 3_000:
                received += len(client.recv(3_000))
            after = pace.read(ours)
            assert after is not None
            assert after.unread == 1_000
            assert 1_000 <= after.moved - before.moved <= 4_000


@pytest.mark.parametrize("each_second, is_cut", [(100, True), (20_000, False)])
def test_a_thread_that_sends_is_freed_of_who_drips(each_second: int, is_cut: bool):
    """Over a real line: the sender hangs in the kernel until its line is cut."""
    clock, cut = Clock(), []
    watched = Pace(SLOWEST, threads=4, clock=clock)
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 20_000)
        client.connect(listener.getsockname())
        ours, _address = listener.accept()
        if pace.read(ours) is None:
            pytest.skip("this system does not tell what a client has confirmed")
        with ours, watched.watched(ours) as line, ThreadPoolExecutor(1) as threads:
            line.request = READ
            sending = threads.submit(ours.sendall, bytes(50_000_000))
            for _second in range(2 * pace.WINDOW):
                client.recv(each_second)
                time.sleep(0.005)
                clock.now += 1
                cut += watched.check()
            assert bool(cut) is is_cut
            assert sending.done() is is_cut
            line.cut()
            with pytest.raises((BrokenPipeError, ConnectionResetError)):
                sending.result(timeout=10)


def test_the_server_works_with_it():
    assert gunicorn_settings.as_dict()["worker_class"] == "config.gunicorn_worker.PacedWorker"
