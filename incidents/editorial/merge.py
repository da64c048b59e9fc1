"""Two records of one event become one."""

from __future__ import annotations

from accounts.models import User
from incidents.models import Incident
from incidents.record.models import Edition


def merge(*, incident: Incident, into: Incident, by: User, note: str) -> Edition:
    """Let ``into`` speak for ``incident``: links, episodes and external identifiers go over to it."""
    raise NotImplementedError
