"""How far the copy that readers are answered from is behind the primary."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import DatabaseError

from ..models import Edition
from ..states import ALIAS, PRIMARY, head_of, is_replica

LONG = 60
"""Seconds that are too many: replicas are usually some thousandths of one behind."""


@dataclass(frozen=True, slots=True)
class Lag:
    """What a copy lacks. ``editions`` and ``seconds`` are ``None`` where the primary cannot be asked."""

    is_replica: bool
    reached: int
    """The newest sequence of the copy."""
    editions: int | None
    """Editions of the log that the copy lacks."""
    seconds: float | None
    """How long ago the first of them was issued; 0 where none is lacking."""

    @property
    def is_long(self) -> bool:
        """Whether somebody should look after the copy, and readers be sent to another."""
        return self.seconds is None or self.seconds > LONG

    def __str__(self) -> str:
        """For people: what comes after “is read from”."""
        if not self.is_replica:
            return "the primary"
        if self.editions is None or self.seconds is None:
            return "a copy; the primary cannot be asked how far it is behind"
        if not self.editions:
            return "a copy that has all editions of the primary"
        number = "1 edition" if self.editions == 1 else f"{self.editions:,} editions"
        return f"a copy that lacks {number} of the primary, the first of them issued {self.seconds:,.0f} seconds ago"


def lag(database: str = ALIAS) -> Lag:
    """How far a database is behind: at most four small queries. Raises ``DatabaseError`` where it cannot be asked.

    Seconds are of what is published and not of the server's own log: where nothing is published, nothing is lacking.
    """
    reached = head_of(database).sequence
    if not is_replica(database):
        return Lag(False, reached, 0, 0.0)
    try:
        if is_replica(PRIMARY):
            return Lag(True, reached, None, None)
        newest = head_of(PRIMARY).sequence
        issued = (
            Edition.objects.using(PRIMARY).filter(sequence=reached + 1).values_list("issued_at", flat=True)
        )
        first_lacking = issued.first()
    except DatabaseError:
        return Lag(True, reached, None, None)
    if first_lacking is None:
        return Lag(True, reached, 0, 0.0)
    seconds = max(0.0, (datetime.now(UTC) - first_lacking).total_seconds())
    return Lag(True, reached, max(1, newest - reached), seconds)
