"""Between the thread that writes and the request that takes: neither runs ahead, neither waits for ever."""

from __future__ import annotations

import socket
import time
from threading import Event
from typing import Any

import pytest

from incidents.exports import stream as streams
from incidents.exports.reader import Writable
from incidents.exports.stream import ClientGone, Stopped, Stream
from incidents.exports.views import hang_up, hung_up


class Watched:
    """A stream of numbered pieces, and what became of it."""

    def __init__(self, pieces: int, *, fails: bool = False, **options: Any) -> None:
        self.written, self.ended, self.cancelled, self.fails, self.pieces = 0, Event(), Event(), fails, pieces
        self.stream = Stream(self.write, cancel=self.cancelled.set, end=self.ended.set, **options)

    def write(self, out: Writable) -> int:
        for number in range(self.pieces):
            out.write(str(number).encode())
            self.written += 1
        if self.fails:
            raise RuntimeError("the database went away")
        return self.written


def test_all_pieces_come_in_their_order_and_the_rows_are_told():
    watched = Watched(50)
    taken = list(watched.stream.start())

    assert taken == [str(number).encode() for number in range(50)]
    assert watched.stream.rows == 50
    assert watched.ended.wait(5)
    assert not watched.cancelled.is_set()
    assert list(watched.stream) == []


def test_the_writer_does_not_run_ahead():
    watched = Watched(10_000)
    watched.stream.start()
    time.sleep(0.2)

    assert watched.written <= streams.WAITING + 2
    watched.stream.close()
    assert watched.ended.wait(5)


def test_what_fails_after_the_first_piece_is_raised_where_the_server_sees_it():
    watched = Watched(3, fails=True)
    begun = watched.stream.start()

    taken: list[bytes] = []
    with pytest.raises(RuntimeError, match="went away"):
        taken.extend(begun)
    assert watched.ended.wait(5)


def test_what_fails_before_the_first_piece_is_raised_at_once():
    watched = Watched(0, fails=True)
    with pytest.raises(RuntimeError, match="went away"):
        watched.stream.start()
    assert watched.ended.wait(5)


def test_nothing_at_all_is_an_empty_answer():
    assert list(Watched(0).stream.start()) == []


def test_closing_stops_the_writer_and_its_query():
    watched = Watched(10_000)
    next(watched.stream.start())
    watched.stream.close()

    assert watched.cancelled.is_set()
    assert watched.ended.wait(5)
    assert watched.written < 50
    assert list(watched.stream) == []


def test_a_client_that_takes_nothing_is_cut_off(monkeypatch):
    monkeypatch.setattr(streams, "PATIENCE", 1)
    cut = Event()
    watched = Watched(10_000, hang_up=cut.set)
    begun = watched.stream.start()

    assert cut.wait(10)
    assert watched.ended.wait(5)
    with pytest.raises(Stopped):
        list(begun)


def test_a_client_that_left_before_the_first_piece_is_noticed():
    never = Event()

    def wait(out: Writable) -> int:
        never.wait(20)
        return 0

    stream = Stream(wait, cancel=never.set, end=lambda: None, is_gone=lambda: True)
    with pytest.raises(ClientGone):
        stream.start()
    assert never.is_set()


def test_whether_a_client_is_there_is_read_from_its_socket():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        environ = {"gunicorn.socket": ours}
        assert not hung_up(environ)
        theirs.sendall(b"GET")
        assert not hung_up(environ)
        assert ours.recv(3) == b"GET"
        theirs.close()
        assert hung_up(environ)
    assert not hung_up({})


def test_hanging_up_wakes_whoever_sends():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        hang_up({"gunicorn.socket": ours})
        assert theirs.recv(1) == b""
        with pytest.raises(BrokenPipeError):
            ours.sendall(b"more")
        hang_up({})
