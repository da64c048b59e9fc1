"""WSGI environment (PEP 3333) of an ASGI request, without what a client could pretend to be."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Any
from urllib.parse import unquote_to_bytes

CLIENT_IS_GONE = "attest.client_is_gone"
"""Key of a function without arguments that says whether the client hung up."""

_WITHOUT_PREFIX = {"CONTENT_LENGTH", "CONTENT_TYPE"}
_OF_OUR_PROXY = {"x-forwarded-for", "x-forwarded-proto"}


def environ_of(
    scope: Mapping[str, Any],
    body: IO[bytes],
    size: int,
    *,
    behind_proxy: bool,
    is_gone: Callable[[], bool],
) -> dict[str, Any]:
    """``size`` is that of the body in bytes, or what the client announced where the body was refused."""
    host, port = scope.get("server") or ("localhost", 80)
    peer, peer_port = scope.get("client") or ("", 0)
    headers: dict[str, str] = {}
    for name, value in accepted(scope["headers"], behind_proxy=behind_proxy):
        key = name.upper().replace("-", "_")
        key = key if key in _WITHOUT_PREFIX else f"HTTP_{key}"
        separator = "; " if key == "HTTP_COOKIE" else ","
        headers[key] = f"{headers[key]}{separator}{value}" if key in headers else value
    return {
        **headers,
        "CONTENT_LENGTH": str(size) if size else "",
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path_of(scope["raw_path"])).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": peer,
        "REMOTE_PORT": str(peer_port),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        CLIENT_IS_GONE: is_gone,
    }


def accepted(headers: Iterable[tuple[bytes, bytes]], *, behind_proxy: bool) -> Iterator[tuple[str, str]]:
    """The headers that the site is to see, by their names in lower case.

    ``X_Forwarded_Proto`` would become the same key as ``X-Forwarded-Proto``, which a web server in front overwrites: so
    a name with an underscore is dropped. Of what is forwarded only what the one web server in front said itself is
    kept, which comes last, and nothing where there is none.
    """
    of_our_proxy: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if "_" in name:
            continue
        if name in _OF_OUR_PROXY:
            of_our_proxy[name] = value.rpartition(",")[2].strip()
        elif name != "forwarded" and not name.startswith("x-forwarded-"):
            yield name, value
    if behind_proxy:
        yield from of_our_proxy.items()


def path_of(target: bytes) -> bytes:
    """The path of a request's target, which may be a whole address (RFC 9112, 3.2.2)."""
    if target.startswith(b"/") or b"://" not in target:
        return target
    _scheme, _, rest = target.partition(b"://")
    _authority, slash, path = rest.partition(b"/")
    return slash + path or b"/"
