"""A streaming replica of the tests' server, whose replay can be paused, and which can be promoted.

It is made with ``pg_basebackup`` from the same programs and runs beside the server that it follows; nothing of it is
pretended.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2

from config import embedded_postgres
from config.embedded_postgres import SUPERUSER, cluster_home
from config.postgres_binaries import binaries, server_account, subprocess_identity

PATIENCE = 60
"""Seconds until what should happen at once counts as failed; other tests may have the machine."""


class Standby:
    """A second server that replays what the first one writes."""

    def __init__(self, folder: Path, primary_socket: Path) -> None:
        self.folder, self.primary_socket = folder, primary_socket
        self._copy()
        atexit.register(
            shutil.rmtree, cluster_home(folder), ignore_errors=True
        )  # after the server has stopped
        self.socket = embedded_postgres.ensure_running(folder, durable=False)

    def _copy(self) -> None:
        account, home = server_account(), cluster_home(self.folder)
        self.stop()  # one that a run left behind which was killed
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True, mode=0o700)
        if account:
            os.chown(home, account.uid, account.gid)
        # -R: the copy knows whom to follow, and starts as a standby. --no-sync: it need not outlive a power cut.
        options = ["-R", "--checkpoint=fast", "--no-sync"]
        self._run("pg_basebackup", "-h", self.primary_socket, "-U", SUPERUSER, "-D", home / "data", *options)

    def pause(self) -> None:
        """Replay nothing from now on; what the primary sends is received and kept."""
        self.execute("SELECT pg_wal_replay_pause()")
        self.wait_for("SELECT pg_get_wal_replay_pause_state() = 'paused'")

    def resume(self) -> None:
        """Replay again, as far as the primary has got."""
        self.execute("SELECT pg_wal_replay_resume()")
        self.catch_up()

    def catch_up(self) -> None:
        with _connected(self.primary_socket) as primary, primary.cursor() as cursor:
            # The tests' server need not be durable and writes its log late; one commit that has to be is waited for.
            cursor.execute("SET synchronous_commit = on")
            cursor.execute("SELECT pg_current_xact_id()")
            cursor.execute("SELECT pg_current_wal_insert_lsn()")
            (written,) = cursor.fetchone()
        self.wait_for("SELECT pg_last_wal_replay_lsn() >= %s", written)

    def cut_off(self) -> None:
        """Receive nothing any more, as if the primary were gone."""
        self.execute("ALTER SYSTEM SET primary_conninfo = ''")
        self.execute("SELECT pg_reload_conf()")
        self.wait_for("SELECT NOT EXISTS (SELECT FROM pg_stat_wal_receiver)")

    def promote(self) -> None:
        """Become a primary."""
        self.execute("SELECT pg_promote()")
        self.wait_for("SELECT NOT pg_is_in_recovery()")

    def execute(self, statement: str, *parameters: object) -> Any:
        with _connected(self.socket) as server, server.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchone()[0] if cursor.description else None

    def wait_for(self, question: str, *parameters: object) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self.execute(question, *parameters):
            if time.monotonic() > deadline:
                raise TimeoutError(question)
            time.sleep(0.02)

    def stop(self) -> None:
        data = cluster_home(self.folder) / "data"
        if (data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")

    def _run(self, program: str, *arguments: str | Path) -> None:
        subprocess.run(
            [binaries() / program, *arguments],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            env={name: value for name, value in os.environ.items() if not name.startswith("PG")},
            **subprocess_identity(server_account()),
        )


def _connected(socket: Path) -> closing[Any]:
    connection = psycopg2.connect(host=str(socket), user=SUPERUSER, dbname="postgres")
    connection.autocommit = True
    return closing(connection)
