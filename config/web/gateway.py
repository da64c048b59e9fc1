"""ASGI application that runs the site, a WSGI application, in a few threads. No thread ever waits for a client.

The event loop reads a request whole before a thread sees it, and takes the answer from the thread piece by piece, as
fast as its client does. A thread is occupied while a view works or the next piece is made, and by nothing else.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from threading import Event
from typing import IO, Any, TypeVar
from urllib.parse import unquote_to_bytes

from config.web.answer import WSGIAnswer
from config.web.environ import environ_of, path_of
from config.web.patience import Patience, TooSlow

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Result = TypeVar("Result")
WSGIApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

LONGEST_ADDRESS = 65_536
"""Bytes. Scripts list hundreds of countries or ids in one address."""
BODY_IN_MEMORY = 512 * 1024
"""Bytes of a request's body from which it is kept in a temporary file."""
DESK = (b"/admin/", b"/accounts/")
"""Beginnings of the addresses whose views have threads of their own."""
SLICE = 64 * 1024
"""Bytes that are sent at a time; the server holds about as many for a client that has not taken them."""
SECONDS_TO_LISTEN = 10
"""For which a client that was refused may go on sending, so that it hears why; what it sends is thrown away."""
SECONDS_OF_SILENCE = 2
"""After which it has stopped by itself."""

logger = logging.getLogger(__name__)


class HungUp(Exception):
    """The client hung up."""


class RequestRefused(Exception):
    """A request that no view sees: the status and a sentence for the client."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Gateway:
    """``largest_body`` in bytes; ``slowest_pace`` in bytes a second, 0 for none; see ``Patience``."""

    def __init__(
        self,
        application: WSGIApplication,
        *,
        threads: int,
        desk_threads: int,
        largest_body: int,
        slowest_pace: int,
        behind_proxy: bool,
    ) -> None:
        self.application, self.behind_proxy = application, behind_proxy
        self.largest_body, self.slowest_pace = largest_body, slowest_pace
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        # What writes may wait for somebody's lock, all of it at once; readers are not to wait for that.
        self.desk = ThreadPoolExecutor(desk_threads, thread_name_prefix="desk")

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise NotImplementedError(scope["type"])
        connection = scope["state"]["connection"]
        connection.has_asked()
        exchange = _Exchange(self, scope, receive, send)
        try:
            await exchange.run()
        except HungUp:
            pass
        except TooSlow:
            logger.info("A client that was too slow was cut off")
            await exchange.cut()
        except Exception:
            logger.exception("An answer broke off")
            await exchange.cut()
        finally:
            connection.await_request()


class _Exchange:
    """One request and its answer."""

    def __init__(
        self, gateway: Gateway, scope: MutableMapping[str, Any], receive: Receive, send: Send
    ) -> None:
        self.gateway, self.scope, self.receive, self.send = gateway, scope, receive, send
        self.headers = {name.lower(): value for name, value in scope["headers"]}
        path = unquote_to_bytes(path_of(scope["raw_path"]))
        self.threads = gateway.desk if path.startswith(DESK) else gateway.threads
        self.patience = Patience(gateway.slowest_pace)
        self.gone = Event()
        self.is_whole = False
        """Whether the client has sent all of its request."""

    async def run(self) -> None:
        with SpooledTemporaryFile(BODY_IN_MEMORY) as body:
            try:
                self._check_head()
                size = await self._read_into(body)
                body.seek(0)
                await self._answer(body, size)
            except RequestRefused as refused:
                await self._refuse(refused)

    def _check_head(self) -> None:
        if len(self.scope["raw_path"]) + len(self.scope["query_string"]) >= LONGEST_ADDRESS:
            raise RequestRefused(
                HTTPStatus.REQUEST_URI_TOO_LONG,
                f"The address is longer than {LONGEST_ADDRESS:,} bytes. Ask for less at a time.",
            )
        if b"content-length" in self.headers and b"transfer-encoding" in self.headers:
            # Two programs that read it differently take a part of one request for another (RFC 9112, 6.1).
            raise RequestRefused(
                HTTPStatus.BAD_REQUEST, "A request has either a Content-Length or a Transfer-Encoding."
            )

    async def _read_into(self, body: IO[bytes]) -> int:
        """The size of the body; of one that is too large what is known of its size, and then no more of it is read.

        The site has its own words for what is too large, and refuses it by its size.
        """
        announced = int(self.headers.get(b"content-length", b"0"))
        if announced > self.gateway.largest_body:
            return announced
        size = 0
        while not self.is_whole:
            try:
                async with self.patience.waiting():
                    message = await self.receive()
            except TooSlow:
                raise RequestRefused(HTTPStatus.REQUEST_TIMEOUT, "The request came too slowly.") from None
            if message["type"] == "http.disconnect":
                raise HungUp
            content = message.get("body", b"")
            self.is_whole = not message.get("more_body", False)
            self.patience.moved(len(content))
            size += len(content)
            if size > self.gateway.largest_body:
                body.truncate(0)
                break
            try:
                body.write(content)
            except OSError as problem:
                logger.error("A request could not be kept in a temporary file: %s", problem)
                raise RequestRefused(
                    HTTPStatus.INSUFFICIENT_STORAGE, "The server has no room for this upload at present."
                ) from None
        return size

    async def _answer(self, body: IO[bytes], size: int) -> None:
        environ = environ_of(
            self.scope,
            body,
            size,
            behind_proxy=self.gateway.behind_proxy,
            is_gone=self.gone.is_set,
        )
        answer = WSGIAnswer(self.gateway.application, environ)
        watch = asyncio.create_task(self._watch()) if self.is_whole else None
        try:
            piece = await self._begin(answer)
            self.scope["state"]["connection"].say(answer.status, answer.reason)
            await self._start(answer.status, answer.headers)
            if self.scope["method"] != "HEAD":
                while not answer.is_over:
                    await self._send(piece)
                    piece = await self._in_thread(answer.next_piece)
            await self._send(piece, is_last=True)
        finally:
            if watch is not None:
                watch.cancel()
            if not answer.is_over:
                await asyncio.shield(self._in_thread(answer.close))

    async def _watch(self) -> None:
        """Notices that the client hung up while it waits for its answer."""
        while (await self.receive())["type"] != "http.disconnect":
            pass
        self.gone.set()

    async def _begin(self, answer: WSGIAnswer) -> bytes:
        """The beginning of an answer, as soon as a thread is free; not at all if the client left before."""

        def begin() -> bytes:
            if self.gone.is_set():
                raise HungUp
            return answer.begin()

        try:
            return await self._in_thread(begin)
        except HungUp:
            raise
        except Exception:
            logger.exception("A request failed outside of every view")
            raise RequestRefused(
                HTTPStatus.INTERNAL_SERVER_ERROR, "The site failed to answer. It is in its log."
            ) from None

    async def _in_thread(self, function: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self.threads, function)

    async def _start(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        if not self.is_whole:
            headers = [*headers, (b"connection", b"close")]
        await self._give({"type": "http.response.start", "status": status, "headers": headers})

    async def _send(self, piece: bytes, *, is_last: bool = False) -> None:
        slices = [piece[start : start + SLICE] for start in range(0, len(piece), SLICE)] or [b""]
        for number, content in enumerate(slices, start=1):
            ends = is_last and number == len(slices)
            if ends and not self.is_whole:
                await self._give({"type": "http.response.body", "body": content, "more_body": True})
                await self._throw_away()
                content = b""
            await self._give({"type": "http.response.body", "body": content, "more_body": not ends})
            self.patience.moved(len(content))

    async def _give(self, message: Message) -> None:
        async with self.patience.waiting():
            await self.send(message)
        if self.gone.is_set():
            raise HungUp

    async def _throw_away(self) -> None:
        """Let a client that was refused go on sending for a while, or its system would not show it the answer."""
        with suppress(TimeoutError):
            async with asyncio.timeout(SECONDS_TO_LISTEN):
                more = True
                while more:
                    async with asyncio.timeout(SECONDS_OF_SILENCE):
                        message = await self.receive()
                    more = message["type"] == "http.request" and message.get("more_body", False)

    async def _refuse(self, refused: RequestRefused) -> None:
        content = f"{refused}\n".encode()
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(content)).encode()),
            (b"cache-control", b"no-store"),
        ]
        had_all, self.is_whole = self.is_whole, False  # the connection ends with it, whatever was sent
        await self._start(refused.status, headers)
        self.is_whole = had_all
        await self._send(content, is_last=True)

    async def cut(self) -> None:
        """End the connection, and wait until it has."""
        self.scope["state"]["connection"].cut()
        while (await self.receive())["type"] != "http.disconnect":
            pass
