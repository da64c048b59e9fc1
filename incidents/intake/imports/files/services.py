"""Rows from the web: a file at an address, or a service whose pages are followed.

Nobody but the host that was given is asked, over http or https: a redirection or a next page that leads to another one,
to a file or from https to http is refused, so that neither the token nor a request of ours goes where nobody meant it
to. What may be read, and for how long, is bounded; a host that sends a letter a minute is given up.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any
from urllib.error import HTTPError
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.request import (
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    Request,
    getproxies,
    proxy_bypass,
)
from urllib.request import build_opener as built

from . import bounds
from .encodings import NoSource
from .objects import json_source, page_of, read_rows, rows_of_page
from .tables import RowSource, SourceRow

SILENT_S = 60
"""Seconds that a host may send nothing."""
LARGEST = 300_000_000
"""Bytes of one answer."""
LONGEST_S = 1800
"""Seconds of one answer."""

_PORTS = {"http": 80, "https": 443}
_BLOCK = 1 << 18


def is_address(text: str) -> bool:
    """Whether it is an address of the web rather than the path of a file."""
    return "://" in text


def service(address: str, headers: dict[str, str], *, private: bool) -> RowSource | bytes:
    """The rows of a service in UCDP's manner or of JSON; of anything else the bytes.

    ``private`` allows a host of an own network, for those who could ask it anyway. Raises ``NoSource``.
    """
    host = Host(address, headers, private=private)
    body, media_type = host.fetch(address)
    if "json" not in media_type:
        return body
    first = page_of(address, body)
    if not first.answers_in_pages:
        return json_source(address, body)
    rows = rows_of_page(address, first)
    heading = next((tuple(row.columns) for row in read_rows(rows[:1], count(1))), ())
    total = first.says("TotalCount")
    told = "Read as JSON from a service that answers in pages."
    return RowSource(
        address,
        heading,
        total if isinstance(total, int) else None,
        partial(_paged, host, address, body),
        told,
    )


def _paged(host: Host, address: str, body: bytes) -> Iterator[SourceRow]:
    numbers, seen = count(1), {address}
    while True:
        page = page_of(address, body)
        for row in read_rows(rows_of_page(address, page), numbers):
            if row.line > bounds.MOST_LINES:
                raise NoSource(f"{address} goes on after {bounds.MOST_LINES:,} rows. Ask for fewer at once.")
            yield row
        after = page.says("NextPageUrl")
        if not after:
            return
        address = host.next(address, str(after))
        if address in seen:
            raise NoSource(
                f"{address} names a next page that was read already. Tell whoever keeps the service."
            )
        seen.add(address)
        body, _media_type = host.fetch(address)


@dataclass
class Host:
    """The one host that may be asked, with what is to be told it (a token)."""

    address: str
    headers: dict[str, str]
    private: bool = False
    given: SplitResult = field(init=False)

    def __post_init__(self) -> None:
        self.given = _parted(self.address)
        if self.given.username is not None or self.given.password is not None:
            raise NoSource(
                "An address with a password in it would be kept with the import. Leave the password out."
            )

    def next(self, page: str, address: str) -> str:
        """The address of what ``page`` leads to, which must be of this host. Raises ``NoSource``."""
        return self.checked(urljoin(page, address))

    def checked(self, address: str) -> str:
        """The address, over https where the host was asked over https. Raises ``NoSource`` for another host."""
        parts = _parted(address)
        port, given = _port(parts), _port(self.given)
        if self.given.scheme == "https" and parts.scheme == "http" and port == _PORTS["http"]:
            # Services behind a proxy tell their own pages so; they answer over https.
            parts = parts._replace(scheme="https", netloc=parts.netloc.removesuffix(":80"))
            port = _port(parts)
        upgraded = (given, port) == (_PORTS["http"], _PORTS["https"])
        if parts.hostname != self.given.hostname or not (port == given or upgraded):
            raise NoSource(
                f"{self.address} leads to another host, {parts.scheme}://{parts.netloc}, which is not followed. If "
                "the data are there, give its address."
            )
        if self.given.scheme == "https" and parts.scheme != "https":
            raise NoSource(f"{self.address} leads from https to http, which is not followed.")
        return parts.geturl()

    def fetch(self, address: str) -> tuple[bytes, str]:
        """What the host answers, and its media type. Raises ``NoSource``."""
        address = self.checked(address)
        headers = {"Accept": "application/json, text/csv, */*", **self.headers}
        request = Request(address, headers=headers)  # noqa: S310  # checked to be http or https
        watch = _ConnectionWatch(time.monotonic() + LONGEST_S, self._checked_peer())
        opener = built(_Http(watch), _Https(watch), _SameHost(self))
        body = bytearray()
        try:
            with watch.ended_in_time(), opener.open(request, timeout=SILENT_S) as answer:
                while block := answer.read(_BLOCK):
                    body += block
                    if len(body) > LARGEST:
                        raise NoSource(
                            f"{address} sends more than {LARGEST // 1_000_000} MB. Ask for fewer rows at once, or "
                            "download it and import the file."
                        )
                media_type = answer.headers.get_content_type()
        except HTTPError as error:
            raise NoSource(f"{address} answers {error.code} {error.reason}.{_remedy(error.code)}") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            if isinstance(error, NoSource):
                raise
            raise NoSource(
                f"{address} cannot be read: {watch.why or str(error) or type(error).__name__}."
            ) from None
        if watch.why:
            raise NoSource(f"{address} cannot be read: {watch.why}.")
        return bytes(body), media_type

    def _checked_peer(self) -> bool:
        """Whether peers must be public: a proxy, where there is one, is asked in their place."""
        name = self.given.hostname or ""
        proxied = self.given.scheme in getproxies() and not proxy_bypass(name)
        return not self.private and not proxied


def _remedy(code: int) -> str:
    if 300 <= code < 400:
        return " Give the address where the data are."
    if code in (401, 403):
        return " The service asks for a token: put it into ATTEST_IMPORT_TOKEN."
    return (
        " Look at it in a browser; the address may be another one now."
        if code in (404, 410)
        else " Try again later."
    )


def _parted(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _port(parts)
    except ValueError:
        raise NoSource(f"{address} is no address.") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise NoSource(f"{address} is not read: addresses begin with https:// or http://.")
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or _PORTS.get(parts.scheme, 0)


class _SameHost(HTTPRedirectHandler):
    max_redirections = 5

    def __init__(self, host: Host) -> None:
        self.host = host

    def redirect_request(
        self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        return super().redirect_request(req, fp, code, msg, headers, self.host.checked(newurl))


# Connections --------------------------------------------------------------------------------------


@dataclass
class _ConnectionWatch:
    """Ends a connection when its time is over, whatever it waits for, and refuses peers of private networks."""

    ends: float
    checks_peer: bool
    why: str = ""
    socket: Any = None

    @contextmanager
    def ended_in_time(self) -> Iterator[None]:
        timer = threading.Timer(max(0, self.ends - time.monotonic()), self._end)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _end(self) -> None:
        self.why = f"it takes more than {LONGEST_S // 60} minutes to answer"
        if self.socket is not None:
            with suppress(OSError):
                self.socket.shutdown(socket.SHUT_RDWR)

    def connected(self, opened: Any) -> None:
        """Before anything is sent. Raises ``NoSource``."""
        self.socket = opened
        peer = ipaddress.ip_address(opened.getpeername()[0].partition("%")[0])
        if self.checks_peer and not peer.is_global:
            opened.close()
            raise NoSource(
                "The address is of a private network, which is not asked. Have it imported by the command, or give "
                "the file."
            )
        if self.why:
            opened.close()
            raise TimeoutError(self.why)


class _HttpConnection(http.client.HTTPConnection):
    def __init__(self, *args: Any, watch: _ConnectionWatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.watch = watch

    def connect(self) -> None:
        super().connect()
        self.watch.connected(self.sock)


class _HttpsConnection(_HttpConnection, http.client.HTTPSConnection):
    """The same with TLS, which is there before the watch looks."""


class _Http(HTTPHandler):
    def __init__(self, watch: _ConnectionWatch) -> None:
        super().__init__()
        self.watch = watch

    def http_open(self, req: Request) -> Any:
        return self.do_open(partial(_HttpConnection, watch=self.watch), req)


class _Https(HTTPSHandler):
    def __init__(self, watch: _ConnectionWatch) -> None:
        super().__init__()
        self.watch = watch

    def https_open(self, req: Request) -> Any:
        return self.do_open(partial(_HttpsConnection, watch=self.watch), req)
