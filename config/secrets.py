"""Secrets that this installation makes for itself and keeps below DATA_DIR, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from accounts.private_files import write_private
from accounts.scratch import scratch_folder


def kept_key(path: Path) -> str:
    """The key in `path`; made the first time. Two processes that start together get the same one."""
    try:
        return path.read_text()
    except FileNotFoundError:
        return _create_key(path)


def _create_key(path: Path) -> str:
    with scratch_folder(path.parent) as scratch:
        draft = scratch / path.name
        write_private(draft, secrets.token_urlsafe(64))
        with suppress(FileExistsError):  # another process was first
            os.link(draft, path)  # never shows a half-written file
    return path.read_text()
