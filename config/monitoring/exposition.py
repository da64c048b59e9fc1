"""Process behind ATTEST_METRICS_ADDRESS: shows Prometheus what the web processes count and what the database knows.

Usage: python -m config.monitoring.exposition

The supervisor of the web processes starts it. A scrape that waits for the database so keeps no reader waiting, and the
address is never the public one.
"""

from __future__ import annotations

import os
import signal
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django
from django.conf import settings
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector

from config.monitoring.metrics import DIRECTORY

SECONDS_BETWEEN_LOOKS = 2


def main() -> None:
    """Serve the metrics until the process is told to end, or the one that started it is gone."""
    if settings.METRICS_ADDRESS is None:
        sys.exit("Set ATTEST_METRICS_ADDRESS to the address on which Prometheus finds the metrics.")
    django.setup()
    host, port = settings.METRICS_ADDRESS
    try:
        start_http_server(port, host, registry())
    except OSError as problem:
        sys.exit(f"ATTEST_METRICS_ADDRESS {host}:{port} cannot be used: {problem.strerror}.")
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    supervisor = os.getppid()
    while os.getppid() == supervisor:  # one that is killed cannot tell its children
        time.sleep(SECONDS_BETWEEN_LOOKS)


def registry() -> CollectorRegistry:
    """Everything that is shown; the counts of processes only where there are any."""
    from config.monitoring.site_metrics import SiteCollector  # once there are models

    registry = CollectorRegistry()
    if DIRECTORY in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(SiteCollector())
    return registry


if __name__ == "__main__":
    main()
