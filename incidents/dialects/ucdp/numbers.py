"""Whole numbers for our ids, as UCDP has: theirs where we know them, else ours beyond all of theirs."""

from __future__ import annotations

from collections.abc import Iterable

from ...codebook import MatchKind
from ...record import document as d

EVENT, ACTOR, DYAD, CONFLICT = "ucdp-ged", "ucdp-actor", "ucdp-dyad", "ucdp-conflict"
"""Schemes of outside ids that hold UCDP's numbers."""

OURS = 1_000_000_000
"""Added to the number in a public id. UCDP's own stay far below, and the sum still fits into 32 bits."""

CIVILIANS = 1
"""UCDP's number of the civilians, who stand on side B of one-sided violence."""

LARGEST = 2**31 - 1


def number_of(public_id: str, external_ids: Iterable[d.Code], scheme: str) -> int:
    """The number of an event or an actor."""
    theirs = number_in(external_ids, scheme, MatchKind.SAME)
    return OURS + int(public_id.rpartition("-")[2]) if theirs is None else theirs


def number_in(external_ids: Iterable[d.Code], scheme: str, *matches: str) -> int | None:
    """The first number in a scheme, of those that match as asked (or in any way)."""
    for code in external_ids:
        matching = code.scheme == scheme and (not matches or code.match in matches)
        if matching and code.value.isascii() and code.value.isdigit() and int(code.value) <= LARGEST:
            return int(code.value)
    return None


def public_id_of(number: int, prefix: str) -> str:
    """The public id behind a number of ours, which is greater than ``OURS``."""
    return f"{prefix}-{number - OURS:06d}"
