"""How the record writes instants: in its digests, in headers and in messages."""

from datetime import UTC, datetime


def instant(moment: datetime) -> str:
    """UTC with six decimals: ``2021-04-21T08:00:00.000000Z``."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
