"""Middleware that sees who is in the way while a request of the desk waits for a lock.

Only while a session waits does PostgreSQL know for whom (``pg_blocking_pids``); when the wait has been given up, nobody
can tell any more. So what lasts for more than a second is looked at from a session beside it, once a second.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DESK = "/admin/"
SECONDS_BETWEEN_LOOKS = 1.0

_IN_THE_WAY = """
WITH RECURSIVE holder (pid, depth) AS (
    SELECT unnest(pg_blocking_pids(%(pid)s)), 1
    UNION SELECT unnest(pg_blocking_pids(pid)), depth + 1 FROM holder WHERE depth < 8 AND pid > 0
), wanted AS (
    SELECT string_agg(DISTINCT relation::regclass::text, ', ') AS tables FROM pg_locks
    WHERE pid = %(pid)s AND relation IS NOT NULL AND (locktype = 'tuple' OR NOT granted)
)
SELECT DISTINCT session.pid, coalesce(nullif(session.application_name, ''), 'unnamed'), session.usename,
    coalesce(session.client_addr::text, ''), session.xact_start, session.state, wanted.tables
FROM holder JOIN pg_stat_activity AS session ON session.pid = holder.pid CROSS JOIN wanted
WHERE cardinality(pg_blocking_pids(session.pid)) = 0
ORDER BY session.xact_start LIMIT 5
"""
"""Those that wait for nobody themselves: who waits in a queue before us is not to blame. No query is shown."""

logger = logging.getLogger(__name__)


class LockWatchMiddleware:
    """Watches requests below the desk's address, each from a thread that mostly ends before it has looked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(DESK):
            return self.get_response(request)
        watch = _LockWatch()
        request.lock_watch = watch  # type: ignore[attr-defined]
        try:
            return self.get_response(request)
        finally:
            watch.is_over.set()


def holders_seen(request: HttpRequest) -> list[str]:
    """A sentence for each session that was in the way of this request, for those who are logged in on the desk."""
    watch = getattr(request, "lock_watch", None)
    if watch is None or not watch.seen:
        return []
    try:
        return watch.seen if request.user.is_authenticated else []
    except (DatabaseError, InterfaceError):
        return []


class _LockWatch:
    def __init__(self) -> None:
        self.seen: list[str] = []
        self.is_over = Event()
        self._watched = connections[DEFAULT_DB_ALIAS]  # of the thread that is watched
        Thread(target=self._run, name="lock watch", daemon=True).start()

    def _run(self) -> None:
        while not self.is_over.wait(SECONDS_BETWEEN_LOOKS):
            try:
                self.seen = self._look() or self.seen
            except (DatabaseError, InterfaceError) as error:
                logger.warning("Who holds a lock cannot be seen: %s", error)
                return

    def _look(self) -> list[str]:
        session = self._watched.connection
        if session is None or session.closed:
            return []
        beside = self._watched.copy()
        try:
            with beside.cursor() as cursor:
                cursor.execute(_IN_THE_WAY, {"pid": session.info.backend_pid})
                return [_in_words(*row) for row in cursor.fetchall()]
        finally:
            beside.close()


def _in_words(pid: int, program: str, user: str, client: str, since: Any, state: str, tables: str) -> str:
    facts = {
        "program": program,
        "user": user,
        "where": _("at %(client)s") % {"client": client} if client else _("on the database's own machine"),
        "pid": pid,
        "tables": tables or _("what is needed here"),
    }
    held = _("“%(program)s” (process %(pid)s of %(user)s, %(where)s) holds %(tables)s.") % facts
    if since is None:
        return held
    minutes = int((timezone.now() - since).total_seconds() // 60)
    ago = (
        ngettext("%(minutes)s minute ago", "%(minutes)s minutes ago", minutes) % {"minutes": minutes}
        if minutes
        else _("less than a minute ago")
    )
    began = _("Its transaction began %(ago)s, at %(time)s UTC.") % {"ago": ago, "time": f"{since:%H:%M:%S}"}
    idle = (
        _("It does nothing at present, and was perhaps forgotten.") if state == "idle in transaction" else ""
    )
    return " ".join(filter(None, (held, began, idle)))
