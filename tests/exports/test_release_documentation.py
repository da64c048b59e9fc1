"""docs/releases.md keeps its word: its examples run, its files are there, its commands exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from incidents.exports.release.making import make as make_release
from incidents.exports.release.shelf import bundle_of
from incidents.management.commands.release import Command
from incidents.record.models.releases import Release
from tests.record import documents as make

TEXT = Path(settings.BASE_DIR, "docs", "releases.md").read_text()
EXAMPLES = re.findall(r"```(bash|python)\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture
def released(transactional_db, settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    make.publish(
        make.incident(locations=[make.place()]), make.incident("INC-000002", locations=[make.place()])
    )
    make_release("2026.1")


@pytest.mark.parametrize("language, code", EXAMPLES)
def test_its_examples_run(live_server, released, settings, language: str, code: str):
    settings.SITE_URL = live_server.url  # what is cited is an address of the site, whoever asks
    ours = code.replace("http://localhost:8000", live_server.url)
    command = {
        "bash": ["bash", "-ec", ours.replace("curl -s", "curl -sf")],
        "python": [sys.executable, "-c", ours],
    }
    done = subprocess.run(command[language], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def test_every_file_it_names_is_in_a_release(released):
    there = {path.split("/")[0] for path in bundle_of(Release.objects.get()).sums} | {"SHA256SUMS"}
    table = TEXT.split("| file | what is in it |")[1].split("\n\n")[0]
    first_cells = [row.split("|")[1] for row in table.splitlines() if "|" in row]
    named = {path.split("/")[0] for cell in first_cells for path in re.findall(r"`([^`]+)`", cell)}
    assert {"incidents.csv", "parquet", "schema"} <= named
    assert named <= there


def test_every_option_it_names_exists():
    known = Command().create_parser("manage.py", "release").format_help()
    for option in set(re.findall(r"(?<!`sha256sum )--[a-z]+", TEXT)):
        assert option in known


def test_it_can_be_asked_for_help(capsys):
    with pytest.raises(SystemExit):
        call_command("release", "--help")
    assert "errata.json" in capsys.readouterr().out
