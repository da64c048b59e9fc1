"""The rules of who may import whom leave no room out."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OUTSIDE = {"incidents.migrations", "incidents.management"}  # may import anything, and nothing imports them


def test_every_room_is_named_in_a_rule():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    named = {
        module
        for contract in contracts
        for key in ("source_modules", "modules")
        for module in contract.get(key, ())
    }
    rooms = {f"incidents.{path.parent.name}" for path in (ROOT / "incidents").glob("*/__init__.py")}
    assert rooms - OUTSIDE <= named
