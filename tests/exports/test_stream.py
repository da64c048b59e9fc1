"""Between the thread that writes and the request that takes: neither runs ahead, neither waits for ever."""

from __future__ import annotations

import time
from threading import Event
from typing import Any

import pytest

from config.web import environ
from incidents.exports import stream as streams
from incidents.exports.reader import Writable
from incidents.exports.stream import ClientGone, Stopped, Stream
from incidents.exports.views import CLIENT_IS_GONE, hung_up


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


def test_a_client_that_takes_nothing_does_not_keep_its_place(monkeypatch):
    monkeypatch.setattr(streams, "PATIENCE", 1)
    watched = Watched(10_000)
    begun = watched.stream.start()

    assert watched.ended.wait(10)
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


def test_a_client_that_left_is_noticed_while_pieces_are_ready():
    """Nothing is sent while a file is only measured, so that nothing would fail."""
    gone = Event()
    watched = Watched(10_000, is_gone=gone.is_set)
    begun = watched.stream.start()
    next(begun)
    gone.set()
    with pytest.raises(ClientGone):
        list(begun)
    watched.stream.close()
    assert watched.ended.wait(5)


def test_whether_a_client_is_there_is_asked_of_the_server():
    assert not hung_up({})
    assert not hung_up({CLIENT_IS_GONE: lambda: False})
    assert hung_up({CLIENT_IS_GONE: lambda: True})


def test_server_and_exports_mean_the_same_key():
    """The public rooms know nothing of the server."""
    assert environ.CLIENT_IS_GONE == CLIENT_IS_GONE
