"""Embedded PostgreSQL server below DATA_DIR, started when needed and shared by every process that needs it.

Each process that joins holds a shared lock on `users.lock` for its life (the kernel drops it even after kill -9);
the last one out stops the server. Making, starting and stopping it happen under an exclusive lock on `start.lock`.
The server listens on a Unix socket in a directory that only its owner may enter; there is no network port and so
no password.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from locale import LC_CTYPE, setlocale
from locale import Error as LocaleError
from pathlib import Path
from typing import IO

import psycopg2

from config.postgres_binaries import (
    SHARED_STATE,
    Account,
    PostgresUnavailable,
    binaries,
    major_version,
    server_account,
    subprocess_identity,
)

SUPERUSER = "postgres"
OWNER = "attest"
READER = "attest_reader"
DATABASE = "attest"
MAX_CONNECTIONS = 100
LONGEST_SOCKET_PATH = 100  # the kernel's limit is 104 bytes on macOS, 108 on Linux
SOCKET_LOCK = ".s.PGSQL.5432.lock"


@dataclass(frozen=True)
class Cluster:
    """One server: its directory, its programs, and who runs it. Not durable: faster, for tests only."""

    home: Path
    programs: Path
    account: Account | None
    durable: bool = True

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def socket(self) -> Path:
        return socket_directory(self.home)


_joined: dict[Path, tuple[Cluster, IO[str]]] = {}


def cluster_home(base: Path) -> Path:
    """The directory that really holds the server for `base`.

    For root it lies elsewhere when its unprivileged account cannot reach `base` (below /root, say); a symbolic
    link at `base` then shows where, and keeps showing it if permissions change later.
    """
    if base.is_symlink() or base.exists():
        return base.resolve()
    account = server_account()
    parent = base.parent.resolve()
    existing = next(step for step in (parent, *parent.parents) if step.exists())
    if account is None or account.may_enter(existing):
        return base.resolve()
    return SHARED_STATE / f"attest-pg-{_fingerprint(base.resolve())}"


def socket_directory(home: Path) -> Path:
    """Where the server's socket is: in its home, or in the temporary directory when that path is too long."""
    if len(os.fsencode(home / SOCKET_LOCK)) < LONGEST_SOCKET_PATH:
        return home
    return Path(tempfile.gettempdir()) / f"attest-pg-{_fingerprint(home)}"


def ensure_running(base: Path, *, durable: bool = True) -> Path:
    """Start the server for `base`, or join it if it runs; returns the directory of its socket.

    Raises PostgresUnavailable with a sentence that says what to do.
    """
    home = cluster_home(base)
    if home in _joined:
        return socket_directory(home)
    programs = binaries()
    version = major_version(programs)
    cluster = Cluster(home, programs, server_account(), durable)
    base.parent.mkdir(parents=True, exist_ok=True)
    if home != base.resolve():
        _link(base, home)
    for directory in {home, cluster.socket}:
        _make_private(directory, cluster.account)
    users = open(home / "users.lock", "a+")  # noqa: SIM115  # held until this process ends
    _joined[home] = cluster, users
    with _lock(home / "start.lock"):
        fcntl.flock(users, fcntl.LOCK_SH)
        _initialise(cluster, version)
        if not _answers(cluster):
            _start(cluster)
        _provision(cluster)
    atexit.register(_leave, cluster, os.getpid())
    return cluster.socket


def bring_back(base: Path) -> bool:
    """Start the server for `base`, which this process has joined, if it was killed; whether it had been.

    One that is there is left alone, whether it recovers or has no connection left. Raises PostgresUnavailable, for
    instance while a process of the killed server still ends; a few seconds later that is over.
    """
    cluster, _users = _joined[cluster_home(base)]
    if _is_there(cluster):
        return False
    with _lock(cluster.home / "start.lock"):
        if _is_there(cluster):  # another process was quicker
            return False
        _start(cluster)
    return True


def _start(cluster: Cluster) -> None:
    _clear_stale_locks(cluster)
    _run(cluster, "pg_ctl", "-D", cluster.data, "-l", cluster.home / "server.log", "-w", "-t", "60",
         "-o", _server_options(cluster), "start")  # fmt: skip


def _is_there(cluster: Cluster) -> bool:
    """Whether the server's first process lives. Asks no question that a server without free connections refuses."""
    pid = _pid_in(cluster.data / "postmaster.pid")
    return pid is not None and _is_live_postgres(pid)


def _link(base: Path, home: Path) -> None:
    """Let `base` point to `home`. What is there without a link was left behind by a DATA_DIR that was deleted."""
    with _lock(home.with_name(f"{home.name}.lock")):
        if base.is_symlink():  # another process was quicker
            return
        if home.exists():
            home.rename(home.with_name(f"{home.name}-until-{time.strftime('%Y%m%d-%H%M%S')}"))
        base.symlink_to(home)


def _make_private(directory: Path, account: Account | None) -> None:
    # A directory that somebody else made in /tmp, or a link, is refused: it could show us a false server.
    directory.mkdir(mode=0o700, exist_ok=True)
    owners = {os.geteuid()} | ({account.uid} if account else set())
    if directory.is_symlink() or directory.stat().st_uid not in owners:
        raise PostgresUnavailable(
            f"{directory} belongs to somebody else; remove it or choose another DATA_DIR."
        )
    directory.chmod(0o700)
    if account:
        os.chown(directory, account.uid, account.gid)


@contextmanager
def _lock(file: Path) -> Iterator[None]:
    with open(file, "a+") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield


def _initialise(cluster: Cluster, version: int) -> None:
    mark = cluster.data / "PG_VERSION"
    if mark.exists():
        made_by = mark.read_text().strip()
        if made_by != str(version):
            raise PostgresUnavailable(
                f"The data in {cluster.data} was made by PostgreSQL {made_by}, but {cluster.programs} is {version}. "
                "Take a backup with the old programs (EMBEDDED_PG_BIN) and restore it into a new DATA_DIR."
            )
        return
    shutil.rmtree(cluster.data, ignore_errors=True)  # half made: the process that made it was killed
    # The built-in locale knows upper and lower case of all scripts and sorts by code point on every platform.
    locale = (
        ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if version >= 17 else ["--locale=C.UTF-8"]
    )
    _run(cluster, "initdb", "-D", cluster.data, "-U", SUPERUSER, "--encoding=UTF8", *locale, *_letters(),
         "--auth=trust", "--no-instructions")  # fmt: skip


def _letters() -> list[str]:
    """Trigram indexes ask the system's locale what a letter is; in plain C they see none outside ASCII."""
    before = setlocale(LC_CTYPE)
    for name in ("C.UTF-8", "en_US.UTF-8"):
        try:
            setlocale(LC_CTYPE, name)
        except LocaleError:
            continue
        setlocale(LC_CTYPE, before)
        return [f"--lc-ctype={name}"]
    return []


def _server_options(cluster: Cluster) -> str:
    quoted_socket = '"' + str(cluster.socket).replace('"', '""') + '"'
    options = {
        "listen_addresses": "",
        "unix_socket_directories": quoted_socket,
        "unix_socket_permissions": "0700",
        "max_connections": MAX_CONNECTIONS,
        "shared_buffers": "256MB",
        "jit": "off",  # costs more than it gains on short queries
        "log_line_prefix": "%m [%p] ",
        # Neither the row that was refused nor the statement: both hold names, and no erasure reaches a log.
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        "timezone": "UTC",
    }
    if not cluster.durable:
        options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return " ".join("-c " + shlex.quote(f"{name}={value}") for name, value in options.items())


def _run(cluster: Cluster, program: str, *arguments: str | Path) -> None:
    # Output goes to a file, never to a pipe: the server would inherit the pipe and keep it open.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    log = cluster.home / f"{program}.log"
    with open(log, "ab") as output:
        done = subprocess.run(
            [str(cluster.programs / program), *map(str, arguments)],
            env=environment | {"LC_ALL": "C", "TZ": "UTC"},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            **subprocess_identity(cluster.account),
        )
    if done.returncode:
        tail = log.read_text(errors="replace")[-1500:]
        raise PostgresUnavailable(
            f"{program} failed (exit status {done.returncode}); {log} ends with:\n{tail}"
        )


def _answers(cluster: Cluster) -> bool:
    try:
        psycopg2.connect(
            host=str(cluster.socket), user=SUPERUSER, dbname="postgres", connect_timeout=3
        ).close()
    except psycopg2.OperationalError:
        return False
    return True


def _clear_stale_locks(cluster: Cluster) -> None:
    """Remove lock files whose process is gone, a zombie, or (after a reboot) something else with the same number.

    PostgreSQL itself refuses to start while a process with that number exists. Called under the start lock.
    """
    for lock in (cluster.data / "postmaster.pid", cluster.socket / SOCKET_LOCK):
        pid = _pid_in(lock)
        if pid is not None and not _is_live_postgres(pid):
            time.sleep(0.3)  # backends without a parent leave by themselves
            lock.unlink(missing_ok=True)


def _pid_in(lock: Path) -> int | None:
    try:
        return int(lock.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def _is_live_postgres(pid: int) -> bool:
    if Path("/proc/self/stat").exists():  # small containers have no ps
        try:
            name, _, rest = Path(f"/proc/{pid}/stat").read_text().rpartition(")")
        except FileNotFoundError:
            return False
        return "postgres" in name and rest.split()[0] != "Z"
    shown = subprocess.run(
        ["ps", "-o", "stat=,command=", "-p", str(pid)], capture_output=True, text=True
    ).stdout
    return "postgres" in shown and not shown.startswith("Z")


def _provision(cluster: Cluster) -> None:
    """The owner, the reader and the database, each if missing. The owner is no superuser, as on a real server."""
    connection = psycopg2.connect(host=str(cluster.socket), user=SUPERUSER, dbname="postgres")
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("select rolname from pg_roles where rolname in (%s, %s)", [OWNER, READER])
            roles = {name for (name,) in cursor.fetchall()}
            if OWNER not in roles:
                cursor.execute(f"create role {OWNER} login createdb createrole")
            if READER not in roles:
                cursor.execute(f"create role {READER} login")
                cursor.execute(f"grant {READER} to {OWNER} with admin option")
            cursor.execute("select 1 from pg_database where datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(f"create database {DATABASE} owner {OWNER}")
    finally:
        connection.close()


def _leave(cluster: Cluster, joined_by: int) -> None:
    if os.getpid() != joined_by:  # a forked child ends; the parent still needs the server
        return
    if cluster.home not in _joined:
        return
    _cluster, users = _joined.pop(cluster.home)
    with _lock(cluster.home / "start.lock"), users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # somebody else still uses it
            return
        try:
            _run(cluster, "pg_ctl", "-D", cluster.data, "-m", "fast", "-w", "stop")
        except PostgresUnavailable:  # stopped by other means already
            return


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
