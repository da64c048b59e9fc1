"""No cell of ours is calculated by whoever opens it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from incidents.spreadsheets import FORMULA_STARTS, harmless

OUR_OWN = {"vocabularies.py"}
"""What they write is the codebook, which is part of this code."""

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_what_begins_as_a_formula_is_text(start):
    assert harmless(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("cell", ["", "Asayish", "a=1", "'=1", 7, -7, 0.5, None, True])
def test_everything_else_stays_as_it_is(cell):
    assert harmless(cell) is cell


def test_every_room_that_writes_tables_for_others_keeps_this_rule():
    """Where Python's csv writer is used for what is handed out."""
    rooms = [ROOT / "incidents" / name for name in ("api", "dialects", "exports", "management", "pages")]
    writers = [path for room in rooms for path in room.rglob("*.py") if "csv.writer(" in path.read_text()]
    assert len(writers) > 3
    careless = {path.name for path in writers if not re.search(r"\bharmless\b", path.read_text())}
    assert careless == OUR_OWN
