"""Exports over a socket: half a file is never taken for a whole one, and who hangs up stops the query."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import connection

from incidents.api.problems import ProblemFound
from incidents.exports import slots
from incidents.exports.reader import Reader, own_reader
from incidents.record.states import head
from tests.record import documents as make

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Served:
    """The server with one web process, on the test's database."""

    port: int
    process: subprocess.Popen[bytes]
    lines: list[http.client.HTTPConnection] = field(default_factory=list)

    def ask(self, path: str, headers: dict[str, str] | None = None) -> http.client.HTTPResponse:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.lines.append(line)
        line.request("GET", f"/api/v1/{path}", headers=headers or {})
        return line.getresponse()

    def hang_up(self) -> None:
        """As a client does that was stopped: without a word."""
        for line in self.lines:
            if line.sock is not None:
                with suppress(OSError):  # the server was first
                    line.sock.shutdown(socket.SHUT_RDWR)
            line.close()
        self.lines.clear()


def address_of(alias: str) -> str:
    """A database of the tests as ``DATABASE_URL`` has it."""
    given = settings.DATABASES[alias]
    user = quote(given["USER"], safe="") + (
        f":{quote(given['PASSWORD'], safe='')}" if given["PASSWORD"] else ""
    )
    where = urlencode({"host": given["HOST"], "port": given["PORT"]})
    return f"postgresql://{user}@/{connection.settings_dict['NAME']}?{where}"


@pytest.fixture
def server(transactional_db: None) -> Iterator[Served]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {
        "DATABASE_URL": address_of("default"),
        "RECORD_DATABASE_URL": address_of("record"),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PORT": str(port),
        "ATTEST_WORKERS": "1",
        "ATTEST_API_ANONYMOUS_UNITS": "100000",
    }
    command = [sys.executable, "-m", "config.serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | own)
    try:
        wait_until(lambda: answers(port), seconds=60)
        served = Served(port, process)
        yield served
        served.hang_up()
    finally:
        process.terminate()
        process.wait(timeout=60)


def answers(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def wait_until(holds: Callable[[], object], *, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


@pytest.fixture
def noise(transactional_db: None) -> list[str]:
    """Texts that nothing makes small, so that an export of them stands still until somebody reads."""
    ids = [f"INC-{n:06d}" for n in range(1, 401)]
    make.publish(*(_noise(public_id) for public_id in ids))
    return ids


def _noise(public_id: str) -> Any:
    place = make.place(words=os.urandom(20_000).hex())
    return make.incident(
        public_id, title="Noise", summary={"en": os.urandom(20_000).hex()}, locations=[place]
    )


def exporting() -> list[int]:
    """Backends that hold a slot of the site, in this database: other tests run beside in theirs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
            "WHERE locktype = 'advisory' AND classid = %s AND datname = current_database()",
            [slots.SITE],
        )
        return [pid for (pid,) in cursor.fetchall()]


def terminate(pid: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])


def test_a_whole_file_arrives_and_is_what_its_digest_says(server, noise):
    answer = server.ask("incidents.ndjson?trailer=true")
    content = answer.read()
    link = answer.headers["Link"]
    told = json.loads(server.ask(link[1:].split(">")[0].partition("/api/v1/")[2]).read())

    assert answer.headers["Transfer-Encoding"] == "chunked"
    assert content.count(b"\n") == len(noise) + 1
    assert told["sha256"] == hashlib.sha256(content).hexdigest()
    assert json.loads(content.splitlines()[-1])["attest"]["rows"] == told["rows"] == len(noise)
    wait_until(lambda: not exporting())


@pytest.mark.parametrize(
    "name, headers",
    [("incidents.csv", {}), ("incidents.ndjson", {"Accept-Encoding": "gzip"})],
)
def test_an_export_that_breaks_is_broken_off(server, noise, name, headers):
    """The client is told by HTTP itself: the last chunk is missing."""
    answer = server.ask(name, headers)
    assert answer.status == 200
    begun = answer.read(1_000)
    wait_until(exporting)
    terminate(exporting()[0])

    with answer, pytest.raises((http.client.IncompleteRead, ConnectionError)):
        begun += answer.read()
    assert begun


@pytest.mark.parametrize("name", ["incidents.csv", "incidents.geojson", "incidents.csv?rows=location"])
def test_who_hangs_up_stops_the_query(server, noise, name):
    answer = server.ask(name)
    assert answer.read(1_000)
    wait_until(exporting)
    server.hang_up()

    wait_until(lambda: not exporting())
    assert server.ask("incidents/?limit=1").status == 200


def test_what_is_under_way_is_finished_when_the_site_is_stopped(server, noise):
    answer = server.ask("incidents.ndjson")
    begun = answer.read(1_000)
    server.process.terminate()
    wait_until(lambda: not answers(server.port))
    assert (begun + answer.read()).count(b"\n") == len(noise)
    assert server.process.wait(30) == 0


def test_who_hangs_up_before_the_first_row_stops_the_query_too(server, noise):
    """While the server waits for a lock there is nothing to send by which it would notice."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE record_row IN ACCESS EXCLUSIVE MODE")
        try:
            with socket.create_connection(("127.0.0.1", server.port)) as line:
                line.sendall(b"GET /api/v1/incidents.csv HTTP/1.1\r\nHost: localhost\r\n\r\n")
                wait_until(exporting)
            wait_until(lambda: not exporting())
        finally:
            cursor.execute("ROLLBACK")


def test_one_client_has_two_exports_at_a_time_and_the_worker_goes_on_answering(server, noise):
    open_ones = [server.ask("incidents.ndjson") for _ in range(2)]
    assert [connection.status for connection in open_ones] == [200, 200]

    third = server.ask("incidents.csv")
    assert (third.status, third.headers["Content-Type"]) == (429, "application/problem+json")
    assert third.headers["Retry-After"]
    assert server.ask("incidents/?limit=1").status == 200

    server.hang_up()
    wait_until(lambda: not exporting())
    assert server.ask("incidents.csv").status == 200


@pytest.fixture
def readers(transactional_db: None) -> Iterator[list[Reader]]:
    """Connections of six exports."""
    opened = [own_reader(head()) for _ in range(6)]
    yield opened
    for reader in opened:
        reader.close()


def status_of(reader: Reader, client: str, *, known: bool = False) -> int:
    """200 where there is a slot for the client."""
    try:
        slots.take(reader, client, known=known)
    except ProblemFound as found:
        return found.problem.status
    return 200


def test_slots_are_taken_and_given_back(readers, settings):
    settings.EXPORTS_AT_ONCE = 4
    assert [status_of(readers[n], "address:a") for n in range(3)] == [200, 200, 429]
    assert status_of(readers[3], "address:b") == 200
    assert status_of(readers[4], "address:c") == 503

    readers[0].close()
    wait_until(lambda: len(exporting()) < 3)
    assert status_of(readers[5], "address:d") == 200


def test_the_last_slot_is_for_those_with_a_token(readers, settings):
    settings.EXPORTS_AT_ONCE = 3
    assert [status_of(readers[n], f"address:{n}") for n in range(3)] == [200, 200, 503]
    assert status_of(readers[3], "token:1", known=True) == 200
    assert status_of(readers[4], "token:2", known=True) == 503


def test_a_second_slot_is_only_given_where_another_stays_free(readers, settings):
    settings.EXPORTS_AT_ONCE = 4
    assert [status_of(readers[0], "address:a"), status_of(readers[1], "address:b")] == [200, 200]
    assert status_of(readers[2], "address:a") == 503
    assert status_of(readers[3], "address:c") == 200


def test_a_site_with_one_slot_serves_everybody(readers, settings):
    settings.EXPORTS_AT_ONCE = 1
    assert [status_of(readers[n], f"address:{n}") for n in range(2)] == [200, 503]


def test_an_export_reads_as_the_record_is_read_but_longer(transactional_db):
    reader = own_reader(head())
    try:
        assert reader.value("SHOW statement_timeout") == "1h"
        assert reader.value("SHOW TimeZone") == "UTC"
        assert reader.value("SELECT count(*) FROM record_row") == 0
    finally:
        reader.close()
