"""Process behind ATTEST_METRICS_ADDRESS: shows Prometheus what the web processes count and what the database knows.

It is a process of its own, so that a scrape that waits for the database keeps no reader waiting, and so that the public
address cannot show the metrics by mistake.
"""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import sys
import tempfile
from threading import Event

from django.conf import settings

DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"
"""The library's own variable. It decides when it is imported how it counts, so that is done in functions here."""

logger = logging.getLogger(__name__)


def share_counts() -> None:
    """Let the processes that are forked from now on count in one directory; before anything of the site is loaded."""
    directory = tempfile.mkdtemp(prefix="attest-metrics-")
    os.environ[DIRECTORY] = directory
    atexit.register(shutil.rmtree, directory, ignore_errors=True)


def forget(pid: int) -> None:
    """A process has ended: what it was working on is no longer worked on. What it has counted stays."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(pid)  # type: ignore[no-untyped-call]


def show() -> None:
    """Serve the metrics for as long as the process lives."""
    from prometheus_client import CollectorRegistry, start_http_server
    from prometheus_client.multiprocess import MultiProcessCollector

    from config.monitoring.site_metrics import SiteCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(SiteCollector())
    host, port = settings.METRICS_ADDRESS or ("", 0)
    try:
        start_http_server(port, host, registry)
    except OSError as problem:
        logger.error("ATTEST_METRICS_ADDRESS %s:%s cannot be used: %s", host, port, problem.strerror)
        sys.exit(1)
    Event().wait()
