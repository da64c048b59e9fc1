"""`make lint`: every check runs, then all that failed are named together."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from config import embedded_postgres

ROOT = Path(__file__).resolve().parent.parent

# What a production installation sets, with values that are made up: `check --deploy` judges these settings.
PRODUCTION_LIKE = {
    "ATTEST_ENV": "production",
    "ATTEST_SECRET_KEY": "not-a-secret-but-long-and-varied-enough-for-the-check-0123456789-ABCDEFGH",
    "ATTEST_SITE_URL": "https://attest.example.org",
}
# The checks look into a database too: the one of the tests, so that nobody's data is touched.
DATA_DIR = Path(os.environ.get("DATA_DIR", "var")).absolute() / "test"


def main() -> None:
    """Run all checks; exit with status 1 when one of them failed."""
    failed = [name for name, command, extra in _checks() if not _passes(name, command, extra)]
    if failed:
        sys.exit(f"\nFailed: {', '.join(failed)}")
    print("\nAll checks passed.")  # noqa: T201


def _checks() -> list[tuple[str, list[str], dict[str, str]]]:
    python, manage = sys.executable, [sys.executable, "manage.py"]
    own = {"DATA_DIR": str(DATA_DIR)}
    tool = str(Path(python).parent)
    templates = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))
    return [
        ("style", [python, "-m", "ruff", "check", "."], {}),
        ("format", [python, "-m", "ruff", "format", "--check", "--quiet", "."], {}),
        ("templates", [f"{tool}/djade", "--check", "--target-version", "5.2", *templates], {}),
        ("imports", [f"{tool}/lint-imports", "--no-cache"], {}),
        ("types", [python, "-m", "mypy"], own),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"], own),
        ("tables", [*manage, "migrate", "--verbosity=0", "--no-input"], own),
        ("reader", [*manage, "record_role"], own),
        ("deployment", [*manage, "check", "--deploy", "--fail-level", "WARNING"], own | _production_like()),
    ]


def _production_like() -> dict[str, str]:
    socket = quote(str(embedded_postgres.ensure_running(DATA_DIR / "pg", durable=False)), safe="")
    name = embedded_postgres.DATABASE
    return PRODUCTION_LIKE | {
        "DATABASE_URL": f"postgresql://{embedded_postgres.OWNER}@{socket}/{name}",
        "RECORD_DATABASE_URL": f"postgresql://{embedded_postgres.READER}@{socket}/{name}",
    }


def _passes(name: str, command: list[str], extra: dict[str, str]) -> bool:
    began = time.monotonic()
    no_databases = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=no_databases | extra,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    verdict = "ok" if done.returncode == 0 else "FAILED"
    print(f"{name:12} {verdict:6} {time.monotonic() - began:5.1f} s", flush=True)  # noqa: T201
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)  # noqa: T201
    return done.returncode == 0


if __name__ == "__main__":
    main()
