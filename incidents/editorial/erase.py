"""Erasing a name from the whole installation: desk, history, record and index."""

from __future__ import annotations

from dataclasses import dataclass, field

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was changed: rows by table, and the public ids of the documents issued anew."""

    rows: dict[str, int] = field(default_factory=dict)
    reissued: list[str] = field(default_factory=list)


def erase_name(*, name: str, by: User, basis: str, replacement: str = "[name removed]") -> Erasure:
    """Replace a name wherever it is stored, and withhold the editions that hold it."""
    raise NotImplementedError
