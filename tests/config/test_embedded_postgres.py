"""The embedded server: made, shared, stopped by the last, and back after a crash. Each test has a server of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from config import embedded_postgres, postgres_binaries
from config.embedded_postgres import cluster_home, socket_directory
from config.postgres_binaries import Account, PostgresUnavailable, major_version

ROOT = Path(__file__).resolve().parent.parent.parent
JOIN = """
import sys
from pathlib import Path
from config.embedded_postgres import ensure_running
print(ensure_running(Path(sys.argv[1])), flush=True)
sys.stdin.read()
"""
KEEP = """
import sys, time
from pathlib import Path
from config.embedded_postgres import PostgresUnavailable, bring_back, ensure_running
print(ensure_running(Path(sys.argv[1])), flush=True)
for _line in sys.stdin:
    try:
        print(bring_back(Path(sys.argv[1])), flush=True)
    except PostgresUnavailable:  # a process of the killed server still ends
        time.sleep(0.2)
        print("not yet", flush=True)
"""


@pytest.fixture
def base(tmp_path):
    """A place with a space in its path that root's unprivileged account can reach."""
    for directory in (tmp_path, *tmp_path.parents[:3]):
        if directory.owner() != "root" or directory.is_relative_to("/tmp/pytest-of-root"):  # noqa: S108
            directory.chmod(0o755)
    return tmp_path / "my data" / "pg"


@pytest.fixture
def user_of(base):
    """Starts processes that use the server; those that still run at the end are told to stop."""
    started = []

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", JOIN, str(base)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.communicate()


def socket_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def connect(socket: str, user: str = "attest"):
    return psycopg2.connect(host=socket, user=user, dbname="attest")


def answers(socket: str) -> bool:
    try:
        connect(socket).close()
    except psycopg2.OperationalError:
        return False
    return True


def test_it_is_made_shared_and_stopped_by_the_last(base, user_of):
    first = user_of()
    socket = socket_of(first)
    second = user_of()
    assert socket_of(second) == socket
    first.communicate()
    assert answers(socket)
    second.communicate()
    assert not answers(socket)


def test_it_is_back_after_everything_was_killed(base, user_of):
    first = user_of()
    socket = socket_of(first)
    with connect(socket) as connection, connection.cursor() as cursor:
        cursor.execute("create table kept (n int); insert into kept values (7)")
    connection.close()
    postmaster = int((cluster_home(base) / "data" / "postmaster.pid").read_text().split("\n")[0])
    first.kill()
    os.kill(postmaster, signal.SIGKILL)
    again = socket_of(user_of())
    connection = connect(again)
    with connection.cursor() as cursor:
        cursor.execute("select n from kept")
        assert cursor.fetchone() == (7,)
    connection.close()


def test_it_is_brought_back_when_it_is_killed_under_who_uses_it(base):
    keeper = subprocess.Popen(
        [sys.executable, "-c", KEEP, str(base)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        socket = socket_of(keeper)
        assert _looked(keeper) == "False"
        postmaster = (cluster_home(base) / "data" / "postmaster.pid").read_text().split("\n")[0]
        os.kill(int(postmaster), signal.SIGKILL)
        assert any(_looked(keeper) == "True" for _attempt in range(100))
        assert answers(socket)
        assert _looked(keeper) == "False"
    finally:
        keeper.communicate()
    assert not answers(socket)


def _looked(keeper: subprocess.Popen[str]) -> str:
    assert keeper.stdin
    print(file=keeper.stdin, flush=True)
    return socket_of(keeper)


def test_a_lock_file_with_the_number_of_another_program_is_no_obstacle(base, user_of):
    first = user_of()
    socket_of(first)
    first.communicate()
    lock = cluster_home(base) / "data" / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n")  # as after a reboot: the number now belongs to something else
    assert answers(socket_of(user_of()))


def test_a_half_made_one_is_made_again(base, user_of):
    data = cluster_home(base) / "data"
    data.mkdir(parents=True)
    (data / "half").touch()
    if (account := postgres_binaries.server_account()) is not None:
        for path in (base, data, data / "half"):
            os.chown(path, account.uid, account.gid)
    assert answers(socket_of(user_of()))


def test_owner_and_reader_are_there_and_no_superusers(base, user_of):
    socket = socket_of(user_of())
    connect(socket, "attest_reader").close()
    connection = connect(socket)
    with connection.cursor() as cursor:
        cursor.execute("select rolname from pg_roles where not rolsuper and rolcanlogin order by 1")
        assert cursor.fetchall() == [("attest",), ("attest_reader",)]
        cursor.execute("select pg_catalog.pg_get_userbyid(datdba) from pg_database where datname = 'attest'")
        assert cursor.fetchone() == ("attest",)
    connection.close()


def test_several_processes_may_start_it_at_once(base, user_of):
    sockets = {socket_of(process) for process in [user_of() for _each in range(4)]}
    assert len(sockets) == 1
    assert answers(sockets.pop())


def test_nobody_else_may_enter_the_socket_directory(base, user_of):
    socket = Path(socket_of(user_of()))
    assert socket.stat().st_mode & 0o077 == 0


def test_a_long_path_gets_a_short_socket():
    home = Path("/somewhere") / ("deep" * 30)
    assert len(str(socket_directory(home))) < 80
    assert socket_directory(home) == socket_directory(home)
    assert socket_directory(home) != socket_directory(home / "else")


def test_a_socket_directory_of_somebody_else_is_refused(tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    link = tmp_path / "link"
    link.symlink_to(mine)
    with pytest.raises(PostgresUnavailable, match="belongs to somebody else"):
        embedded_postgres._make_private(link, None)


def test_what_root_keeps_elsewhere_is_found_by_the_link(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "pg").symlink_to(elsewhere)
    assert cluster_home(tmp_path / "pg") == elsewhere


def test_deleting_the_data_directory_begins_anew_even_if_the_data_was_elsewhere(tmp_path):
    base, home = tmp_path / "pg", tmp_path / "elsewhere"
    home.mkdir()
    (home / "old").touch()
    embedded_postgres._link(base, home)
    assert base.readlink() == home
    assert not home.exists()
    assert [path.name for path in tmp_path.glob("elsewhere-until-*/*")] == ["old"]  # moved, not deleted


def test_a_link_that_is_there_already_is_kept(tmp_path):
    base, home = tmp_path / "pg", tmp_path / "elsewhere"
    home.mkdir()
    base.symlink_to(home)
    embedded_postgres._link(base, home)
    assert home.exists()


def test_an_account_enters_only_where_the_bits_let_it(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    stranger = Account(uid=54321, gid=54321)
    assert not stranger.may_enter(closed)
    assert stranger.may_enter(Path("/usr"))
    assert Account(uid=os.getuid(), gid=54321)._may_search(closed)


@pytest.mark.parametrize(
    "version, accepted", [("14.9", False), ("15.3", True), ("18beta1", True), ("9.6.24", False)]
)
def test_an_old_postgres_is_refused(tmp_path, version, accepted):
    program = tmp_path / "postgres"
    program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
    program.chmod(0o755)
    if accepted:
        assert major_version(tmp_path) >= 15
    else:
        with pytest.raises(PostgresUnavailable, match="needs 15 or newer"):
            major_version(tmp_path)


def test_a_wrong_directory_of_programs_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("EMBEDDED_PG_BIN", str(tmp_path))
    with pytest.raises(PostgresUnavailable, match="EMBEDDED_PG_BIN is"):
        postgres_binaries.binaries()


def test_data_of_another_version_is_not_touched(base, user_of, monkeypatch):
    first = user_of()
    socket_of(first)
    first.communicate()
    (cluster_home(base) / "data" / "PG_VERSION").write_text("16\n")
    with pytest.raises(PostgresUnavailable, match="made by PostgreSQL 16"):
        embedded_postgres.ensure_running(base)


def test_without_wheel_and_pg_config_it_says_what_to_install(monkeypatch):
    monkeypatch.delenv("EMBEDDED_PG_BIN", raising=False)
    monkeypatch.setattr(postgres_binaries, "_wheel_binaries", lambda: None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(PostgresUnavailable, match="Install PostgreSQL 15 or newer"):
        postgres_binaries.binaries()


def test_an_installed_postgres_replaces_the_wheel(monkeypatch, tmp_path):
    (tmp_path / "postgres").touch()
    (tmp_path / "pg_config").write_text(f"#!/bin/sh\necho {tmp_path}\n")
    (tmp_path / "pg_config").chmod(0o755)
    monkeypatch.delenv("EMBEDDED_PG_BIN", raising=False)
    monkeypatch.setattr(postgres_binaries, "_wheel_binaries", lambda: None)
    monkeypatch.setattr(postgres_binaries, "server_account", lambda: None)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert postgres_binaries.binaries() == tmp_path
