"""Django's cache in a table, which under pressure gives up what only saves time.

allauth counts failed logins here, and Django's own backend, when there is too much, deletes the first third by name.
Whoever may have things kept under names of his making (a dialect's pages, addresses that log in) would so wipe out
the counters that stop him from trying passwords.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connections

_EXPIRED = "DELETE FROM accounts_cache WHERE expires < %s"
_SPARED = "cache_key LIKE '%%allauth%%' OR cache_key LIKE 'rate:%%'"
_SURPLUS = f"""
DELETE FROM accounts_cache WHERE cache_key IN
    (SELECT cache_key FROM accounts_cache WHERE NOT ({_SPARED}) ORDER BY expires LIMIT %s)
"""  # noqa: S608


class SparingCache(DatabaseCache):
    """Counters go when they expire, which is within a day, and not before."""

    def _cull(self, db: str, cursor: Any, now: datetime, num: int) -> None:
        cursor.execute(_EXPIRED, [connections[db].ops.adapt_datetimefield_value(now)])
        left = num - cursor.rowcount
        if left > self._max_entries:
            cursor.execute(_SURPLUS, [left // self._cull_frequency])
