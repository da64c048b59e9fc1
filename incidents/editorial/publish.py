"""First publication: the subject, and whatever it rests on that is not public yet."""

from __future__ import annotations

from collections.abc import Callable, Collection

from accounts.models import User
from incidents.models import Incident
from incidents.record.models import Edition

from .subjects import DeskSubject


def publish(*, subject: DeskSubject, by: User, note: str = "") -> Edition:
    """Issue the first edition, with the actors, locations and sources it names, in one transaction."""
    raise NotImplementedError


def publish_batch(
    *,
    incidents: Collection[Incident],
    by: User,
    note: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Publish many approved incidents in chunks; returns how many. ``progress(done, all)`` after each chunk."""
    raise NotImplementedError
