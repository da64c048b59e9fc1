"""Whoever copies an example out of the documentation gets what it promises: each is run against the demo.

The tests are collected from the texts themselves. An example in R is run where R and the packages it loads are
installed, one that calls GDAL where ogrinfo is.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import call_command

from accounts.models import User
from accounts.roles import Role
from incidents.intake.demo.loading import load_demo
from incidents.pages.guide import FOLDER, TEXTS, WRITTEN_FOR

pytestmark = pytest.mark.django_db(transaction=True)

BLOCK = re.compile(r"^```(?P<language>bash|python|r)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
COMMANDS = {
    "python": [sys.executable, "-c"],
    "bash": ["bash", "-euo", "pipefail", "-c"],
    "r": ["Rscript", "-e"],
}


@dataclass(frozen=True)
class Example:
    file: str
    line: int
    language: str
    code: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"

    @property
    def needs(self) -> Iterator[str]:
        """Programs that a machine may be without."""
        yield COMMANDS[self.language][0]
        yield from (name for name in ("curl", "ogrinfo", "ogr2ogr") if f"{name} " in self.code)

    @property
    def packages(self) -> list[str]:
        """Of R, which a machine with R may be without as well."""
        return re.findall(r"^library\((\w+)\)$", self.code, re.MULTILINE) if self.language == "r" else []


def examples() -> list[Example]:
    found = []
    for file in TEXTS.values():
        text = Path(FOLDER, file).read_text(encoding="utf-8")
        for block in BLOCK.finditer(text):
            line = text.count("\n", 0, block.start()) + 1
            found.append(Example(file, line, block["language"], block["code"]))
    return [example for example in found if WRITTEN_FOR in example.code]


@pytest.mark.parametrize("file", sorted({example.file for example in examples()}))
def test_the_examples_run_as_they_stand(file: str, live_server, tmp_path, subtests, settings):
    settings.SITE_URL, settings.DATA_DIR = live_server.url, tmp_path
    load_demo(analyst=_user("one", Role.ANALYST), reviewer=_user("two", Role.REVIEWER))
    call_command("release", "2021.1", verbosity=0)
    for example in examples():
        if example.file == file:
            with subtests.test(str(example)):
                run(example, live_server.url, tmp_path / str(example.line))


def run(example: Example, site: str, folder: Path) -> None:
    """In an empty folder; fails when it fails, and when it shows nothing."""
    missing = [program for program in example.needs if shutil.which(program) is None]
    missing += [f"R's {name}" for name in example.packages if not missing and not _has_package(name)]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}, which this machine has not")
    folder.mkdir()
    command = [*COMMANDS[example.language], example.code.replace(WRITTEN_FOR, site)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() or any(folder.iterdir()), "the example shows nothing"


def test_every_tool_that_is_promised_has_an_example():
    assert {"bash", "python", "r"} <= {example.language for example in examples()}
    assert any("pandas" in example.code for example in examples())


def _has_package(name: str) -> bool:
    asked = f'quit(status = !requireNamespace("{name}", quietly = TRUE))'
    return subprocess.run(["Rscript", "-e", asked], capture_output=True, timeout=120).returncode == 0


def _user(name: str, role: str) -> User:
    return User.objects.create_user(f"{name}@example.org", display_name=name.title(), role=role)
