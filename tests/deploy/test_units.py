"""The systemd units are valid, start what there is, and leave the processes few rights."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from config.settings import env
from tests.deploy import DEPLOY, ROOT

UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
TIMERS = sorted((DEPLOY / "systemd").glob("*.timer"))
SYSTEM = Path("/usr/lib/systemd/system")
HIGHEST_EXPOSURE = 20
"""Of 100, as `systemd-analyze security` counts; a service without any restriction has 96."""
needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None or not SYSTEM.is_dir(), reason="systemd is not installed"
)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A root directory in which the units are installed, with the programs that they start."""
    root = tmp_path_factory.mktemp("root")
    shutil.copytree(DEPLOY / "systemd", root / "etc/systemd/system")
    (root / "opt/attest/site").mkdir(parents=True)
    (root / SYSTEM.relative_to("/")).mkdir(parents=True)
    for unit in [*SYSTEM.glob("*.target"), *SYSTEM.glob("*.slice")]:
        shutil.copy(unit, root / unit.relative_to("/"))
    for program in ("opt/attest/venv/bin/python", "usr/bin/find"):
        (root / program).parent.mkdir(parents=True)
        shutil.copy("/bin/true", root / program)
    return root


def analyze(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", *map(str, arguments)], capture_output=True, text=True)


@needs_systemd
def test_the_units_are_valid(installed):
    done = analyze(
        "verify",
        "--man=no",
        "--recursive-errors=no",
        f"--root={installed}",
        *(unit.name for unit in [*UNITS, *TIMERS]),
    )
    assert (done.returncode, done.stderr) == (0, "")


@needs_systemd
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_has_few_rights(installed, unit):
    done = analyze(
        "security",
        "--offline=yes",
        f"--threshold={HIGHEST_EXPOSURE}",
        f"--root={installed}",
        "--no-pager",
        unit.name,
    )
    assert done.returncode == 0, done.stdout[-300:]


def commands(unit: Path) -> list[list[str]]:
    lines = unit.read_text().splitlines()
    return [line.split("=", 1)[1].split() for line in lines if line.startswith("ExecStart=")]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_what_a_unit_starts_is_there(unit):
    (command,) = commands(unit)
    assert command[0] == "/opt/attest/venv/bin/python"
    if command[1] == "-m":
        assert (ROOT / f"{command[2].replace('.', '/')}.py").is_file()
    else:
        assert (ROOT / command[1]).is_file()
        assert (ROOT / f"incidents/management/commands/{command[2]}.py").is_file()


def test_every_variable_of_the_units_is_a_setting():
    common = (DEPLOY / "systemd/attest-.service.d/attest.conf").read_text().splitlines()
    set_here = [
        word.split("=", 1)[0]
        for line in common
        if line.startswith("Environment=")
        for word in line.removeprefix("Environment=").split()
    ]
    example = configparser.ConfigParser(interpolation=None)
    example.optionxform = str  # type: ignore[assignment,method-assign]
    example.read_string("[example]\n" + (DEPLOY / "systemd/example.environment").read_text())
    names = {*set_here, *example["example"]}
    assert {name for name in names if not name.startswith("PYTHON")} <= env.known
    assert "ATTEST_SECRET_KEY_FILE" in names
    assert not {name for name in example["example"] if name.endswith(("KEY", "URL", "PASSWORD"))} - {
        "ATTEST_SITE_URL"
    }


@needs_systemd
@pytest.mark.skipif(os.geteuid() != 0, reason="makes an account in a root directory of its own")
def test_the_account_can_be_made(tmp_path):
    if shutil.which("systemd-sysusers") is None:
        pytest.skip("systemd-sysusers is not installed")
    (tmp_path / "etc").mkdir()
    (tmp_path / "run").mkdir()
    done = subprocess.run(
        ["systemd-sysusers", f"--root={tmp_path}", DEPLOY / "systemd/attest.sysusers.conf"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    account = (tmp_path / "etc/passwd").read_text()
    assert "/var/lib/attest" in account
    assert "nologin" in account
