"""Metrics of the site as a whole: record, jobs, releases, exports and connections, asked for at each scrape.

Each group is asked for by itself, so that one that cannot be had takes no other with it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime

from django.conf import settings
from django.db import connections
from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from config.monitoring.readiness import bounded_cursor
from incidents.codebook import JobState
from incidents.exports import slots
from incidents.exports.release.shelf import held_back
from incidents.models import Job
from incidents.models.jobs import last_beat
from incidents.record import states
from incidents.record.access.lag import lag

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
    if head.horizon is not None:
        age = _age(head.horizon)
        yield _gauge(
            "attest_record_horizon_seconds", "Age of the newest instant that can no longer change.", age
        )


def _lag() -> Iterator[Metric]:
    """Nothing where the primary cannot be asked: then nobody knows it."""
    with bounded_cursor(states.PRIMARY), bounded_cursor(states.ALIAS):
        found = lag()
    if found.editions is not None and found.seconds is not None:
        yield _gauge("attest_record_lag_editions", "Editions that the readers' copy lacks.", found.editions)
        yield _gauge("attest_record_lag_seconds", "Since the first of them was issued.", found.seconds)


def _jobs() -> Iterator[Metric]:
    with bounded_cursor(states.PRIMARY):
        counts = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
        waiting_since = Job.objects.filter(state=JobState.WAITING, not_before__lte=timezone.now()).aggregate(
            first=Min("not_before")
        )["first"]
        beat = last_beat()
    jobs = GaugeMetricFamily(
        "attest_jobs", "Jobs, by how they stand; finished ones of late.", labels=["state"]
    )
    for state in JobState:
        jobs.add_metric([state], counts.get(state, 0))
    yield jobs
    yield _gauge(
        "attest_job_waiting_seconds", "For which the first job is due and not begun.", _age(waiting_since)
    )
    if beat is not None:
        yield _gauge("attest_worker_beat_seconds", "Since a worker was last heard of.", _age(beat))


def _releases() -> Iterator[Metric]:
    with bounded_cursor(states.PRIMARY), bounded_cursor(states.ALIAS):
        held = len(held_back())
    yield _gauge("attest_releases_held_back", "Releases whose files are not handed out.", held)


def _age(moment: datetime | None) -> float:
    return 0 if moment is None else max(0, (timezone.now() - moment).total_seconds())


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
    for alias, role in ((states.PRIMARY, "desk"), (states.ALIAS, "record")):
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
    "lag": _lag,
    "jobs": _jobs,
    "releases": _releases,
    "exports": _exports,
    "connections": _connections,
}
