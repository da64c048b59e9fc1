"""Conditional requests: ETag and 304, by the state of the record in which a response was made."""

from __future__ import annotations

import re
from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import parse_etags
from django.utils.translation import get_language

from ..code_version import code_version
from ..record.log.withheld import count_emptied
from ..record.reading import State, head, refuse_if_behind

VERSION = code_version()  # read when this code is read, not when it is first asked
_AGE = re.compile(r'(?:W/)?"([0-9]{1,18})-')


def cache_control() -> str:
    """Caches may keep an answer but ask each time: what is withheld today must not be served tomorrow.

    For so many seconds as the site allows, a cache that many readers share need not ask.
    """
    if seconds := settings.SHARED_CACHE_SECONDS:
        return f"public, max-age=0, s-maxage={seconds}, proxy-revalidate"
    return "public, no-cache"


def etag(request: HttpRequest, state: State) -> str:
    """Of this address, in a state of the record, by this code, in this language.

    What is asked of a past state stays as it is until something is withheld, which reaches back: so the number of
    withheld texts stands in the tag in place of the newest sequence. Both only rise. Weak, because the same answer is
    sent with and without compression.
    """
    age = state.sequence if state.newest else count_emptied()
    parts = (state.epoch, state.digest.hex(), age, VERSION, get_language(), request.get_full_path())
    fingerprint = blake2b("\n".join(map(str, parts)).encode(), digest_size=12).hexdigest()
    return f'W/"{age}-{fingerprint}"'


def is_known(request: HttpRequest, tag: str) -> bool:
    """Whether the client holds this very answer. ``*`` is not looked at: it would confirm what does not exist.

    Raises ``BehindError`` where the client holds a later one than this copy of the record can give: a cache before
    several copies must not go back to what was withheld.
    """
    held = parse_etags(request.headers.get("If-None-Match", ""))
    if max(map(_age, held), default=0) > _age(tag):
        refuse_if_behind(head())
    return tag.removeprefix("W/") in {known.removeprefix("W/") for known in held}


def _age(tag: str) -> int:
    """Of what is no tag of ours 0."""
    match = _AGE.match(tag)
    return int(match.group(1)) if match else 0
