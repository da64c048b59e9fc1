"""Shared cache of numbers that make the next page of a list cheap: how many rows there are, and where a page begins.

Every worker sees them. They are for one state of the record and one question, hold no word of a document, and are
forgotten after an hour; a lost one only costs time.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import blake2b

from django.core.cache import cache
from django.db import DatabaseError

TIMEOUT_SECONDS = 3600


def key_of(*parts: object) -> str:
    """Cache key of a fixed length, since questions may be as long as an address."""
    return "dialect:" + blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def get_cached(key: str) -> int | None:
    with suppress(DatabaseError):
        value: int | None = cache.get(key)
        return value
    return None


def set_cached(key: str, value: int) -> None:
    """Does nothing where the cache cannot be written: reading does not depend on the desk's database."""
    with suppress(DatabaseError):
        cache.set(key, value, TIMEOUT_SECONDS)
