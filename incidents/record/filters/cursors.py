"""Cursors of pages: an opaque text that says where a page begins and which state of the record it belongs to."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

FREE = {"cursor", "limit", "count", "fields"}
"""Parameters that may change from one page to the next; all others are part of the filter's hash."""


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """``epoch`` and ``sequence`` pin the state, so that a correction never moves rows between pages."""

    filter_hash: bytes
    epoch: bytes
    sequence: int
    backwards: bool
    key: list[Any]

    def text(self) -> str:
        return urlsafe_b64encode(msgspec.msgpack.encode(self)).decode().rstrip("=")


def read(text: str) -> Cursor:
    """Raises ``ValueError`` for what is no cursor of ours."""
    try:
        padded = text + "=" * (-len(text) % 4)
        return msgspec.msgpack.decode(urlsafe_b64decode(padded), type=Cursor)
    except (msgspec.MsgspecError, UnicodeError, ValueError, RecursionError) as error:
        raise ValueError("no cursor") from error


def filter_hash(subject: str, parameters: Mapping[str, str]) -> bytes:
    """Twelve bytes that tell apart filters, whatever the order of their parameters."""
    binding = sorted((name, value) for name, value in parameters.items() if name not in FREE)
    return sha256(msgspec.json.encode([subject, binding])).digest()[:12]


def epoch_bytes(epoch: UUID) -> bytes:
    return epoch.bytes[:6]
