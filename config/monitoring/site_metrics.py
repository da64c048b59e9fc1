"""Metrics of the site as a whole: the record, exports and connections, asked for at each scrape.

Each group is asked for by itself, so that one that cannot be had takes no other with it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import connections
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from config.monitoring.readiness import bounded_cursor
from incidents.exports import slots
from incidents.record import states

logger = logging.getLogger(__name__)

_CONNECTIONS = """
SELECT coalesce(state, 'unknown'), count(*) FROM pg_stat_activity
WHERE datname = current_database() AND usename = current_user GROUP BY 1
"""
_LIMIT = "SELECT current_setting('max_connections')::int"


class SiteCollector(Collector):
    """Asks all groups, each on a connection that is closed afterwards: every scrape has a thread of its own."""

    def collect(self) -> Iterator[Metric]:
        known = GaugeMetricFamily(
            "attest_group_known", "Whether a group of metrics could be asked for.", labels=["group"]
        )
        for name, group in GROUPS.items():
            try:
                yield from list(group())
                known.add_metric([name], 1)
            except Exception:  # whatever it is, the other groups are told
                logger.exception("The metrics of “%s” could not be asked for", name)
                known.add_metric([name], 0)
        connections.close_all()
        yield known


def _threads() -> Iterator[Metric]:
    threads = settings.WEB_WORKERS * settings.WEB_THREADS
    yield _gauge("attest_threads", "Threads that work on requests, of all web processes.", threads)


def _record() -> Iterator[Metric]:
    with bounded_cursor(states.ALIAS):
        head = states.head()
    yield _gauge("attest_record_sequence", "Sequence of the newest edition.", head.sequence)


def _exports() -> Iterator[Metric]:
    with bounded_cursor(states.ALIAS) as cursor:
        running = slots.running(cursor)
    yield _gauge("attest_exports_running", "Exports that are being sent.", running)
    yield _gauge("attest_exports_limit", "How many may be sent at the same time.", settings.EXPORTS_AT_ONCE)


def _connections() -> Iterator[Metric]:
    """Of each role on its server, which for the record may be a copy."""
    used = GaugeMetricFamily(
        "attest_database_connections", "Connections of the role, by what they do.", labels=["role", "state"]
    )
    limit = GaugeMetricFamily(
        "attest_database_connections_limit", "How many connections its server takes.", labels=["role"]
    )
    for alias, role in (("default", "desk"), (states.ALIAS, "record")):
        with bounded_cursor(alias) as cursor:
            cursor.execute(_CONNECTIONS)
            for state, count in cursor.fetchall():
                used.add_metric([role, state], count)
            cursor.execute(_LIMIT)
            limit.add_metric([role], cursor.fetchone()[0])
    yield used
    yield limit


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)


GROUPS: dict[str, Callable[[], Iterator[Metric]]] = {
    "threads": _threads,
    "record": _record,
    "exports": _exports,
    "connections": _connections,
}
