"""What a file costs goes with what it holds: bounds are refused in a sentence, and rows that are not there are free."""

from __future__ import annotations

import re

import pytest

from incidents.intake.imports.files import bounds
from incidents.intake.imports.files.sources import NoSource, open_source
from tests.intake.imports.hostile_files import HOSTILE, HostileFile, book, row

REMEDY = re.compile(
    r"(Save|Open|Divide|Pack|Unmerge|Shorten|Leave|Copy|Is it|Give|a list, GeoJSON|no whole JSON|something else"
    r"|parted by|Is the separator|must name|no rows below)"
)


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_a_file_costs_what_it_holds(tmp_path, monkeypatch, hostile: HostileFile):
    for name, bound in hostile.bounds.items():
        monkeypatch.setattr(bounds, name, bound)
    path = tmp_path / f"hostile{hostile.suffix}"
    path.write_bytes(hostile.make(1))
    if not hostile.says:
        rows = list(open_source(path, seconds=60).rows())
        assert len(rows) == hostile.rows
        return
    with pytest.raises(NoSource, match=hostile.says) as refused:
        open_source(path, seconds=60)
    assert REMEDY.search(str(refused.value))


def test_the_last_row_of_a_sheet_is_read_under_its_number_and_the_empty_ones_are_told(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(book(row(3) + row(1_048_576)))
    source = open_source(path)
    assert [read.line for read in source.rows()] == [3, 1_048_576]
    assert source.told.endswith("1048576 rows: the heading, 2 rows, 1048573 empty rows.")


def test_whoever_waits_for_a_page_is_told_when_reading_takes_too_long(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id,note\n" + "1,a\n" * 1000)
    with pytest.raises(NoSource, match=r"takes more than 0 seconds to read\. Divide it"):
        open_source(path, seconds=0)
    assert open_source(path, seconds=600).total == 1000


def test_a_password_on_an_archive_is_told(tmp_path):
    path = tmp_path / "a.xlsx"
    body = bytearray(book(row(2)))
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for match in re.finditer(re.escape(sign), bytes(body)):
            body[match.start() + flags] |= 1
    path.write_bytes(body)
    with pytest.raises(NoSource, match="protected with a password"):
        open_source(path)
