"""What the site is told of a request, and what becomes of its answer."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from time import sleep
from typing import Any

import pytest

from config.listening import reserve_port
from config.web.answer import SECONDS as SECONDS_TO_GATHER
from config.web.environ import accepted, environ_of, path_of
from config.web.gateway import LONGEST_ADDRESS
from config.web.patience import SECONDS, Patience, TooSlow
from tests.config.serving import HOST, Served, rest_of, served


class Told:
    """Answers with the body it got, and keeps what it was told."""

    def __init__(self) -> None:
        self.environs: list[dict[str, Any]] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.environs.append(environ)
        content: bytes = environ["wsgi.input"].read()
        start_response("200 OK", [("Content-Length", str(len(content)))])
        return [content]


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def server(told: Told) -> Iterator[Served]:
    with served(told) as site:
        yield site


def test_a_body_arrives_whole(server, told):
    body = bytes(range(256)) * 300
    length = f"Content-Length: {len(body)}\r\n".encode()
    assert server.ask("POST /", headers=length, body=body).endswith(body)
    assert told.environs[0]["CONTENT_LENGTH"] == str(len(body))


def test_a_body_in_chunks_arrives_with_its_length(server, told):
    chunks = b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    assert server.ask("POST /", headers=b"Transfer-Encoding: chunked\r\n", body=chunks).endswith(b"abcde")
    assert told.environs[0]["CONTENT_LENGTH"] == "5"


def test_who_asks_before_sending_is_told_to_go_on(server):
    client = server.client(
        b"POST / HTTP/1.1\r\nConnection: close\r\nContent-Length: 3\r\nExpect: 100-continue\r\n"
        + HOST
        + b"\r\n"
    )
    assert client.recv(1000).startswith(b"HTTP/1.1 100 ")
    client.sendall(b"abc")
    assert rest_of(client).endswith(b"abc")


@pytest.mark.parametrize("expects", [b"", b"Expect: 100-continue\r\n"])
def test_a_body_that_is_announced_as_too_large_is_not_read(server, told, expects):
    """The site refuses it in its own words, by its length."""
    client = server.client(b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n" + expects + HOST + b"\r\n")
    answer = rest_of(client)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"connection: close" in answer.lower()
    assert told.environs[0]["CONTENT_LENGTH"] == "99999999"


def test_chunks_that_become_too_many_are_not_read_further(server, told):
    chunk = b"8000\r\n" + bytes(0x8000) + b"\r\n"
    answer = server.ask("POST /", headers=b"Transfer-Encoding: chunked\r\n", body=chunk * 4 + b"0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert int(told.environs[0]["CONTENT_LENGTH"]) > 100_000
    assert b"content-length: 0" in answer


def test_addresses_may_be_long_but_not_endless(server, told):
    assert b" 200 " in server.ask("GET /?" + "x" * (LONGEST_ADDRESS - 10))
    assert b" 414 " in (answer := server.ask("GET /?" + "x" * LONGEST_ADDRESS))
    assert b"65,536 bytes" in answer
    with suppress(ConnectionError):  # of what is longer still not all is read
        assert b" 4" in server.ask("GET /?" + "x" * 300_000)[:12]
    assert len(told.environs) == 1


def test_a_request_with_two_lengths_is_refused(server, told):
    """Or what is the body to us could be the next request to a web server in front."""
    both = b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"
    assert b" 400 " in server.ask("POST /", headers=both, body=b"0\r\n\r\n")
    assert told.environs == []


def test_a_connection_serves_one_request_after_another(server, told):
    client = server.client()
    for number in range(3):
        client.sendall(
            f"POST /{number} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n{number}".encode()
        )
        assert client.recv(1000).endswith(str(number).encode()) or client.recv(1) == str(number).encode()
    client.sendall(b"GET /last HTTP/1.1\r\nConnection: close\r\n" + HOST + b"\r\n")
    assert b"connection: close" in rest_of(client).lower()
    assert [environ["PATH_INFO"] for environ in told.environs] == ["/0", "/1", "/2", "/last"]


def test_head_gets_the_headers_of_get_and_no_body():
    closed = threading.Event()

    class Answer(list[bytes]):
        def close(self) -> None:
            closed.set()

    def application(environ: Any, start_response: Any) -> Answer:
        start_response("200 OK", [("Content-Type", "text/plain"), ("X-Kind", "endless")])
        return Answer([bytes(70_000)] * 1000)

    with served(application) as server:
        answer = server.ask("HEAD /")
        assert answer.endswith(b"\r\n\r\n")
        assert b"x-kind: endless" in answer
        assert closed.wait(20)


def test_a_whole_answer_is_closed_by_the_thread_that_made_it():
    """Its connection to the database is of that thread."""
    threads: list[int] = []

    class Answer(list[bytes]):
        def close(self) -> None:
            threads.append(threading.get_ident())

    def application(environ: Any, start_response: Any) -> Answer:
        threads.append(threading.get_ident())
        start_response("200 OK", [("Content-Length", "300000")])
        return Answer([bytes(300_000)])

    with served(application) as server:
        assert len(server.ask()) > 300_000
    assert len(set(threads)) == 1
    assert len(threads) == 2


@pytest.mark.parametrize("first", [0, 400_000])
def test_an_application_that_fails_does_not_end_an_answer_as_if_it_were_whole(first):
    def application(environ: Any, start_response: Any) -> Iterator[bytes]:
        if first:
            start_response("200 OK", [("Content-Type", "text/csv")])
            yield bytes(first)
        raise RuntimeError("the database went away")

    with served(application) as server:
        client = server.client(b"GET / HTTP/1.0\r\n\r\n")
        if first:
            with pytest.raises(ConnectionResetError):
                rest_of(client)
        else:
            assert b" 500 " in rest_of(client)


@pytest.mark.parametrize(
    "status, line",
    [
        ("400 Bad Request: no column so named", b"HTTP/1.1 400 Bad Request: no column so named"),
        ("200 OK", b"HTTP/1.1 200 OK"),
        ("299 Good", b"HTTP/1.1 299 Good"),
        ("400 Bad\r\nSet-Cookie: a=b", b"HTTP/1.1 400 Bad Request"),
        ("400 Schlecht für alle", b"HTTP/1.1 400 Bad Request"),
        ("400", b"HTTP/1.1 400 Bad Request"),
    ],
)
def test_the_status_line_has_the_words_of_the_site(status, line):
    """The usual client of ACLED's service shows it, and nothing else of an error."""

    def application(environ: Any, start_response: Any) -> list[bytes]:
        start_response(status, [("Content-Length", "2")])
        return [b"no"]

    with served(application) as server:
        head, _, body = server.ask().partition(b"\r\n\r\n")
        assert head.split(b"\r\n")[0] == line
        assert body == b"no"


def test_what_comes_slowly_is_handed_on_before_it_is_much():
    go = threading.Event()

    def application(environ: Any, start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [])
        for piece in (b"first", b"second"):
            yield piece
            sleep(SECONDS_TO_GATHER)
        go.wait(20)
        yield b"last"

    with served(application) as server:
        client = server.client(b"GET / HTTP/1.1\r\nConnection: close\r\n" + HOST + b"\r\n")
        begun = b""
        while b"first" not in begun:
            begun += client.recv(1000)
        assert b"last" not in begun
        go.set()
        assert b"last" in rest_of(client)


def environ(headers: dict[str, str], *, behind_proxy: bool = False, target: bytes = b"/") -> dict[str, Any]:
    scope = {
        "method": "GET", "raw_path": target, "query_string": b"a=b", "http_version": "1.1", "scheme": "http",
        "server": ("127.0.0.1", 8000), "client": ("192.0.2.1", 4000),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    return environ_of(scope, BytesIO(), 0, behind_proxy=behind_proxy, is_gone=lambda: False)


PRETENDED = {
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "198.51.100.1, 198.51.100.2",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "1",
    "X-Forwarded-Prefix": "/evil",
    "Forwarded": "for=198.51.100.1",
    "X_Forwarded_Proto": "https",
    "SCRIPT_NAME": "/evil",
    "Script-Name": "/evil",
    "Path_Info": "/evil",
    "REMOTE_ADDR": "198.51.100.1",
}


def test_what_a_client_says_of_itself_is_not_believed():
    plain, pretending = environ({}), environ(PRETENDED)
    assert pretending.pop("HTTP_SCRIPT_NAME") == "/evil"  # a header like any other, which nobody asks for
    plain.pop("attest.client_is_gone"), pretending.pop("attest.client_is_gone")
    assert {**pretending, "wsgi.input": None} == {**plain, "wsgi.input": None}


def test_of_what_the_web_server_in_front_says_only_its_own_words_are_believed():
    behind = environ(PRETENDED, behind_proxy=True)
    assert behind["HTTP_X_FORWARDED_PROTO"] == "https"
    assert behind["HTTP_X_FORWARDED_FOR"] == "198.51.100.2"
    assert behind["SCRIPT_NAME"] == ""
    assert not {"HTTP_FORWARDED", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PREFIX"} & behind.keys()


def test_a_header_that_a_client_sent_before_the_web_server_s_own_is_passed_over():
    twice = [
        (b"X-Forwarded-Proto", b"https"),
        (b"x-forwarded-proto", b"http"),
        (b"X_Forwarded_Proto", b"https"),
    ]
    assert list(accepted(twice, behind_proxy=True)) == [("x-forwarded-proto", "http")]


def test_headers_of_one_name_are_joined():
    joined = environ_of(
        {"method": "GET", "raw_path": b"/", "query_string": b"", "http_version": "1.1", "scheme": "http",
         "headers": [(b"accept", b"a"), (b"accept", b"b"), (b"cookie", b"c=1"), (b"cookie", b"d=2")]},
        BytesIO(), 0, behind_proxy=False, is_gone=lambda: False,
    )  # fmt: skip
    assert (joined["HTTP_ACCEPT"], joined["HTTP_COOKIE"]) == ("a,b", "c=1; d=2")


@pytest.mark.parametrize(
    "target, path",
    [
        (b"/incidents/", b"/incidents/"),
        (b"http://localhost/incidents/", b"/incidents/"),
        (b"http://localhost", b"/"),
        (b"*", b"*"),
        (b"/http://x", b"/http://x"),
    ],
)
def test_a_whole_address_is_a_path_too(target, path):
    assert path_of(target) == path


def test_paths_keep_the_bytes_that_were_escaped():
    assert environ({}, target=b"/%D8%AD/%2F")["PATH_INFO"].encode("latin-1").decode() == "/ح//"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def wait(patience: Patience, seconds: float) -> None:
    async with patience.waiting():
        patience.clock.now += seconds  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "slowest, seconds, pieces, bears",
    [
        (1000, 10, 0, 6),  # who moves nothing has a minute
        (1000, 10, 5_000, 12),  # at half the pace it takes twice as long
        (1000, 10, 10_000, 100),  # who keeps pace is never cut off
        (1000, 59, 1_000_000, 100),  # what comes in large pieces may take a minute for each
        (0, 59, 1, 100),  # without a pace anything will do
    ],
)
def test_patience_is_used_up_and_earned(slowest, seconds, pieces, bears):
    async def times() -> int:
        patience = Patience(slowest, Clock())
        for number in range(100):
            if patience.left <= 0:
                return number
            await wait(patience, seconds)
            patience.moved(pieces)
        return 100

    assert asyncio.run(times()) == bears


def test_what_was_fast_once_is_not_credited_for_ever():
    patience = Patience(1000, Clock())
    patience.moved(10**9)
    assert patience.left == SECONDS


def test_patience_ends_in_the_middle_of_waiting():
    async def forever() -> None:
        patience = Patience(1000)
        patience.left = 0.05
        async with patience.waiting():
            await asyncio.Event().wait()

    with pytest.raises(TooSlow):
        asyncio.run(forever())


def test_a_port_that_is_shared_keeps_connections_alive():
    with reserve_port("127.0.0.1", 0) as listener:
        assert listener.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
