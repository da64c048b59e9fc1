"""The audit of dependencies: loud where something is known, and never silent where nothing could be asked."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from config import audit

KNOWN = {"name": "leaky", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}
CLEAN = {"name": "clean", "version": "1", "vulns": []}
SKIPPED = {"name": "ours", "skip_reason": "not on PyPI"}


def answering(monkeypatch: pytest.MonkeyPatch, *packages: dict[str, Any]) -> None:
    def run(command: list[str], **_options: Any) -> None:
        if packages:
            Path(command[-1].removeprefix("--output=")).write_text(json.dumps({"dependencies": packages}))

    monkeypatch.setattr(subprocess, "run", run)


def test_a_known_vulnerability_is_named_with_the_version_that_mends_it(monkeypatch, capsys):
    answering(monkeypatch, KNOWN, CLEAN)
    with pytest.raises(SystemExit) as ended:
        audit.main()
    assert ended.value.code == 1
    assert "!! leaky 1: PYSEC-1; mended in 1.1" in capsys.readouterr().out


def test_what_could_not_be_audited_is_named(monkeypatch, capsys):
    answering(monkeypatch, CLEAN, SKIPPED)
    audit.main()
    said = capsys.readouterr().out
    assert "1 of 2 packages NOT AUDITED: ours" in said
    assert "nothing is known against 1 packages" in said


@pytest.mark.parametrize("packages", [(), (SKIPPED,)])
def test_without_advisories_it_says_that_it_was_not_run(monkeypatch, capsys, packages):
    answering(monkeypatch, *packages)
    audit.main()
    assert "NOT RUN" in capsys.readouterr().out


def test_an_audit_that_takes_too_long_is_not_run(monkeypatch, capsys):
    def never(command: list[str], **_options: Any) -> None:
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(subprocess, "run", never)
    audit.main()
    assert "NOT RUN" in capsys.readouterr().out
