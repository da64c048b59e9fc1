"""PostgreSQL's own programs for dump and restore, with the address of the configured database."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import IO, Any

from django.db import connection

from config.database_server import DatabaseUnusable
from config.postgres_binaries import PostgresUnavailable, binaries


def tool(program: str) -> str:
    """The program's path. For a server of your own the installed one is preferred: it knows that server's TLS."""
    installed = shutil.which(program)
    if installed and not str(connection.settings_dict["HOST"]).startswith("/"):
        return installed
    try:
        return str(binaries() / program)
    except PostgresUnavailable:
        if installed:
            return installed
        raise DatabaseUnusable(
            f"{program} is not installed; it comes with PostgreSQL's client programs."
        ) from None


def run_tool(
    program: str, *arguments: str, stdin: IO[bytes] | None = None, stdout: IO[bytes] | None = None
) -> None:
    """Run `program` on the configured database. Raises DatabaseUnusable with what it complained of."""
    done = subprocess.run(
        [tool(program), *arguments], env=_environment(), stdin=stdin, stdout=stdout, stderr=subprocess.PIPE
    )
    if done.returncode:
        complaint = done.stderr.decode(errors="replace").strip()
        raise DatabaseUnusable(f"{Path(program).name} failed:\n{complaint}")


def _environment() -> dict[str, str]:
    """The address as libpq's variables, so that no password shows in a list of processes."""
    address: dict[str, Any] = connection.settings_dict
    variables = {
        "PGHOST": address["HOST"],
        "PGPORT": address["PORT"],
        "PGUSER": address["USER"],
        "PGPASSWORD": address["PASSWORD"],
        "PGDATABASE": address["NAME"],
        "PGSSLMODE": address["OPTIONS"].get("sslmode", ""),
        "PGSSLROOTCERT": address["OPTIONS"].get("sslrootcert", ""),
    }
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return clean | {name: str(value) for name, value in variables.items() if value}
