"""A hundred readers beside thirty clients that are slow on purpose: all readers have to be answered.

Ten clients send a byte of their request's headers now and then, ten a byte of a form, five take pages and five exports
of a hundred megabytes a kilobyte at a time; whoever is cut off comes again at once. The readers ask for pages and lists
without a pause, first alone and then beside them. BENCH_SECONDS says how long each time (20 and four times as many).
Exits with status 1 when a reader was not answered.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from bench.record import corpus
from bench.researchers.load import MB, PORT, memory, server
from bench.timing import show

SECONDS = float(os.environ.get("BENCH_SECONDS", "20"))
ROWS = int(os.environ.get("BENCH_ROWS", "30000"))
READERS = 100
PATIENCE = 30
"""Seconds after which a reader counts as not answered."""
PATHS = ["/", "/incidents/", "/api/v1/incidents/?limit=10", "/api/v1/incidents/?limit=100", "/robots.txt"]
HOST = b"Host: localhost\r\n"
KILOBYTE = 1024


@dataclass
class Seen:
    """What became of clients of one kind."""

    answers: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    cut: int = 0

    def at(self, part: float) -> str:
        """The time within which this part of the answers came, in milliseconds."""
        ordered = sorted(self.seconds)
        return f"{ordered[min(int(len(ordered) * part), len(ordered) - 1)] * 1000:,.0f}"


def main() -> None:
    """Two tables: the readers without and with slow clients, and what became of those."""
    corpus.fill(ROWS)
    with server():
        before = memory()
        alone = asyncio.run(readers(SECONDS))
        beside, slow, most = asyncio.run(together(4 * SECONDS))
    heads = (
        f"{READERS} readers",
        "answers",
        "a second",
        "median ms",
        "99 % ms",
        "longest ms",
        "not answered",
    )
    show(heads, [_row("alone", alone, SECONDS), _row("beside 30 slow clients", beside, 4 * SECONDS)])
    print()
    show(
        ("slow clients", "cut off", "answers"),
        [(name, seen.cut, dict(seen.answers) or "none") for name, seen in slow.items()],
    )
    print(f"\nThe largest process held {before / MB:.0f} MB before and at most {most / MB:.0f} MB.")
    if any(status != "200" for seen in (alone, beside) for status in seen.answers):
        sys.exit(f"Readers were not answered: {alone.answers} {beside.answers}")


def _row(name: str, seen: Seen, seconds: float) -> tuple[str, ...]:
    count = seen.answers["200"]
    others = sum(seen.answers.values()) - count
    return (
        name,
        f"{count:,}",
        f"{count / seconds:,.0f}",
        seen.at(0.5),
        seen.at(0.99),
        seen.at(1),
        str(others),
    )


async def together(seconds: float) -> tuple[Seen, dict[str, Seen], int]:
    """Readers, slow clients, and a look at the memory each second."""
    kinds: dict[str, tuple[int, Callable[[int], Awaitable[str]]]] = {
        "headers, a byte a second": (10, _slow_headers),
        "forms, a byte a second": (10, _slow_body),
        "pages, 1 kB a second": (5, lambda number: _slow_reader(number, "/api/v1/incidents/?limit=1000")),
        "exports, 1 kB a second": (5, lambda number: _slow_reader(number, "/api/v1/incidents.ndjson")),
    }
    seen = {name: Seen() for name in kinds}
    tasks = [
        asyncio.create_task(_again_and_again(act, number, seen[name]))
        for name, (count, act) in kinds.items()
        for number in range(count)
    ]
    most = asyncio.create_task(_most_memory())
    await asyncio.sleep(1)  # the slow ones are first
    of_readers = await readers(seconds)
    for task in [*tasks, most]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return of_readers, seen, await most


async def _most_memory() -> int:
    most = 0
    with suppress(asyncio.CancelledError):
        while True:
            most = max(most, await asyncio.to_thread(memory))
            await asyncio.sleep(1)
    return most


async def readers(seconds: float) -> Seen:
    """All readers, each with a connection of its own that it keeps."""
    seen, until = Seen(), time.perf_counter() + seconds
    await asyncio.gather(*(_read(number, until, seen) for number in range(READERS)))
    return seen


async def _read(number: int, until: float, seen: Seen) -> None:
    connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    while time.perf_counter() < until:
        path = PATHS[number % len(PATHS)]
        number += 1
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE):
                connection = connection or await asyncio.open_connection("127.0.0.1", PORT)
                status = await _get(*connection, path)
        except (OSError, EOFError, TimeoutError) as problem:
            status, connection = type(problem).__name__, None
        seen.answers[status] += 1
        seen.seconds.append(time.perf_counter() - begun)
    if connection is not None:
        connection[1].close()


async def _get(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> str:
    writer.write(f"GET {path} HTTP/1.1\r\n".encode() + HOST + b"\r\n")
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
    await reader.readexactly(int(length))
    return head.split()[1].decode()


async def _again_and_again(act: Callable[[int], Awaitable[str]], number: int, seen: Seen) -> None:
    while True:
        try:
            status = await act(number)
        except OSError:
            status = ""
        if status:
            seen.answers[status] += 1
            await asyncio.sleep(5)
        else:
            seen.cut += 1


async def _slow_headers(number: int) -> str:
    return await _drip(number, b"GET / HTTP/1.1\r\n" + HOST + b"X-Slow: ")


async def _slow_body(number: int) -> str:
    return await _drip(number, b"POST /accounts/login/ HTTP/1.1\r\n" + HOST + b"Content-Length: 1000\r\n\r\n")


async def _drip(number: int, beginning: bytes) -> str:
    """Send a beginning and then a byte a second, until there is an answer (its status) or an end (nothing)."""
    loop = asyncio.get_running_loop()
    with _connection(number) as client:
        await loop.sock_connect(client, ("127.0.0.1", PORT))
        await loop.sock_sendall(client, beginning)
        answer = asyncio.create_task(loop.sock_recv(client, KILOBYTE))
        while not answer.done():
            await loop.sock_sendall(client, b"a")
            await asyncio.wait([answer], timeout=1)
        return _status(answer.result())


async def _slow_reader(number: int, path: str) -> str:
    """Take a kilobyte a second until the end; nothing where that is no end, the status of what was refused."""
    loop = asyncio.get_running_loop()
    with _connection(number) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 * KILOBYTE)
        await loop.sock_connect(client, ("127.0.0.1", PORT))
        await loop.sock_sendall(client, f"GET {path} HTTP/1.1\r\n".encode() + HOST + b"\r\n")
        first = await loop.sock_recv(client, KILOBYTE)
        if _status(first) not in {"", "200"}:
            return _status(first)
        while await loop.sock_recv(client, KILOBYTE):
            await asyncio.sleep(1)
        return ""


def _connection(number: int) -> socket.socket:
    """From an address of its own, since one client may not have many exports at once."""
    client = socket.socket()
    client.bind((f"127.0.1.{number + 1}", 0))
    client.setblocking(False)
    return client


def _status(answer: bytes) -> str:
    return answer.split()[1].decode() if answer else ""
