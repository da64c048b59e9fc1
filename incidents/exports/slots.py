"""How many exports run at once: in this process, on the whole site, and for one client.

The site's are counted by PostgreSQL's advisory locks, which every worker sees, which cost nothing and which are
given back however an export ends. They belong to the export's transaction.
"""

from __future__ import annotations

from http import HTTPStatus
from threading import BoundedSemaphore
from zlib import crc32

from django.conf import settings
from django.utils.translation import gettext as _

from ..api.problems import Problem, ProblemFound
from .reader import Reader

SITE, CLIENT = 0x41545801, 0x41545810
"""First halves of the locks' keys; ours alone as long as nobody else in this database uses them."""
FOR_ONE_CLIENT = 2
SECONDS_UNTIL_RETRY = 20

_TAKE = "SELECT pg_try_advisory_xact_lock(%s, %s)"

# One thread stays free, or a worker whose threads all export would answer nobody.
in_this_process = BoundedSemaphore(max(1, settings.WEB_THREADS - 1))


def take(reader: Reader, client: str) -> None:
    """Take a slot for as long as the reader's transaction lasts. Raises a 429 or 503 where there is none."""
    name = int.from_bytes(crc32(client.encode()).to_bytes(4, "big"), "big", signed=True)
    if not any(reader.value(_TAKE, [CLIENT + n, name]) for n in range(FOR_ONE_CLIENT)):
        raise ProblemFound(_too_many_of_yours())
    if not any(reader.value(_TAKE, [SITE, n]) for n in range(settings.EXPORTS_AT_ONCE)):
        raise ProblemFound(busy())


def _too_many_of_yours() -> Problem:
    return Problem(
        status=HTTPStatus.TOO_MANY_REQUESTS,
        kind="too-many-exports",
        title=_("Too many downloads at once"),
        detail=_("%(most)s at a time for one client. Wait until one has ended.") % {"most": FOR_ONE_CLIENT},
        headers={"Retry-After": str(SECONDS_UNTIL_RETRY)},
    )


def busy() -> Problem:
    return Problem(
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        kind="busy",
        title=_("All places for downloads are taken"),
        detail=_("Ask again in a moment."),
        headers={"Retry-After": str(SECONDS_UNTIL_RETRY)},
    )
