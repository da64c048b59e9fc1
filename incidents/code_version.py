"""A fingerprint of what decides how the record is shown, so that a new version never confirms an old answer."""

from functools import cache
from hashlib import sha256
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SHAPING = (
    "incidents/api", "incidents/dialects", "incidents/exports", "incidents/pages", "incidents/codebook",
    "incidents/record", "templates", "static", "locale", "docs",
)  # fmt: skip
"""Folders whose files decide what an answer looks like."""


@cache
def code_version() -> str:
    """Twelve hexadecimal digits; the same in every process that started from the same files."""
    found = sha256()
    for folder in SHAPING:
        for path in sorted((PROJECT / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                found.update(path.read_bytes())
    return found.hexdigest()[:12]
