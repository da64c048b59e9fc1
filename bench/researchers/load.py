"""A real server under eight clients at once, and what its worker holds in memory while it exports everything."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.timing import show

PORT = 8900
CLIENTS = 8
SECONDS = 5.0
MB = 1 << 20

ASKED = {
    "the same server, a text of two lines (floor)": "/robots.txt",
    "page of 10": "/api/v1/incidents/?limit=10",
    "page of 100": "/api/v1/incidents/?limit=100",
    "page of 100, not modified": "/api/v1/incidents/?limit=100",
    "one incident": "/api/v1/incidents/{id}/",
}
EXPORTS = ["incidents.csv", "incidents.ndjson", "incidents.geojson", "incidents.parquet"]


def main(rows: int) -> None:
    """Two tables: requests in a second, and memory during exports."""
    with server():
        first = _get("/api/v1/incidents/?limit=1&fields=id")[1].split(b'"id":"')[1][:10].decode()
        rates = {name: _rate(path.format(id=first), "not modified" in name) for name, path in ASKED.items()}
        floor = next(iter(rates.values()))
        print(f"\nRequests in a second, {CLIENTS} clients, 2 workers")
        show(("", "requests/s", "× floor"), [(n, f"{r:,.0f}", f"{r / floor:.2f}") for n, r in rates.items()])
        print("\nA full export, and the memory of the largest worker")
        heads = ("", "s", "rows/s", "MB", "MB of memory before", "at most")
        show(heads, [_exported(name, rows) for name in EXPORTS])


@contextmanager
def server() -> Iterator[None]:
    """The server as in production, on the benchmark's database."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "bench.settings", "PORT": str(PORT)}
    command = [sys.executable, "-m", "config.serve"]
    running = subprocess.Popen(command, env=environment)
    try:
        _wait()
        yield
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(30)


def _wait() -> None:
    for _ in range(600):
        try:
            _get("/robots.txt")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not start.")


def _get(path: str, headers: dict[str, str] | None = None) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=600)
    connection.request("GET", path, headers=headers or {})
    response = connection.getresponse()
    return response, response.read()


def _rate(path: str, conditional: bool) -> float:
    """Answers in a second to clients that keep their lines open."""
    headers = {}
    if conditional:
        headers["If-None-Match"] = _get(path)[0].headers["ETag"]
    counts = [0] * CLIENTS
    until = time.perf_counter() + SECONDS

    def ask(own: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT)
        while time.perf_counter() < until:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            response.read()
            assert response.status == (304 if conditional else 200), response.status
            counts[own] += 1

    _together(ask)
    return sum(counts) / SECONDS


def _together(ask: Callable[[int], None]) -> None:
    threads = [threading.Thread(target=ask, args=[own]) for own in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _exported(name: str, rows: int) -> tuple[str, ...]:
    before, most, size = memory(), 0, 0
    begun = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=3600)
    connection.request("GET", f"/api/v1/{name}")
    response = connection.getresponse()
    assert response.status == 200, response.read()[:500]
    while part := response.read(8 * MB):
        size += len(part)
        most = max(most, memory())
    took = time.perf_counter() - begun
    figures = (
        f"{took:.1f}",
        f"{rows / took:,.0f}",
        f"{size / MB:,.0f}",
        f"{before / MB:.0f}",
        f"{most / MB:.0f}",
    )
    return (name, *figures)


def memory() -> int:
    """Bytes that the largest process of the server holds."""
    return max(_resident(process) for process in _workers())


def _workers() -> Iterator[Path]:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            environment = (process / "environ").read_bytes()
        except OSError:
            continue
        if b"config.serve" in command and f"PORT={PORT}\0".encode() in environment:
            yield process


def _resident(process: Path) -> int:
    try:
        return int((process / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
