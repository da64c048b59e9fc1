"""Static files that come inside an installed package."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def packaged_static_files(package: str) -> list[Path]:
    """The `static` directories of `package`, found without importing it."""
    spec = find_spec(package)
    locations = spec.submodule_search_locations if spec else None
    return [Path(location) / "static" for location in locations or []]
