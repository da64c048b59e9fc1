"""Spreadsheets of every make are read, and what was found out about them is told."""

from __future__ import annotations

import gzip
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart

from incidents.intake.imports.files import bounds
from incidents.intake.imports.files.sources import Layout, NoSource, open_source

_HALF_PAST_TEN = datetime(2021, 4, 20, 10, 30)  # noqa: DTZ001  # Excel knows no zones


def written(path: Path, body: bytes) -> Path:
    path.write_bytes(body)
    return path


def rows(path: Path, **layout: Any) -> list[dict[str, str]]:
    return [row.columns for row in open_source(path, Layout(**layout)).rows()]


def workbook(path: Path, *lines: list[object], sheet: str = "List") -> Path:
    book = Workbook()
    table = book.active
    assert table is not None
    table.title = sheet
    for line in lines:
        table.append(line)
    notes = book.create_sheet("Notes")
    notes.append(["other", "columns"])
    notes.append([1, 2])
    book.save(path)
    return path


@pytest.mark.parametrize(("delimiter", "shown"), [(",", "“,”"), (";", "“;”"), ("\t", "tabs"), ("|", "“|”")])
def test_the_separator_is_found_and_told(tmp_path, delimiter, shown):
    lines = ["No,Text", "1,a", "2,b"]
    path = written(tmp_path / "a.csv", "\n".join(lines).replace(",", delimiter).encode())
    assert rows(path) == [{"No": "1", "Text": "a"}, {"No": "2", "Text": "b"}]
    assert shown in open_source(path, Layout()).told


def test_commas_in_the_cells_do_not_outweigh_the_separator(tmp_path):
    path = written(tmp_path / "a.csv", b'No;Text, long, longer, longest\n1;"a, b, c; d"\n')
    assert rows(path) == [{"No": "1", "Text, long, longer, longest": "a, b, c; d"}]


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16")],
)
def test_the_letters_are_found_and_told(tmp_path, encoding, shown):
    path = written(tmp_path / "a.csv", "No,Ort\n1,Köln\n".encode(encoding))
    assert rows(path) == [{"No": "1", "Ort": "Köln"}]
    assert f"in {shown}," in open_source(path, Layout()).told


def test_letters_and_separator_may_be_given(tmp_path):
    path = written(tmp_path / "a.csv", "No,a;Ort\n1;Алеппо\n".encode("cp1251"))
    assert rows(path, encoding="cp1251", delimiter=";") == [{"No,a": "1", "Ort": "Алеппо"}]


def test_a_packed_file_is_read(tmp_path):
    assert rows(written(tmp_path / "a.csv.gz", gzip.compress(b"No,A\n1,2\n"))) == [{"No": "1", "A": "2"}]


def test_a_workbook_is_read_with_its_days_and_numbers(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx", ["No", "Day", "Time", "Dead", None, None],
        [1, date(2021, 4, 20), _HALF_PAST_TEN, 3.0, None, None], [None] * 6, ["2", None, None, 2.5],
    )  # fmt: skip
    assert rows(path) == [
        {"No": "1", "Day": "2021-04-20", "Time": "2021-04-20T10:30:00", "Dead": "3"},
        {"No": "2", "Day": "", "Time": "", "Dead": "2.5"},
    ]
    assert "sheet “List”. It has other sheets: Notes" in open_source(path, Layout()).told
    assert open_source(path, Layout(sheet="Notes")).heading == ("other", "columns")


def test_rows_that_are_too_long_are_kept_with_the_reason_and_short_ones_filled(tmp_path):
    path = written(tmp_path / "a.csv", b"No,Text\n1\n2,b\n3,c,,\n4,d,e\n")
    rows = list(open_source(path).rows())
    assert [(row.columns, row.flags) for row in rows[:3]] == [
        ({"No": "1", "Text": ""}, ("cells-missing-at-the-end",)),
        ({"No": "2", "Text": "b"}, ()),
        ({"No": "3", "Text": "c"}, ()),
    ]
    assert rows[3].problem == "It has 3 cells and the heading 2: is a quotation mark or a separator missing?"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "is empty"),
        (b"\n\n", "no heading"),
        (b",,\n,,\n", "no heading"),
        (b",,\n1,2,3\n", "no rows below its heading"),
        (b"a,a\n1,2\n", "Two columns are called “a”"),
        (b"Name\nA\n", "one column only, “Name”"),
        (b"No,Day\n", "no rows below its heading"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "before 2007"),
        (b"PK\x03\x04 and then nothing", "broken"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "something else than text"),
        (b"\x1f\x8b broken", "cannot be unpacked"),
        (b"a,b,c\n" + b"x," * 5, ""),
    ],
)
def test_what_is_no_table_says_so(tmp_path, body, says):
    path = written(tmp_path / "bad.csv", body)
    if not says:
        assert open_source(path, Layout()).total == 1
        return
    with pytest.raises(NoSource, match=says):
        open_source(path, Layout())


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(tmp_path):
    with pytest.raises(NoSource, match="no sheet “Lists”; there are: List, Notes"):
        open_source(workbook(tmp_path / "a.xlsx", ["No"]), Layout(sheet="Lists"))


def test_letters_that_nobody_knows_are_refused(tmp_path):
    with pytest.raises(NoSource, match="No letters are known"):
        open_source(written(tmp_path / "a.csv", b"a\n1\n"), Layout(encoding="klingon"))


def test_another_archive_is_no_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("a.png", "picture")
    with pytest.raises(NoSource, match=r"holds no table; there are: a\.png"):
        open_source(tmp_path / "a.xlsx", Layout())


def test_a_workbook_that_would_fill_the_memory_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "LARGEST_UNPACKED", 100)
    with pytest.raises(NoSource, match="unpack"):
        open_source(workbook(tmp_path / "a.xlsx", ["No"]), Layout())


def test_a_workbook_with_entities_is_not_opened(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>')
    with pytest.raises(NoSource, match="document types"):
        open_source(tmp_path / "a.xlsx", Layout())


def test_too_many_columns_are_a_wrong_separator(tmp_path):
    with pytest.raises(NoSource, match="more than 400 columns"):
        open_source(written(tmp_path / "a.csv", ",".join(f"c{n}" for n in range(401)).encode()), Layout())


def test_a_small_file_that_unpacks_to_a_large_one_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "LARGEST_UNPACKED", 1000)
    with pytest.raises(NoSource, match="unpack it first"):
        open_source(written(tmp_path / "a.csv.gz", gzip.compress(b"x" * 100_000)), Layout())


def test_zero_characters_are_left_out_and_flagged(tmp_path):
    path = written(tmp_path / "a.csv", b"No,Text\n" + b"1,a\n" * 20_000 + b"2,a\0b\n")
    first, *_rest, last = open_source(path, Layout()).rows()
    assert (last.columns, last.flags) == ({"No": "2", "Text": "ab"}, ("zero-character-left-out",))
    assert first.flags == ()


def test_lines_are_those_that_an_editor_shows(tmp_path):
    path = written(tmp_path / "a.csv", b'No,Text\r\n1,"a\r\nb"\r\n\r\n2,c\r\n3,d\r\n')
    assert [row.line for row in open_source(path, Layout()).rows()] == [2, 5, 6]


def test_lines_of_a_workbook_are_the_numbers_of_its_rows(tmp_path):
    path = workbook(tmp_path / "a.xlsx", ["No", "A"], [1, 2], [None, None], [3, 4])
    assert [row.line for row in open_source(path, Layout()).rows()] == [2, 4]


def test_a_sheet_with_a_chart_is_passed_over(tmp_path):
    book = Workbook()
    book.create_chartsheet("Chart", 0).add_chart(BarChart())
    book.worksheets[0].append(["No", "Day"])
    book.worksheets[0].append([1, 2])
    book.save(tmp_path / "a.xlsx")
    assert open_source(tmp_path / "a.xlsx", Layout()).heading == ("No", "Day")


@pytest.mark.parametrize("cover", [[], [["A list of the city's"], ["in two sheets"]], [["No", "Day"]]])
def test_a_sheet_without_a_table_is_passed_over(tmp_path, cover):
    book = workbook(tmp_path / "a.xlsx", *cover, sheet="Cover")
    assert open_source(book, Layout()).heading == ("other", "columns")
    assert "sheet “Notes”. It has other sheets: Cover." in open_source(book, Layout()).told
    with pytest.raises(NoSource, match=r"sheet “Cover”, (has (no|one)|is empty)"):
        open_source(book, Layout(sheet="Cover"))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
def test_a_workbook_with_a_broken_part_is_told(tmp_path, part):
    whole = workbook(tmp_path / "whole.xlsx", ["No"], [1])
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<broken" if name == part else old.read(name))
    with pytest.raises(NoSource, match="cannot be read"):
        open_source(tmp_path / "a.xlsx", Layout())
