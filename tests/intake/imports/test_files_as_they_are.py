"""Files as people have them: each fault that was reported of other systems' imports, and others of its kind."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from incidents.intake.imports.engine.coded import CodedRow
from incidents.intake.imports.files.sources import NoSource, open_source
from tests.intake.imports.acled_events import coded as acled
from tests.intake.imports.plain_list import HEADING, cells, line, read, verdicts, written

DAY = date(2021, 4, 20)


def workbook(path: Path, *rows: list[Any]) -> Any:
    book = Workbook()
    table: Any = book.active
    for row in (list(HEADING), *rows):
        table.append(row)
    book.save(path)
    return book


def edited(path: Path, old: str, new: str, part: str = "xl/worksheets/sheet1.xml") -> Path:
    """The workbook with a part of its XML changed, as other programs may write it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changed = re.sub(old, new, parts[part].decode())
    assert changed != parts[part].decode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in parts.items():
            archive.writestr(name, changed if name == part else body)
    return path


# Workbooks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("range_told", ["A1:I3", "A1", "A1:B2", ""])
def test_the_range_that_a_sheet_tells_is_not_trusted(tmp_path, range_told):
    workbook(tmp_path / "a.xlsx", *(cells(id=f"A{n}") for n in range(8)))
    told = f'<dimension ref="{range_told}"/>' if range_told else ""
    path = edited(tmp_path / "a.xlsx", r'<dimension ref="[^"]*" ?/>', told)
    assert [row.key for row in read(path)] == [f"A{n}" for n in range(8)]


def test_escapes_of_a_workbook_are_decoded(tmp_path):
    title = "Shelling_x000D__x000A_of _x005F_x0041_ the _xD83D__xDE00_ town"
    workbook(tmp_path / "a.xlsx", cells(title=title, notes="a_x000D_\nb"))
    [row] = read(tmp_path / "a.xlsx")
    assert (row.title, row.summary) == ("Shelling of _x0041_ the 😀 town", "a\nb")


def test_a_formula_without_its_result_and_an_error_set_their_rows_aside(tmp_path):
    workbook(
        tmp_path / "a.xlsx", cells(id="A1", killed="=1+1"), cells(id="A2", killed="=SUM(A1:A2)"),
        cells(id="A3", town="#REF!"), cells(id="A4", killed="#N/A"), cells(id="A5"),
    )  # fmt: skip
    source = open_source(tmp_path / "a.xlsx")
    found = verdicts(tmp_path / "a.xlsx")
    assert "Cells with a formula without its result: 2." in source.told
    assert "killed is “=1+1”, a formula without its result" in str(found[2])
    assert "a formula without its result" in str(found[3])
    assert "town is “#REF!”, the error of a formula" in str(found[4])
    assert [row.flags[-1] for row in (found[5], found[6]) if not isinstance(row, str)] == [
        "number-not-known", "date-precision-not-given",
    ]  # fmt: skip


def test_a_merged_cell_holds_for_its_rows_but_a_number_does_not(tmp_path):
    book = workbook(tmp_path / "a.xlsx", *([*cells(id=f"A{n}")[:8], n] for n in range(1, 7)))
    table = book.active
    table.merge_cells("E2:E4")
    table.merge_cells("I5:I6")
    book.save(tmp_path / "a.xlsx")
    found = verdicts(tmp_path / "a.xlsx")
    assert [_province(row) for row in (found[3], found[4])] == ["Aleppo"] * 2
    assert [row.flags[-1] for row in (found[3], found[4]) if not isinstance(row, str)] == [
        "merged-cell-filled"
    ] * 2
    assert all("I5:I6 are merged" in str(found[line]) for line in (5, 6))
    assert not isinstance(found[7], str)


def test_values_are_read_as_their_format_shows_them(tmp_path):
    day = datetime(2021, 4, 20)  # noqa: DTZ001  # Excel knows no zones
    book = workbook(
        tmp_path / "a.xlsx", *([n, "a", "b", day, "Aleppo", "Manbij", 36.5, 37.9, 0.05] for n in range(1, 6))
    )
    table = book.active
    for row, form in ((2, "mmm-yy"), (3, "yyyy"), (4, "[$-409]d\\-mmm\\-yyyy;@"), (5, "yyyy-mm-dd hh:mm")):
        table.cell(row, 4).number_format = form
    table.cell(2, 1).number_format = '"SYR-"0000'
    table.cell(3, 1).number_format = "00000"
    table.cell(2, 9).number_format = "0%"
    for row in range(3, 7):
        table.cell(row, 9).value = 3.0
    book.save(tmp_path / "a.xlsx")
    rows = list(open_source(tmp_path / "a.xlsx").rows())
    assert [row.columns["date"] for row in rows] == ["2021-04", "2021", *["2021-04-20"] * 3]
    assert [row.columns["id"] for row in rows[:3]] == ["SYR-0001", "00002", "3"]
    assert [row.columns["killed"] for row in rows[:2]] == ["5%", "3"]
    assert "killed is “5%”, which is no whole number. A share" in str(verdicts(tmp_path / "a.xlsx")[2])


def test_a_day_that_cannot_be_is_refused_in_a_workbook_too(tmp_path):
    days = [date(2099, 4, 20), date(1900, 1, 1), 44306, "2021-02-30"]
    workbook(
        tmp_path / "a.xlsx",
        *([f"A{n}", "a", "b", day, "Aleppo", "Manbij", 36.5, 37.9, 2] for n, day in enumerate(days)),
    )
    found = verdicts(tmp_path / "a.xlsx")
    for number, says in enumerate(
        ["lies in the future", "cannot be right", "2021-04-20 unless it counts from 1904", "no such day"]
    ):
        assert says in str(found[number + 2])


def test_hidden_sheets_and_rows_are_told_and_hidden_sheets_come_last(tmp_path):
    book = workbook(tmp_path / "a.xlsx", cells())
    book.active.title, book.active.sheet_state = "Old", "hidden"
    shown = book.create_sheet("New")
    for row in (HEADING, cells(id="B1"), cells(id="B2")):
        shown.append(list(row))
    shown.row_dimensions[3].hidden = True
    book.active = 1
    book.save(tmp_path / "a.xlsx")
    source = open_source(tmp_path / "a.xlsx")
    assert "sheet “New”. It has hidden sheets: Old. Hidden rows are read, too: 1." in source.told
    assert [row.columns["id"] for row in source.rows()] == ["B1", "B2"]


def _province(row: CodedRow | str) -> str:
    assert not isinstance(row, str)
    above = row.places[0].where.parent
    return above.name if above else ""


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (ole("EncryptedPackage"), "protected with a password"),
        (ole("Workbook"), r"before 2007\. Save it as"),
        (ole("WordDocument"), "a Word document"),
        (b"%PDF-1.7", "a PDF"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a web page, whatever its name"),
        (b"\n<!DOCTYPE html>", "a web page"),
        (b'<?xml version="1.0"?><Workbook/>', "is XML"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, r"LibreOffice \(\.ods\), which is not read"),
        ({"xl/workbook.bin": ""}, r"binary Excel workbook \(\.xlsb\)"),
        ({"word/document.xml": ""}, "a Word document"),
        ({"Index/Document.iwa": ""}, "Apple Numbers"),
        ({"xl/workbook.xml": '<workbook conformance="strict"/>'}, "Strict Open XML Spreadsheet.*Excel Workbook"),
        ({"xl/workbook.xml": '<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'}, "Strict Open XML"),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_refused_with_its_cause_and_remedy(tmp_path, body, says):
    path = tmp_path / "list.xlsx"
    if isinstance(body, bytes):
        path.write_bytes(body)
    else:
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in body.items():
                archive.writestr(name, text)
    with pytest.raises(NoSource, match=says):
        open_source(path)


# Text ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_lines_end_as_they_may(tmp_path, end):
    path = written(
        tmp_path / "a.csv", line(), line(id="A2", notes=f'"two{end}lines"'), line(id="A3"), end=end
    )
    assert [(line, row.key) for line, row in verdicts(path).items() if not isinstance(row, str)] == [
        (2, "A1"), (3, "A2"), (5, "A3"),
    ]  # fmt: skip
    assert "5 lines: the heading, 3 rows, 1 line more within cells." in open_source(path).told


def stray(number: int, **changed: str) -> str:
    return line(id=f"A{number}", **changed)


@pytest.mark.parametrize(
    ("lines", "aside"),
    [
        (
            [
                stray(1),
                stray(2, title='"Shelling of Ain'),
                stray(3),
                stray(4),
                stray(5, title='Shelling of Ain"'),
                stray(6),
            ],
            {3, 6},
        ),
        (
            [stray(1), stray(2, title='"Shelling of Ain'), stray(3, title='Shelling of Ain"'), stray(4)],
            {3, 4},
        ),
        ([stray(1), stray(2, title='"Shelling of Ain'), stray(3), stray(4)], {3}),
        ([stray(1), stray(2, killed='"2'), stray(3), stray(4, title='"Shelling, again"'), stray(5)], {3}),
        ([stray(1), stray(2, title='"Shelling of "Ain"'), stray(3)], {3}),
        ([stray(1), stray(2, title='"Shelling'), stray(3, notes='"a\nb, 1"'), stray(4)], {3}),
    ],
)
def test_a_stray_quotation_mark_costs_its_own_line_alone(tmp_path, lines, aside):
    path = written(tmp_path / "a.csv", *lines)
    found = verdicts(path)
    assert {number for number, row in found.items() if isinstance(row, str)} == aside
    assert all("no fellow" in str(found[number]) for number in aside)
    assert len(found) == len(lines)


def test_quotation_marks_that_belong_to_the_text_are_kept(tmp_path):
    path = written(
        tmp_path / "a.csv",
        line(title='"Al-Bab" town', notes='"as, it ""was"""'),
        line(id="A2", title='5" shell'),
        line(id="A3", title='"Al-Bab" mill', notes='"so ""it"" was"'),
    )
    first, second, third = verdicts(path).values()
    assert "no fellow" in str(first)  # a comma within quotation marks: nobody can say which part the cells
    assert not isinstance(second, str)
    assert not isinstance(third, str)
    assert (second.title, third.title, third.summary) == ('5" shell', '"Al-Bab" mill', 'so "it" was')
    assert third.flags[-1] == "quotation-marks-kept"


def test_a_text_of_several_lines_with_commas_stays_one_cell(tmp_path):
    notes = (
        "Killed were:\nAhmad, Ali, Omar, Zaid, Amr, Hadi, Sami, Nur, and one more\n2021, 3, 4, 5\nend, of it"
    )
    path = written(
        tmp_path / "a.csv", line(notes=f'"{notes}"'), line(id="A2", title='"Title, with\nmore, text"')
    )
    assert [row.summary for row in read(path)] == [notes, "Text"]


@pytest.mark.parametrize(
    ("lines", "problem", "best"),
    [
        ([line(id="A2").removesuffix(",2")], "", None),
        ([line(id="A2") + ","], "", 2),
        ([line(id="A2") + ",,  ,"], "", 2),
        ([line(id="A2") + ",,x"], "It has 11 cells and the heading 9", None),
    ],
)
def test_a_row_that_differs_by_an_empty_end_is_read(tmp_path, lines, problem, best):
    path = written(tmp_path / "a.csv", line(), *lines)
    row = verdicts(path)[3]
    if problem:
        assert problem in str(row)
    else:
        assert not isinstance(row, str)
        assert [figure.best for figure in row.figures] == ([best] if best else [])


@pytest.mark.parametrize(
    "above",
    [
        ["List of incidents,,,,,,,,", ",,,,,,,,"],
        ["List of incidents", "", "Updated: 20 April, by the desk"],
        ["sep=,"],
        ['"sep=,"', "A title"],
        ["Country,Syria", "Source,The desk"],
    ],
)
@pytest.mark.parametrize(
    "tags", [[], ["#event+id,#event+name,,#date,#adm1+name,#loc,#geo+lat,#geo+lon,#affected+killed"]]
)
def test_a_heading_is_found_below_titles_and_above_tags(tmp_path, above, tags):
    path = tmp_path / "a.csv"
    path.write_text("\n".join([*above, ",".join(HEADING), *tags, line(), "", line(id="A2")]))
    first = len(above) + len(tags) + 2
    assert {number: row.key for number, row in verdicts(path).items() if not isinstance(row, str)} == {
        first: "A1", first + 2: "A2",
    }  # fmt: skip
    told = open_source(path).told
    assert f"The heading was found in line {len(above) + 1}." in told
    assert "1 empty line" in told


def test_the_line_of_the_heading_may_be_said(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("\n".join([",".join("abcdefghi"), ",".join(HEADING), line()]))
    assert list(verdicts(path, heading=2)) == [3]
    with pytest.raises(NoSource, match="no heading in line 9"):
        verdicts(path, heading=9)


def test_zero_characters_and_utf_16_without_its_mark_are_read(tmp_path):
    path = written(tmp_path / "a.csv", line(), line(id="A2", notes="Te\0xt"))
    first, second = read(path)
    assert ("zero-character-left-out" in first.flags, second.flags[-1]) == (False, "zero-character-left-out")
    for encoding in ("utf-16-le", "utf-16-be"):
        path.write_bytes("\n".join([",".join(HEADING), line(town="منبج")]).encode(encoding))
        assert [row.places[0].where.name for row in read(path)] == ["منبج"]


def test_columns_without_a_name_keep_what_they_say(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["," + ",".join(HEADING), "0," + line(), "," + line(id="A2")]))
    first, second = open_source(path).rows()
    assert (first.columns["Column A"], "Column A" in second.columns) == ("0", False)


# What the cells say -------------------------------------------------------------------------------


def test_one_actor_in_two_spellings_takes_part_once(tmp_path):
    plan = {"actors": [{"name": "title"}]}
    [row] = read(written(tmp_path / "a.csv", line(title="Rebel One; rebel one; REBEL-ONE")), plan)
    assert [part.who.name for part in row.parts if part.who] == ["Rebel One"]
    parts = acled(
        actor1="QSD: Syrian Democratic Forces", actor2="QSD: Syrian democratic forces", inter2="Rebel group"
    ).parts
    assert [part.who.name for part in parts if part.who] == ["QSD: Syrian Democratic Forces"]


def test_days_with_a_tail_become_a_period_or_are_set_aside(tmp_path):
    days = ["2021-04-20 to 2021-04-25", "2021-04-20 - 2021-04-25", "2021-04-20 or 2021-04-21", "2021-04-20 (approx.)",
            "2021-04-20 till 25"]  # fmt: skip
    found = verdicts(written(tmp_path / "a.csv", *(line(id=f"A{n}", date=day) for n, day in enumerate(days))))
    assert [(row.earliest, row.latest) for row in found.values() if not isinstance(row, str)] == [
        (DAY, date(2021, 4, 25))
    ] * 2
    assert [number for number, row in found.items() if isinstance(row, str)] == [4, 5, 6]


def test_an_identifier_with_invisible_characters_is_the_same(tmp_path):
    path = written(
        tmp_path / "a.csv",
        line(killed="3\u200f"),
        line(id="A2", date="\u200f٢٠\u200f/٠٤\u200f/٢٠٢١"),
        line(id="A1\u200b"),
    )
    found = verdicts(path)
    assert [row.figures[0].best for row in found.values() if not isinstance(row, str)] == [3, 2]
    assert "A1 stands in line 2 already" in str(found[4])


def test_a_stray_mark_swallows_no_row_that_ends_in_another_line(tmp_path):
    broken = line(title='"Al-Bab town') + ", ,"
    path = written(tmp_path / "a.csv", *[broken] * 3, line(id="A4", notes='"\nText"'))
    found = verdicts(path)
    assert all("quotation mark" in str(found[number]) for number in (2, 3, 4))
    assert {*found} >= {2, 3, 4, 5}
