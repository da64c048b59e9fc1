"""Metrics of requests, counted by the web processes for Prometheus.

With ATTEST_METRICS_ADDRESS each process counts in files of its own in one directory (``share``), which the process
behind that address adds up (``exposition``).

Labels are routes, methods and statuses, which are few. Paths, queries, ids and accounts are none.
"""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
"""Upper bounds of the histogram: pages take milliseconds, exports minutes."""

requests = Counter("attest_requests", "Requests answered.", ["method", "route", "status"])
seconds = Histogram(
    "attest_request_seconds",
    "Seconds from a request's arrival at a thread to the end of its answer.",
    ["route"],
    buckets=SECONDS,
)
in_progress = Gauge(
    "attest_requests_in_progress",
    "Requests that are worked on or whose answer is being sent.",
    multiprocess_mode="livesum",
)


def observe(method: str, route: str, status: int, elapsed: float) -> None:
    """Count one answered request; ``elapsed`` in seconds."""
    requests.labels(method if method in METHODS else "other", route, str(status)).inc()
    seconds.labels(route).observe(elapsed)
