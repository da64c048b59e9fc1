"""Requests counted in two slots, of which one is taken over, and what Prometheus is shown of them.

Usage: PROMETHEUS_MULTIPROC_DIR=… python -m tests.config.counting_processes

The library decides when it is imported how it counts.
"""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django
from prometheus_client import generate_latest


def main() -> None:
    django.setup()
    from django.test import Client

    from config.monitoring import metrics
    from config.monitoring.exposition import registry

    client = Client()
    metrics.become(1)
    client.get("/accounts/login/?q=Rojda")
    metrics.in_progress.inc()  # is killed in the middle of it
    metrics.become(2)
    client.get("/accounts/login/")
    client.get("/people/Rojda")
    metrics.become(1)
    client.get("/healthz")
    client.generic("ROJDA", "/accounts/login/")
    print(generate_latest(registry()).decode())  # noqa: T201


if __name__ == "__main__":
    main()
