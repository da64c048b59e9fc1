"""Limit on concurrent searches of the whole record.

A search takes seconds of a processor, and every worker has few threads: without a limit one reader with a dozen
questions would keep everybody else waiting.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from threading import BoundedSemaphore

from django.conf import settings
from django.utils.translation import gettext as _

from ...api.problems import ProblemDocument, ProblemFound

SECONDS_UNTIL_RETRY = 10

in_this_process = BoundedSemaphore(max(1, settings.WEB_THREADS // 2))


@contextmanager
def search_slot() -> Iterator[None]:
    """One of the slots, freed at the end. Raises a 503 where all are taken."""
    if not in_this_process.acquire(blocking=False):
        raise ProblemFound(
            ProblemDocument(
                status=HTTPStatus.SERVICE_UNAVAILABLE,
                kind="busy",
                title=_("Too many searches at once"),
                detail=_(
                    "Others are searching through the whole record. Ask again in a moment, or for columns that are "
                    "looked up: dates, ids, countries, kinds of events, fatalities."
                ),
                headers={"Retry-After": str(SECONDS_UNTIL_RETRY)},
            )
        )
    try:
        yield
    finally:
        in_this_process.release()
