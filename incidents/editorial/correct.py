"""A next edition of what is public already."""

from __future__ import annotations

from accounts.models import User
from incidents.codebook import Purpose
from incidents.record.models import Edition

from .subjects import DeskSubject


def correct(*, subject: DeskSubject, by: User, purpose: Purpose, note: str) -> Edition:
    """Issue the desk's state as the next edition; a protective one withholds all editions before it."""
    raise NotImplementedError
