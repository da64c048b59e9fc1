"""Secrets that this installation makes for itself and keeps below DATA_DIR, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


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


def write_private(path: Path, text: str) -> None:
    """Write `text` to a file that only its owner may read, from its first moment on."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w") as file:
        os.fchmod(descriptor, 0o600)
        file.write(text)
