"""The folder of the files of imports: uploads, mappings and reports, which quote rows and are for the site alone."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

OWNERS_ONLY = 0o700


def imports_folder() -> Path:
    """``DATA_DIR/imports``, which nobody but the user that the site runs as can open."""
    folder = Path(settings.DATA_DIR) / "imports"
    folder.mkdir(mode=OWNERS_ONLY, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o077:  # made by an earlier version
        folder.chmod(OWNERS_ONLY)
    return folder
