"""PostgreSQL's own programs for dump and restore, with the address of the configured database."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from django.db import connection

from config.database_server import DatabaseUnusable
from config.postgres_binaries import PostgresUnavailable, binaries


def tool(program: str) -> str:
    """The program's path. One that is older than the server is passed over, since it refuses that server's data.

    For a server of your own the installed one is preferred: it knows that server's TLS. Raises DatabaseUnusable.
    """
    places = _places(program)
    server: int = connection.get_database_version()[0]
    for path in places:
        if _major_version(path) >= server:
            return path
    problem = "older than that here" if places else "not installed"
    raise DatabaseUnusable(
        f"The server is PostgreSQL {server}, and {program} is {problem}. Install the client programs of that version."
    )


def _places(program: str) -> list[str]:
    """Where it is, the preferred first."""
    installed = shutil.which(program)
    places = [installed] if installed else []
    with suppress(PostgresUnavailable):
        places.append(str(binaries() / program))
    is_our_own = str(connection.settings_dict["HOST"]).startswith("/")
    return places[::-1] if is_our_own else places


def _major_version(path: str) -> int:
    answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    number = re.search(r"(\d+)(?:\.\d+|devel|beta|rc)", answer)
    return int(number[1]) if number else 0


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
