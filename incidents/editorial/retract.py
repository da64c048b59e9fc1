"""Taking back what is wrong as a whole; its old editions stay readable."""

from __future__ import annotations

from accounts.models import User
from incidents.record.models import Edition

from .subjects import Told


def retract(*, subject: Told, by: User, note: str) -> Edition:
    """Replace it by a tombstone that says why."""
    raise NotImplementedError
