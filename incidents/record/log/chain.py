"""The hash chain: exactly which bytes are hashed. docs/record.md says the same for those who check from outside.

The commitment hides a text behind a random salt, so that a withheld text cannot be guessed from its hash; the
digest covers the commitment and never the text, so that the chain still verifies when text and salt are gone.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

import msgspec

from ..instants import instant

GENESIS = bytes(32)
"""The digest before the first edition."""


def new_salt() -> bytes:
    return secrets.token_bytes(32)


def commitment(salt: bytes, body: str, note: str | None) -> bytes:
    """SHA-256 over salt, body and, where there is one, a zero byte and the public note.

    Neither text can hold a zero byte, so that no other pair of texts gives the same bytes.
    """
    text = body if note is None else f"{body}\0{note}"
    return sha256(salt + text.encode()).digest()


class Link(msgspec.Struct, frozen=True):
    """What the digest says of one edition besides its text."""

    sequence: int
    subject: str
    public_id: str
    number: int
    kind: str
    issued_at: datetime
    into: str | None
    purpose: str | None

    def line(self) -> bytes:
        """Eight fields parted by line feeds and closed by one; absent fields are empty."""
        fields: Sequence[object] = (
            self.sequence,
            self.subject,
            self.public_id,
            self.number,
            self.kind,
            instant(self.issued_at),
            self.into or "",
            self.purpose or "",
        )
        return "".join(f"{field}\n" for field in fields).encode()


def digest(previous: bytes, link: Link, committed: bytes) -> bytes:
    """SHA-256 over the previous digest (32 bytes), the link's line and the commitment (32 bytes)."""
    return sha256(previous + link.line() + committed).digest()
