"""Going everywhere that a link leads, and reading what comes back as an attacker would."""

from __future__ import annotations

import gzip
import json
import re
from collections import deque
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import count
from typing import Any
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import pyarrow.parquet
from django.test import Client

from .world import STEM

_ADDRESS = re.compile(r"""(?:href|src|action)="([^"#]+)|<loc>([^<]+)""")
_JSON_ADDRESS = re.compile(r'"((?:http://testserver)?/[^"\s]*)"')
_NOT_PUBLIC = ("/admin/", "/accounts/", "/static/")
_callers = count()


def ask(client: Client, path: str, method: str = "get", **headers: Any) -> Any:
    """One request, each from another network, so that the fair share of one is not what is tested."""
    number = next(_callers)
    address = f"10.{number // 250 % 250}.{number % 250}.1"
    return getattr(client, method)(path, REMOTE_ADDR=address, **headers)


def body(response: Any) -> str:
    """The text of any response: streamed, compressed, packed or plain. A stream flows once, so it is kept."""
    if not hasattr(response, "read_by_walker"):
        response.read_by_walker = _text(response)
    text: str = response.read_by_walker
    return text


def _text(response: Any) -> str:
    content: bytes = response.getvalue()
    if response.headers.get("Content-Encoding") == "gzip":
        content = gzip.decompress(content)
    if content.startswith(b"PK\x03\x04"):
        return _unzipped(content)
    if content.startswith(b"PAR1"):
        return str(pyarrow.parquet.ParquetFile(BytesIO(content)).read().to_pylist())
    return content.decode(errors="replace")


def _unzipped(content: bytes) -> str:
    """A workbook is a zip archive."""
    with ZipFile(BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def leaks(response: Any) -> set[str]:
    """Markers anywhere in a response: body, headers, cookies; escaped or not."""
    head = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    everything = f"{head} {response.cookies.output()} {_unescaped(body(response))}"
    return set(re.findall(f"{STEM}[a-j]+", unquote(everything).lower()))


def _unescaped(text: str) -> str:
    """JSON may write any letter as an escape."""
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)


def walk(client: Client, *starts: str) -> Iterator[tuple[str, Any]]:
    """Every address that can be reached from the starts without leaving what is public, with its response."""
    waiting, known = deque(starts), set(starts)
    while waiting:
        path = waiting.popleft()
        response = ask(client, path)
        yield path, response
        for address in _addresses(response):
            if address not in known and not address.startswith(_NOT_PUBLIC):
                known.add(address)
                waiting.append(address)


def _addresses(response: Any) -> Iterator[str]:
    text = body(response)
    addresses = _JSON_ADDRESS.findall(text) if "json" in response.headers.get("Content-Type", "") else []
    addresses += [quoted or bare for quoted, bare in _ADDRESS.findall(text)]
    if response.headers.get("Location"):
        addresses.append(response.headers["Location"])
    for address in addresses:
        parts = urlsplit(address.replace("&amp;", "&"))
        if parts.netloc in ("", "testserver") and parts.path.startswith("/"):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def same_answer(ask_for: Callable[[str], Any], secret: str, invented: str) -> bool:
    """Whether two words get the same answer, but for the words themselves."""
    first, second = ask_for(secret), ask_for(invented)
    return (first.status_code, _without(first, secret)) == (second.status_code, _without(second, invented))


def _without(response: Any, word: str) -> str:
    text = re.sub(r'"nearest": ?"[^"]*"', "", body(response))
    return re.sub(re.escape(word), "", text, flags=re.IGNORECASE)


def document(response: Any) -> Any:
    return json.loads(body(response))
