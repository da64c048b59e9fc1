"""Usage counts of tokens: one short statement for each request that shows one."""

from __future__ import annotations

import random

from django.db import connection

from accounts.models.usage import SHOWN_DAYS

ONE_IN = 1000  # how seldom a request also clears away what is too old to be shown

_NOTE = """
INSERT INTO accounts_tokenusage AS kept (token_id, day, requests, units)
VALUES (%s, (clock_timestamp() AT TIME ZONE 'UTC')::date, 1, %s)
ON CONFLICT (token_id, day) DO UPDATE SET
    requests = kept.requests + 1, units = kept.units + excluded.units
"""
_CLEAR = "DELETE FROM accounts_tokenusage WHERE day < (clock_timestamp() AT TIME ZONE 'UTC')::date - %s"


def note(token: int, units: int) -> None:
    """Add a request that cost so many units to the token's day."""
    with connection.cursor() as cursor:
        if random.randrange(ONE_IN) == 0:  # noqa: S311  # decides who tidies up, nothing more
            cursor.execute(_CLEAR, [SHOWN_DAYS])
        cursor.execute(_NOTE, [token, units])
