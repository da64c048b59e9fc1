"""What Prometheus is shown: counts of all processes under names of routes, and how the site stands."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
import requests
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections
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


@pytest.fixture
def served(transactional_db, settings):
    """A site of two web processes on the test's database, with its port and that of its metrics."""
    port, metrics_port = (free_port() for _ in range(2))
    name = connection.settings_dict["NAME"]
    own = {
        "DATABASE_URL": address_of(name),
        "RECORD_DATABASE_URL": address_of(name, user=settings.DATABASES["record"]["USER"]),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PORT": str(port),
        "ATTEST_WORKERS": "2",
        "ATTEST_METRICS_ADDRESS": f"127.0.0.1:{metrics_port}",
        "TMPDIR": str(settings.DATA_DIR),
    }
    with subprocess.Popen([sys.executable, "-m", "config.serve"], cwd=ROOT, env=os.environ | own) as process:
        try:
            _patiently(f"http://127.0.0.1:{metrics_port}/metrics", process)
            yield process, f"http://127.0.0.1:{port}", f"http://127.0.0.1:{metrics_port}/metrics"
        finally:
            process.terminate()
    assert process.returncode == 0
    assert not list(Path(settings.DATA_DIR).glob("attest-metrics-*"))


def test_a_site_shows_what_all_its_processes_count_and_never_to_readers(served):
    process, site, metrics = served
    assert requests.get(f"{site}/healthz", timeout=60).json() == {"status": "alive"}
    assert requests.get(f"{site}/metrics", timeout=60).status_code == 404
    for _ in range(12):  # each on a connection of its own, so that both processes get some
        assert requests.get(f"{site}/accounts/login/?q=Rojda", timeout=60).status_code == 200
    requests.request("ROJDA", f"{site}/accounts/login/", timeout=60)
    assert requests.get(f"{site}/people/Rojda", timeout=60).status_code == 404
    victim = _children(process.pid)[0]
    os.kill(victim, signal.SIGKILL)
    while victim in _children(process.pid):
        pass
    shown = requests.get(metrics, timeout=60).text
    assert 'attest_requests_total{method="GET",route="accounts/login/",status="200"} 12.0' in shown
    assert 'attest_requests_total{method="GET",route="unmatched",status="404"} 2.0' in shown
    assert 'attest_requests_total{method="other",route="accounts/login/",status="403"} 1.0' in shown
    assert 'attest_request_seconds_count{route="accounts/login/"} 13.0' in shown
    assert "attest_requests_in_progress 0.0" in shown
    assert "attest_record_sequence 0.0" in shown
    assert "rojda" not in shown.lower()
    assert "healthz" not in shown


def _children(pid: int) -> list[int]:
    """Processes that are not zombies, oldest first."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,stat=", "--ppid", str(pid)], capture_output=True, text=True
    ).stdout.split()
    return sorted(
        int(number) for number, state in zip(listed[::2], listed[1::2], strict=True) if state[0] != "Z"
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def _patiently(address: str, process: subprocess.Popen[bytes]) -> str:
    while process.poll() is None:
        try:
            return requests.get(address, timeout=30).text
        except requests.ConnectionError:
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(0.2)
    raise AssertionError("it has ended")


def test_the_site_says_how_it_stands(db, settings):
    settings.WEB_WORKERS, settings.WEB_THREADS = 3, 5
    shown = site_shown()
    assert "attest_threads 15.0" in shown
    assert "attest_record_lag_seconds 0.0" in shown
    assert "attest_record_horizon_seconds" in shown
    assert 'attest_jobs{state="waiting"} 0.0' in shown
    assert "attest_job_waiting_seconds 0.0" in shown
    assert "attest_releases_held_back 0.0" in shown
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
