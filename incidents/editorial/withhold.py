"""Taking something out of the record for somebody's safety."""

from __future__ import annotations

from accounts.models import User
from incidents.record.models import Edition

from .subjects import DeskSubject


def withhold(
    *, by: User, basis: str, public_id: str | None = None, subject: DeskSubject | None = None
) -> Edition:
    """Empty all editions of a subject and leave a tombstone. ``basis`` is the ground, kept on the desk only."""
    raise NotImplementedError
