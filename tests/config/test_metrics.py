"""What Prometheus is shown: counts of all processes under names of routes, and how the site stands."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
import requests
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from prometheus_client import CollectorRegistry, generate_latest

from config.environment import Environment
from config.monitoring import site_metrics
from config.monitoring.site_metrics import SiteCollector
from tests.database_template import address_of

ROOT = Path(__file__).resolve().parent.parent.parent


def site_shown() -> str:
    """The metrics of the site as a whole, with the connections of a real site."""
    shown = []

    def scrape() -> None:
        registry = CollectorRegistry()
        registry.register(SiteCollector())
        shown.append(generate_latest(registry).decode())
        connections.close_all()

    thread = Thread(target=scrape)
    thread.start()
    thread.join()
    return shown[-1]


def test_requests_of_all_processes_are_added_up_under_their_routes(db, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.config.counting_processes"],
        cwd=ROOT, env=os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}, capture_output=True, text=True,
    )  # fmt: skip
    shown = done.stdout
    assert 'attest_requests_total{method="GET",route="accounts/login/",status="200"} 2.0' in shown, (
        done.stderr
    )
    assert 'attest_requests_total{method="GET",route="unmatched",status="404"} 1.0' in shown
    assert 'attest_requests_total{method="other",route="accounts/login/",status="405"} 1.0' in shown
    assert 'attest_request_seconds_count{route="accounts/login/"} 3.0' in shown
    assert "attest_requests_in_progress 0.0" in shown
    assert "rojda" not in shown.lower()
    assert "healthz" not in shown


def test_the_site_says_how_it_stands(db, settings):
    settings.WEB_WORKERS, settings.WEB_THREADS = 3, 5
    shown = site_shown()
    assert "attest_threads 15.0" in shown
    assert "attest_record_sequence 0.0" in shown
    assert "attest_exports_running 0.0" in shown
    assert 'attest_database_connections{role="record",state="active"} 1.0' in shown
    for group in site_metrics.GROUPS:
        assert f'attest_group_known{{group="{group}"}} 1.0' in shown


def test_a_group_that_cannot_be_asked_takes_no_other_with_it(db, monkeypatch):
    def broken():
        raise OSError("no")

    monkeypatch.setitem(site_metrics.GROUPS, "record", broken)
    shown = site_shown()
    assert 'attest_group_known{group="record"} 0.0' in shown
    assert 'attest_group_known{group="exports"} 1.0' in shown
    assert "attest_exports_limit" in shown


def test_metrics_are_shown_on_an_address_of_their_own(client, db, settings):
    """Without the setting there is none, and the public address never has them."""
    assert client.get("/metrics").status_code == 404
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = {
        "ATTEST_METRICS_ADDRESS": f"127.0.0.1:{port}",
        "DATABASE_URL": address_of(settings.DATABASES["default"]["NAME"]),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "config.monitoring.exposition"], cwd=ROOT, env=os.environ | own
    ) as process:
        try:
            shown = _patiently(f"http://127.0.0.1:{port}/metrics", process)
        finally:
            process.terminate()
    assert "attest_record_sequence 0.0" in shown
    assert process.returncode == 0


def _patiently(address: str, process: subprocess.Popen[bytes]) -> str:
    while process.poll() is None:
        try:
            return requests.get(address, timeout=30).text
        except requests.ConnectionError:
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(0.2)
    raise AssertionError("it has ended")


@pytest.mark.parametrize(
    "text, read",
    [("127.0.0.1:9100", ("127.0.0.1", 9100)), ("[::1]:9100", ("::1", 9100)), ("", None)],
)
def test_an_address_is_a_host_and_a_port(text, read):
    assert Environment({"ATTEST_METRICS_ADDRESS": text}).socket_address("ATTEST_METRICS_ADDRESS") == read


@pytest.mark.parametrize(
    "text", ["9100", ":9100", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:70000", "h:²", "h:" + 5000 * "9"]
)
def test_what_is_no_address_is_refused(text):
    environment = Environment({"ATTEST_METRICS_ADDRESS": text})
    environment.socket_address("ATTEST_METRICS_ADDRESS")
    with pytest.raises(ImproperlyConfigured, match="ATTEST_METRICS_ADDRESS must be a host and a port"):
        environment.finish()
