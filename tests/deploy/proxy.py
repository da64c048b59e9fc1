"""nginx with the configuration of `deploy/`, on free ports of this machine."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from shutil import which

from tests.deploy import DEPLOY

NGINX = which("nginx") or which("nginx", path="/usr/sbin:/usr/local/sbin")
HOST = "attest.example.org"

# What nginx's image has around the file: http {}, and places that its user can write to.
_MAIN = """
{user}worker_processes 1;
daemon off;
pid {directory}/nginx.pid;
error_log stderr warn;
events {{}}
http {{
    fastcgi_temp_path {directory}/fastcgi; uwsgi_temp_path {directory}/uwsgi; scgi_temp_path {directory}/scgi;
    include {directory}/attest.conf;
}}
"""


class Proxy:
    """Its files, and the running program once it was started."""

    def __init__(self, directory: Path, *, upstream: str, http: int, https: int) -> None:
        self.directory, self.https = directory, https
        self.process: subprocess.Popen[bytes] | None = None
        for name in ("tls/acme", "spool"):
            (directory / name).mkdir(parents=True)
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-days", "2", "-subj", f"/CN={HOST}",
             "-addext", f"subjectAltName=DNS:{HOST}", "-keyout", directory / "tls/privkey.pem",
             "-out", directory / "tls/fullchain.pem"],
            check=True, capture_output=True,
        )  # fmt: skip
        values = {
            "ATTEST_SITE_HOST": HOST,
            "ATTEST_UPSTREAM": upstream,
            "ATTEST_HTTP_PORT": f"127.0.0.1:{http}",
            "ATTEST_HTTPS_PORT": f"127.0.0.1:{https}",
            "ATTEST_TLS": str(directory / "tls"),
            "ATTEST_SPOOL": str(directory / "spool"),
        }
        template = (DEPLOY / "nginx/attest.conf.template").read_text()
        (directory / "attest.conf").write_text(
            re.sub(r"\$\{(\w+)\}", lambda match: values[match[1]], template)
        )
        user = "user nobody nogroup;\n" if os.geteuid() == 0 else ""
        (directory / "nginx.conf").write_text(_MAIN.format(directory=directory, user=user))

    def check(self) -> subprocess.CompletedProcess[str]:
        """nginx's own verdict on the configuration."""
        return subprocess.run([*self._command(), "-t"], capture_output=True, text=True)

    def start(self) -> None:
        with open(self.directory / "log", "wb") as log:
            self.process = subprocess.Popen(self._command(), stdout=log, stderr=log)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait()

    def _command(self) -> list[str]:
        assert NGINX is not None
        return [NGINX, "-p", str(self.directory), "-e", "stderr", "-c", str(self.directory / "nginx.conf")]
