"""Conditional requests: ETag and 304, by the state of the record in which a response was made."""

from __future__ import annotations

from hashlib import blake2b

from django.http import HttpRequest
from django.utils.http import parse_etags
from django.utils.translation import get_language

from ..code_version import code_version
from ..record.reading import State

VERSION = code_version()  # read when this code is read, not when it is first asked
CACHE_CONTROL = "public, no-cache"
"""Caches may keep an answer but ask each time: what is withheld today must not be served tomorrow."""


def etag(request: HttpRequest, newest: State) -> str:
    """Of this address, in the newest state of the record, by this code, in this language.

    The newest state even where an older one was asked for: withholding reaches back into older ones. Weak, because
    the same answer is sent with and without compression.
    """
    parts = (newest.epoch, newest.digest.hex(), VERSION, get_language(), request.get_full_path())
    fingerprint = blake2b("\n".join(map(str, parts)).encode(), digest_size=12).hexdigest()
    return f'W/"{newest.sequence}-{fingerprint}"'


def is_known(request: HttpRequest, tag: str) -> bool:
    """Whether the client holds this very answer. ``*`` is not looked at: it would confirm what does not exist."""
    tags = parse_etags(request.headers.get("If-None-Match", ""))
    return tag.removeprefix("W/") in {known.removeprefix("W/") for known in tags}
