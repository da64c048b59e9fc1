"""A PostgreSQL server as an installation has one: with passwords, over TCP, prepared by `deploy/database/roles.sh`."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from config.postgres_binaries import binaries, server_account, subprocess_identity
from tests.deploy import DEPLOY

SUPERUSER = "postgres"


class DatabaseServer:
    """Made in a directory of its own; stopped with ``stop``."""

    def __init__(self, directory: Path, port: int, secrets: Path) -> None:
        self.directory, self.port, self.secrets = directory, port, secrets
        self.data = directory / "data"
        directory.mkdir()
        if account := server_account():
            shutil.chown(directory, account.uid, account.gid)
        self._run("initdb", "-D", self.data, "-U", SUPERUSER, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
                  "--auth-local=trust", "--auth-host=scram-sha-256")  # fmt: skip
        options = f"-c port={port} -c listen_addresses=127.0.0.1 -c fsync=off -c unix_socket_directories={directory}"
        self._run("pg_ctl", "-D", self.data, "-l", directory / "log", "-w", "-o", options, "start")

    def make_roles(self) -> None:
        """Run the script that PostgreSQL's image runs when it is new; by root, who alone reads the secrets."""
        path = f"{binaries()}:{os.environ['PATH']}"
        own = {
            "PATH": path,
            "SECRETS": str(self.secrets),
            "PGHOST": str(self.directory),
            "PGPORT": str(self.port),
        }
        script = DEPLOY / "database/roles.sh"
        subprocess.run([script], env=self._environment() | own, check=True, capture_output=True, text=True)

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")

    def _run(self, program: str, *arguments: str | Path) -> None:
        """Output goes to a file, never to a pipe, which the server would inherit and keep open."""
        with open(self.directory / f"{program}.log", "ab") as log:
            subprocess.run(
                [binaries() / program, *arguments], check=True, cwd="/", env=self._environment(),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, **subprocess_identity(server_account()),
            )  # fmt: skip

    @staticmethod
    def _environment() -> dict[str, str]:
        return {name: value for name, value in os.environ.items() if not name.startswith("PG")}
