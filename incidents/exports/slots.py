"""How many downloads run at once: in this process, on the whole site, and for one client.

The site's exports are counted by PostgreSQL's advisory locks, which every worker sees, which cost nothing and which
are given back however an export ends. They belong to the export's transaction. Released files need no transaction;
of them each process counts its own.

Shares are fair: a client's second export begins only where a place stays free for somebody else, and the last place
is kept for those who have a token.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from threading import BoundedSemaphore, Lock
from zlib import crc32

from django.conf import settings
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from ..api.problems import ProblemDocument, ProblemFound
from .reader import Reader

SITE, CLIENT = 0x41545801, 0x41545810
"""First halves of the locks' keys; ours alone as long as nobody else in this database uses them."""
FOR_ONE_CLIENT = 2
SECONDS_UNTIL_RETRY = 20

_TAKE = "SELECT pg_try_advisory_xact_lock(%s, %s)"
_TAKEN = """
SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""

# One thread stays free, or a worker whose threads all export would answer nobody.
in_this_process = BoundedSemaphore(max(1, settings.WEB_THREADS - 1))
_counting, _sending = Lock(), Counter[str]()


def take(reader: Reader, client: str, *, known: bool = False) -> None:
    """Take a slot for as long as the reader's transaction lasts. Raises a 429 or 503 where there is none.

    ``known``: the client has a token.
    """
    name = int.from_bytes(crc32(client.encode()).to_bytes(4, "big"), "big", signed=True)
    which = next((n for n in range(FOR_ONE_CLIENT) if reader.value(_TAKE, [CLIENT + n, name])), None)
    if which is None:
        raise ProblemFound(_too_many_of_yours())
    places = settings.EXPORTS_AT_ONCE if known else max(1, settings.EXPORTS_AT_ONCE - 1)
    if which and reader.value(_TAKEN, [SITE]) + 1 >= places:
        raise ProblemFound(busy())
    if not any(reader.value(_TAKE, [SITE, n]) for n in range(places)):
        raise ProblemFound(busy())


def running(cursor: CursorWrapper) -> int:
    """How many exports are being sent on the whole site; for a cursor on the record's database."""
    cursor.execute(_TAKEN, [SITE])
    return int(cursor.fetchone()[0])


def take_here(client: str) -> Callable[[], None]:
    """A slot of this process for a file that is there already; call what is returned when it was sent.

    Raises a 429 or 503 where there is none.
    """
    with _counting:
        if _sending[client] >= FOR_ONE_CLIENT:
            raise ProblemFound(_too_many_of_yours())
        if not in_this_process.acquire(blocking=False):
            raise ProblemFound(busy())
        _sending[client] += 1
    return partial(_give_back, client)


def _give_back(client: str) -> None:
    with _counting:
        _sending[client] -= 1
        if not _sending[client]:
            del _sending[client]
    in_this_process.release()


def _too_many_of_yours() -> ProblemDocument:
    return ProblemDocument(
        status=HTTPStatus.TOO_MANY_REQUESTS,
        kind="too-many-exports",
        title=_("Too many downloads at once"),
        detail=_("%(most)s at a time for one client. Wait until one has ended.") % {"most": FOR_ONE_CLIENT},
        headers={"Retry-After": str(SECONDS_UNTIL_RETRY)},
    )


def busy() -> ProblemDocument:
    return ProblemDocument(
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        kind="busy",
        title=_("All places for downloads are taken"),
        detail=_("Ask again in a moment."),
        headers={"Retry-After": str(SECONDS_UNTIL_RETRY)},
    )
