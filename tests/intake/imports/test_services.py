"""Services are asked at the one host that was given, told the token there alone, and given up when they do not end."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from incidents.intake.imports.files import bounds, services
from incidents.intake.imports.files.services import Host
from incidents.intake.imports.files.sources import NoSource, open_source

TOKEN = {"x-ucdp-access-token": "secret"}


class Service(ThreadingHTTPServer):
    """A host with an address for each way in which a service may go wrong; it keeps what it was asked."""

    daemon_threads = True
    elsewhere = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.asked: list[tuple[str, str | None]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: Service

    def log_message(self, *_args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["x-ucdp-access-token"]))
        kind, _slash, rest = self.path.removeprefix("/").partition("/")
        with suppress(OSError):  # the other end has gone
            getattr(self, f"_{kind}")(rest)

    def _redirect(self, to: str) -> None:
        self.send_response(302)
        self.send_header(
            "Location", to if to.startswith("file:") else (to and f"/{to}") or self.server.elsewhere
        )
        self.end_headers()

    def _page(self, after: str = "") -> None:
        self._answer({"TotalCount": 2, "Result": [{"id": 1}], "NextPageUrl": after and f"/{after}"})

    def _strays(self, _rest: str) -> None:
        self._answer({"Result": [{"id": 1}], "NextPageUrl": self.server.elsewhere})

    def _endless(self, page: str) -> None:
        self._answer({"Result": [{"id": page}] * 10, "NextPageUrl": f"/endless/{int(page) + 1}"})

    def _circle(self, _rest: str) -> None:
        self._page("circle/")

    def _headers(self, _rest: str) -> None:
        self.wfile.write(b"HTTP/1.0 200 OK\r\n")
        while True:
            self.wfile.write(b"X-A: b\r\n")
            time.sleep(0.05)

    def _drips(self, _rest: str) -> None:
        self._begin("text/csv")
        while True:
            self.wfile.write(b"a")
            time.sleep(0.05)

    def _floods(self, _rest: str) -> None:
        self._begin("text/csv")
        while True:
            self.wfile.write(b"a" * 100_000)

    def _refuses(self, code: str) -> None:
        self.send_error(int(code))

    def _answer(self, page: dict[str, Any]) -> None:
        self._begin("application/json")
        self.wfile.write(json.dumps(page).encode())

    def _begin(self, media_type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.end_headers()


def served() -> Iterator[Service]:
    with Service() as service:
        threading.Thread(target=service.serve_forever, args=(0.05,), daemon=True).start()
        yield service
        service.shutdown()


service, other = pytest.fixture(served, name="service"), pytest.fixture(served, name="other")


def ids(service: Service, path: str) -> list[Any]:
    source = open_source(service.address + path, headers=TOKEN, private=True)
    return [row.columns["id"] for row in source.rows()]


def test_redirections_and_pages_of_the_same_host_are_followed_with_the_token(service):
    assert ids(service, "/redirect/page/page") == [1, 1]
    assert {token for _path, token in service.asked} == {"secret"}
    assert [path for path, _token in service.asked] == ["/redirect/page/page", "/page/page", "/page"]


@pytest.mark.parametrize("path", ["/redirect/", "/strays/"])
def test_another_host_is_not_asked_and_not_told_the_token(service, other, path):
    service.elsewhere = f"{other.address}/page"
    with pytest.raises(
        NoSource, match=r"leads to another host, http://127\.0\.0\.1:\d+, which is not followed"
    ):
        ids(service, path)
    assert other.asked == []


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://127.0.0.1/a", "gopher://a/b", "https:///a", "http://a:b/"]
)
def test_only_addresses_of_the_web_are_read(address):
    with pytest.raises(NoSource, match=r"is not read: addresses begin with https://|is no address"):
        open_source(address)


def test_a_redirection_to_a_file_is_not_followed(service):
    with pytest.raises(NoSource, match="Give the address where the data are"):
        ids(service, "/redirect/file:///etc/passwd")


def test_a_host_of_a_private_network_is_asked_only_where_that_is_said(service):
    with pytest.raises(NoSource, match="private network"):
        open_source(f"{service.address}/page")
    assert service.asked == []


@pytest.mark.parametrize(
    ("given", "leads", "to"),
    [
        ("https://a.org/x", "http://a.org/y", "https://a.org/y"),  # as services behind a proxy write it
        ("https://a.org/x", "http://a.org:80/y", "https://a.org/y"),
        ("http://a.org/x", "https://a.org/y", "https://a.org/y"),
        ("https://a.org/x", "https://A.org:443/y", "https://A.org:443/y"),
        ("https://a.org/x", "https://b.org/y", ""),
        ("https://a.org/x", "https://a.org.b.org/y", ""),
        ("https://a.org/x", "https://a.org@b.org/y", ""),
        ("https://a.org/x", "https://a.org:8443/y", ""),
        ("https://a.org/x", "http://a.org:8080/y", ""),
        ("https://a.org/x", "//b.org/y", ""),
        ("https://a.org/x", "file:///a.org/y", ""),
    ],
)
def test_the_same_host_is_that_of_name_and_port(given, leads, to):
    host = Host(given, {})
    if to:
        assert host.next(given, leads) == to
    else:
        with pytest.raises(NoSource, match=r"is not followed|is not read"):
            host.next(given, leads)


def test_a_password_in_an_address_is_refused():
    with pytest.raises(NoSource, match="Leave the password out"):
        open_source("https://me:secret@a.org/x")


@pytest.mark.parametrize("path", ["/headers/", "/drips/"])
def test_a_host_that_sends_a_little_at_a_time_is_given_up(service, monkeypatch, path):
    monkeypatch.setattr(services, "LONGEST_S", 0.5)
    with pytest.raises(NoSource, match="cannot be read: it takes more than"):
        ids(service, path)


def test_a_host_that_sends_without_end_is_given_up(service, monkeypatch):
    monkeypatch.setattr(services, "LARGEST", 2_000_000)
    with pytest.raises(NoSource, match="sends more than 2 MB"):
        ids(service, "/floods/")


def test_pages_without_end_and_in_a_circle_are_given_up(service, monkeypatch):
    monkeypatch.setattr(bounds, "MOST_LINES", 55)
    with pytest.raises(NoSource, match="goes on after 55 rows"):
        ids(service, "/endless/1")
    with pytest.raises(NoSource, match="a next page that was read already"):
        ids(service, "/circle/")


@pytest.mark.parametrize(
    ("code", "says"), [(403, "ATTEST_IMPORT_TOKEN"), (404, "Look at it"), (500, "Try again later")]
)
def test_a_refusal_of_the_service_is_told_with_a_remedy(service, code, says):
    with pytest.raises(NoSource, match=f"answers {code} .*{says}"):
        ids(service, f"/refuses/{code}")
