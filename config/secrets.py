"""Secrets that this installation makes for itself and keeps below DATA_DIR, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from accounts.private_files import write_private


def kept_key(path: Path) -> str:
    """The key in `path`; made the first time. Two processes that start together get the same one."""
    try:
        return path.read_text()
    except FileNotFoundError:
        return _create_key(path)


def _create_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    write_private(draft, secrets.token_urlsafe(64))
    try:
        os.link(draft, path)  # fails if another process was first, and never shows a half-written file
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text()
