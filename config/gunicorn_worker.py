"""Gunicorn's worker with threads, which does not let a slow client keep a thread."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from gunicorn.workers import gthread

from config.pace import ClientConnection, Pace


class PacedWorker(gthread.ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """Written against the pinned gunicorn: ``_DEFER`` and the two methods are not promised by it."""

    def run(self) -> None:
        self.pace = Pace(settings.SLOWEST_PACE, self.cfg.threads)
        self.pace.start()
        super().run()

    def handle(self, conn: Any) -> Any:
        # A new connection gets a thread when it has said something; gunicorn would wait five seconds in the thread.
        if not conn.initialized and not conn.wait_for_data(0):
            return gthread._DEFER
        with self.pace.watched(conn.sock) as line:
            conn.line = line
            return super().handle(conn)

    def handle_request(self, req: Any, conn: Any) -> Any:
        line: ClientConnection = conn.line
        line.request = req
        return super().handle_request(req, conn)
