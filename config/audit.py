"""`make audit`: whether known vulnerabilities concern the packages that are installed, as PyPI's advisories have them.

Exits with status 1 where one is known, with 0 where none is, and where the advisories cannot be had: then it says so.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

LONGEST = 300
"""Seconds."""


def main() -> None:
    """Ask for the advisories of every package of the environment, and show what they say."""
    packages = _packages()
    if packages is None:
        _say(
            "dependency audit: NOT RUN, the advisories could not be had (no network, or an index without them)"
        )
        return
    concerned = [package for package in packages if package.get("vulns")]
    unknown = sorted(package["name"] for package in packages if "skip_reason" in package)
    if unknown:
        _say(
            f"dependency audit: {len(unknown)} of {len(packages)} packages NOT AUDITED: {', '.join(unknown)}"
        )
    if concerned:
        _say("!" * 100)
        for package in concerned:
            for advisory in package["vulns"]:
                mended = ", ".join(advisory["fix_versions"]) or "no version yet"
                _say(f"!! {package['name']} {package['version']}: {advisory['id']}; mended in {mended}")
        _say("!" * 100)
        sys.exit(1)
    _say(f"dependency audit: nothing is known against {len(packages) - len(unknown)} packages")


def _packages() -> list[dict[str, Any]] | None:
    """What was found out about each package; nothing where that was not possible."""
    with TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        command = [
            sys.executable, "-m", "pip_audit", "--local", "--progress-spinner=off", "--timeout=10",
            "--format=json", f"--output={answer}",
        ]  # fmt: skip
        try:
            subprocess.run(command, timeout=LONGEST, capture_output=True, check=False)
            packages: list[dict[str, Any]] = json.loads(answer.read_text())["dependencies"]
        except (subprocess.TimeoutExpired, OSError, ValueError, KeyError):
            return None
    return packages if any("skip_reason" not in package for package in packages) else None


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
