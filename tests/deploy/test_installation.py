"""An installation from `deploy/`: what the image, the compose file and the proxy say is done, but without an engine.

The steps of the Containerfile build a tree that nobody may change; in it the commands of the containers run as the
image's user without rights, with the secrets and the environment of the compose file, on a server that `roles.sh` has
prepared, behind nginx where that is installed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import ssl
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from tests.config.test_metrics import free_port
from tests.deploy import DEPLOY, ROOT
from tests.deploy.containerfile import Stage, build
from tests.deploy.database_server import DatabaseServer
from tests.deploy.proxy import HOST, NGINX, Proxy

SERVICES: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
ANSWERS = {"ATTEST_SITE_HOST": HOST, "ATTEST_SITE_NAME": "Attest", "ATTEST_CONTACT": "mistakes@example.org"}
"""What somebody has written into deploy/.env."""


def filled_in(value: str) -> str:
    """A value of the compose file, with its variables replaced as Compose does."""
    pattern = r"\$\{(\w+)(?::([-+?])([^}]*))?\}"

    def replaced(match: re.Match[str]) -> str:
        name, how, text = match.groups()
        given = ANSWERS.get(name, "")
        if how == "+":
            return text if given else ""
        return given or (text if how == "-" else "")

    return re.sub(pattern, replaced, value)


class Installation:
    """The processes of one machine. Ports are free ones, addresses this machine's own."""

    def __init__(self, scratch: Path, stack: ExitStack) -> None:
        self.scratch, self.stack = scratch, stack
        self.port, self.metrics_port, self.http, self.https, database = (free_port() for _ in range(5))
        self.stage: Stage = build(DEPLOY / "Containerfile", ROOT, scratch / "image")
        self.secrets = scratch / "secrets"
        subprocess.run([DEPLOY / "make-secrets", self.secrets], check=True)
        self.secrets.chmod(0o711)  # an engine mounts each file by itself
        for name in ("database-url", "record-database-url"):
            address = (self.secrets / name).read_text().replace("@database/", f"@127.0.0.1:{database}/")
            (self.secrets / name).write_text(address)
        self.database = DatabaseServer(scratch / "database", database, self.secrets)
        stack.callback(self.database.stop)
        self.database.make_roles()

    def environment(self, service: str) -> dict[str, str]:
        asked = {name: filled_in(value) for name, value in SERVICES[service]["environment"].items()}
        asked = {name: re.sub("^/run/secrets", str(self.secrets), value) for name, value in asked.items()}
        here = {"PORT": str(self.port), "ATTEST_LISTEN_ADDRESS": "127.0.0.1", "ATTEST_ACCESS_LOG": "true"}
        if "ATTEST_METRICS_ADDRESS" in asked:
            here["ATTEST_METRICS_ADDRESS"] = f"127.0.0.1:{self.metrics_port}"
        return self.stage.variables() | asked | here

    def options(self, service: str) -> dict[str, Any]:
        return {"cwd": self.stage.path("."), "env": self.environment(service)}

    def as_user(self, service: str, command: list[str]) -> list[str]:
        """As the service's user. It may read what root reads only where this machine's Python is out of its reach."""
        user, group = SERVICES[service]["user"].split(":")
        python = Path(sys.executable).resolve()
        reachable = all(parent.stat().st_mode & stat.S_IXOTH for parent in python.parents)
        reading = [] if reachable else ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
        return ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups", *reading, *command]

    def run(self, service: str, command: list[str] | None = None) -> str:
        """Run a command that ends, by default the service's own."""
        command = command or SERVICES[service]["command"]
        command = self.as_user(service, command)
        done = subprocess.run(command, capture_output=True, text=True, **self.options(service))
        assert done.returncode == 0, f"{done.stdout}{done.stderr}"
        return str(done.stdout)

    def start(self, service: str) -> subprocess.Popen[bytes]:
        command = SERVICES[service].get("command", self.stage.command)
        with open(self.scratch / f"{service}.log", "wb") as log:
            process = subprocess.Popen(
                self.as_user(service, command), stdout=log, stderr=log, **self.options(service)
            )
        self.stack.callback(process.wait)
        self.stack.callback(process.kill)
        return process

    def log(self, service: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.scratch / f"{service}.log").read_text().splitlines()]


@pytest.fixture
def installation() -> Iterator[Installation]:
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("Only root can run something as the user of the image, with setpriv of util-linux.")
    with ExitStack() as stack:
        scratch = Path(tempfile.mkdtemp(prefix="attest-deploy-"))
        stack.callback(shutil.rmtree, scratch, ignore_errors=True)
        scratch.chmod(0o755)
        yield Installation(scratch, stack)


def test_what_deploy_brings_prepares_serves_and_ends(installation):
    tree = installation.stage.path("/opt/attest")
    for path in (path for path in tree.rglob("*") if not path.is_symlink()):
        mode = path.stat().st_mode
        assert mode & stat.S_IROTH, f"{path} cannot be read"
        assert not mode & (stat.S_IWGRP | stat.S_IWOTH), f"{path} can be changed"
    assert "Attest is prepared." in installation.run("prepare")
    site, worker = installation.start("site"), installation.start("worker")
    until_ready(f"http://127.0.0.1:{installation.port}/readyz", site, worker)

    # The health checks as they are written, of the image for the site and of the compose file for the worker.
    installation.run(
        "site", [word.replace(":8000/", f":{installation.port}/") for word in installation.stage.health]
    )
    assert "ok     worker" in installation.run("worker", SERVICES["worker"]["healthcheck"]["test"][1:])
    shown = requests.get(f"http://127.0.0.1:{installation.metrics_port}/metrics", timeout=60).text
    assert 'attest_jobs{state="running"} 0.0' in shown

    installation.run("backup")
    (saved,) = installation.stage.path("/var/lib/attest/backups").glob("attest-*.tar")
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600

    if NGINX is not None:
        behind_the_proxy(installation)
    for process in (site, worker):
        process.terminate()
    assert [site.wait(), worker.wait()] == [0, 0]
    for service in ("site", "worker"):
        assert [entry for entry in installation.log(service) if entry["level"] in ("ERROR", "CRITICAL")] == []


def until_ready(address: str, *processes: subprocess.Popen[bytes]) -> None:
    while all(process.poll() is None for process in processes):
        try:
            if requests.get(address, timeout=60).ok:
                return
        except requests.ConnectionError:
            pass
        with pytest.raises(subprocess.TimeoutExpired):
            processes[0].wait(0.2)
    raise AssertionError("a process has ended")


def behind_the_proxy(installation: Installation) -> None:
    """TLS, redirects, long addresses, headers that clients make up, and clients that stall."""
    proxy = Proxy(
        installation.scratch / "proxy", upstream=f"127.0.0.1:{installation.port}",
        http=installation.http, https=installation.https,
    )  # fmt: skip
    proxy.start()
    installation.stack.callback(proxy.stop)
    until_listening(installation.https, proxy)

    redirect = requests.get(
        f"http://127.0.0.1:{installation.http}/incidents/?q=a", timeout=60, allow_redirects=False
    )
    assert redirect.status_code == 308
    assert redirect.headers["Location"] == f"https://{HOST}/incidents/?q=a"

    page = ask(proxy, "/", {"X-Forwarded-Proto": "http", "X-Request-ID": "made-up-by-a-client"})
    assert "200 OK" in page
    assert "strict-transport-security" in page.lower()
    (number,) = re.findall(r"(?i)x-request-id: (\w{32})", page)
    assert number in {entry.get("request_id") for entry in installation.log("site")}

    # The site sees an address of 60 kB, and has its own words for what is wrong with it.
    assert "country is too long" in ask(proxy, "/api/v1/incidents/?country=" + ",".join(["SY"] * 20_000))
    assert " 414 " in ask(proxy, "/api/v1/incidents/?country=" + ",".join(["SY"] * 30_000))

    with ExitStack() as stalled:
        for _ in range(60):
            line = stalled.enter_context(connect(proxy))
            line.sendall(
                b"POST /accounts/login/ HTTP/1.1\r\nHost: "
                + HOST.encode()
                + b"\r\nContent-Length: 9\r\n\r\nx"
            )
        assert "200 OK" in ask(proxy, "/accounts/login/")


def connect(proxy: Proxy) -> ssl.SSLSocket:
    trust = ssl.create_default_context(cafile=proxy.directory / "tls/fullchain.pem")
    line = socket.create_connection(("127.0.0.1", proxy.https), timeout=60)
    return trust.wrap_socket(line, server_hostname=HOST)


def ask(proxy: Proxy, path: str, headers: dict[str, str] | None = None) -> str:
    """Status line, headers and body of an answer that comes through the proxy."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    with connect(proxy) as line, line.makefile("rb") as answer:
        line.sendall("\r\n".join([*lines, "", ""]).encode())
        return answer.read().decode(errors="replace")


def until_listening(port: int, proxy: Proxy) -> None:
    assert proxy.process is not None
    while proxy.process.poll() is None:
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        with pytest.raises(subprocess.TimeoutExpired):
            proxy.process.wait(0.1)
    raise AssertionError((proxy.directory / "log").read_text())


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_a_site_that_is_away_is_a_503_that_says_when_to_come_again(tmp_path):
    http, https = free_port(), free_port()
    proxy = Proxy(tmp_path, upstream=f"127.0.0.1:{free_port()}", http=http, https=https)
    tmp_path.chmod(0o755)
    proxy.start()
    try:
        until_listening(https, proxy)
        answer = ask(proxy, "/")
    finally:
        proxy.stop()
    assert answer.startswith("HTTP/1.1 503 ")
    assert "Retry-After: 30" in answer
    assert "try again" in answer
