"""Metrics of requests, counted by the web processes for Prometheus.

With ATTEST_METRICS_ADDRESS the processes count in files of a directory of the supervisor's, which the process behind
that address adds up (``exposition``). Each process has a slot, 1, 2, 3 …, and whoever replaces it goes on in its files,
so that these do not grow with every process that ever was.

Labels are routes, methods and statuses, which are few. Paths, queries, ids and accounts are none.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from prometheus_client import Counter, Gauge, Histogram, values

DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"
"""The library's own variable; the supervisor sets it for its children."""
METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
"""Upper bounds of the histogram: pages take milliseconds, exports minutes."""

_slot = 0

if DIRECTORY in os.environ:
    # The library's documented way to count under another name than the process's number.
    values.ValueClass = values.MultiProcessValue(process_identifier=lambda: _slot)  # type: ignore[no-untyped-call]

requests = Counter("attest_requests", "Requests answered.", ["method", "route", "status"])
seconds = Histogram(
    "attest_request_seconds",
    "Seconds from a request's arrival at a thread to the last byte of its answer.",
    ["route"],
    buckets=SECONDS,
)
in_progress = Gauge(
    "attest_requests_in_progress",
    "Requests that are worked on or whose answer is being sent.",
    multiprocess_mode="sum",
)


def observe(method: str, route: str, status: int, elapsed: float) -> None:
    """Count one answered request; ``elapsed`` in seconds."""
    requests.labels(method if method in METHODS else "other", route, str(status)).inc()
    seconds.labels(route).observe(elapsed)


def become(slot: int) -> None:
    """Count in the files of this slot from now on. Its last holder may have been killed in the middle of requests."""
    global _slot
    _slot = slot
    in_progress.set(0)


def make_directory() -> Path:
    """A new directory for the counts of this supervisor's children; the variable is set for them."""
    directory = Path(tempfile.mkdtemp(prefix="attest-metrics-"))
    os.environ[DIRECTORY] = str(directory)
    return directory
