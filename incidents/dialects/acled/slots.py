"""How many may read through the whole record at once: a search takes seconds of a processor, and every worker has few
threads. Without a limit one reader with a dozen questions would keep everybody else waiting."""

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
def place_to_search() -> Iterator[None]:
    """Raises a 503 where all places are taken."""
    if not in_this_process.acquire(blocking=False):
        raise ProblemFound(_busy())
    try:
        yield
    finally:
        in_this_process.release()


def _busy() -> ProblemDocument:
    return ProblemDocument(
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        kind="busy",
        title=_("Too many searches at once"),
        detail=_(
            "Others are searching through the whole record. Ask again in a moment, or for columns that are looked "
            "up: dates, ids, countries, kinds of events, fatalities."
        ),
        headers={"Retry-After": str(SECONDS_UNTIL_RETRY)},
    )
