"""The checks of /readyz from a terminal or as the health check of a container that serves nobody, such as the worker's.

Usage: python -m config.monitoring.check [database] [worker] …     (all where none is named)

Prints each sentence, and ends with status 1 when a check did not pass.
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django


def main(names: list[str]) -> None:
    """Run the checks named on the command line."""
    django.setup()
    from config.monitoring import readiness  # once there are models

    if unknown := sorted(set(names) - readiness.CHECKS.keys()):
        sys.exit(f"There is no check {', '.join(unknown)}. The checks are {', '.join(readiness.CHECKS)}.")
    results = [result for result in readiness.results() if result.name in (names or readiness.CHECKS)]
    for result in results:
        print(f"{'ok' if result.ok else 'FAILED':6} {result.name}: {result.message}")  # noqa: T201
    if not all(result.ok for result in results):
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
