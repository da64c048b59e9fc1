"""Rate limits: what somebody used up within a minute, counted exactly, across all workers, in one statement.

Django's own database cache reads, adds and writes in several statements, so that simultaneous requests lose counts.
Its unlogged table serves us as well: our keys have a prefix that the cache's keys never have.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from django.db import connection

PREFIX = "rate:"
ONE_IN = 500  # how seldom a request also clears away what has expired

_SPEND = """
INSERT INTO accounts_cache AS kept (cache_key, value, expires)
VALUES (%(key)s, %(units)s, clock_timestamp() + make_interval(secs => %(seconds)s))
ON CONFLICT (cache_key) DO UPDATE SET
    value = CASE WHEN kept.expires <= clock_timestamp() THEN excluded.value
                 ELSE (kept.value::bigint + excluded.value::bigint)::text END,
    expires = CASE WHEN kept.expires <= clock_timestamp() THEN excluded.expires ELSE kept.expires END
RETURNING value::bigint, ceil(extract(epoch FROM expires - clock_timestamp()))::int
"""
_CLEAR = "DELETE FROM accounts_cache WHERE cache_key LIKE 'rate:%%' AND expires <= clock_timestamp()"


@dataclass(frozen=True)
class Spent:
    """What has been used since the window began, and how many seconds it still lasts."""

    units: int
    seconds_left: int


def spend(key: str, units: int, *, seconds: int) -> Spent:
    """Add `units` to what `key` used; the window of so many `seconds` begins with the first use."""
    with connection.cursor() as cursor:
        if random.randrange(ONE_IN) == 0:  # noqa: S311  # decides who tidies up, nothing more
            cursor.execute(_CLEAR, {})
        cursor.execute(_SPEND, {"key": PREFIX + key, "units": str(units), "seconds": seconds})
        total, left = cursor.fetchone()
    return Spent(total, max(1, left))


def neighbourhood(address: str) -> str:
    """The address, or its /64: that much of IPv6 one subscriber has to himself."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(ip_network((parsed, 64), strict=False))
    return str(parsed)
