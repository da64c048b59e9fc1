"""Bringing public documents up to date with a name, a relation or a format that changed elsewhere."""

from __future__ import annotations

from collections.abc import Collection

from accounts.models import User

from .subjects import DeskSubject


def refresh(*, subjects: Collection[DeskSubject] | None = None, by: User) -> int:
    """Recompile what mentions the subjects (everything, without any); returns how many editions were issued."""
    raise NotImplementedError
