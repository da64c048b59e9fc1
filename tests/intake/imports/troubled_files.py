"""Generated files with everything at once that goes wrong in files, and what would be right of each of their rows.

Each cell is drawn with its meaning: what it says however it is spelled, or that its row has to be set aside. The file
is written in one of the ways in which programs write files, with titles above, tags, stray quotation marks, short rows.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from openpyxl import Workbook

from incidents.intake.imports.engine.coded import CodedRow
from incidents.intake.imports.files.sources import open_source
from tests.intake.imports.plain_list import HEADING, Verdicts, verdicts_of

PLACEHOLDERS = (
    "NA",
    "N/A",
    "#N/A",
    "NaN",
    "NULL",
    "None",
    "<NA>",
    "-",
    "—",
    "unknown",
    "غير معروف",
    "nenas",
    "نەزانراو",
)
MARKS = ("", "", "", "\u200f", "\u200e", "\ufeff", "\u200b", "\u00a0", "\u202a", "\t", " ")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
REFUSED: Any = object()
"""The meaning of a cell that sets its row aside."""

Cell = tuple[str, Any]
"""How it is spelled, and what it means."""

_MONTHS = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني",
    "كانون الأول",
)  # fmt: skip
_DAY_FORMS: tuple[Callable[[date], str], ...] = (
    date.isoformat,
    lambda day: f"{day:%Y/%m/%d}",
    lambda day: f"{day:%d-%b-%Y}",
    lambda day: f"{day:%d %B %Y}",
    lambda day: f"{day:%B %d, %Y}",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.isoformat()}T10:30:00Z",
    lambda day: f"{day.isoformat()} 10:30:00.000",
    lambda day: day.isoformat().translate(ARABIC),
    lambda day: f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
)
_NO_DAYS = (
    "2099-04-20", "20/04/2099", "20.04.0021", "2021-02-30", "2021-13-01", "03/04/2021", "2021-04-20 (approx.)",
    "2021-04-20x", "44306", "20/04/21", "=A1", "#REF!", "soon", "", "NA",
)  # fmt: skip
_NUMBER_FORMS: tuple[Callable[[int], str], ...] = (
    str,
    lambda number: f"{number}.0",
    lambda number: f"{number:,}",
    lambda number: f"{number:,}".replace(",", " "),
    lambda number: str(number).translate(ARABIC),
    lambda number: str(number).translate(PERSIAN),
)
_NO_NUMBERS = (
    "1.200",
    "3-5",
    "2.5",
    "at least 3",
    "1e3",
    "5%",
    "-1",
    "=SUM(A1:A2)",
    "#DIV/0!",
    "many",
    "9" * 12,
)
_POINTS = (("36.528", 36.528), ("36,528", 36.528), ("٣٦٫٥٢٨", 36.528), ("36.528°", 36.528), ("NA", None), ("", None),
           ("north", REFUSED), ("36.5.2", REFUSED))  # fmt: skip
_NAMES = (
    "Manbij",
    "منبج",
    "Al-Bab",
    "Qamişlo",
    "سەرێ کانی",
    "Town, with a comma",
    'The "old" mill',
    "A; B | C",
)
_BROKEN_NAMES = ("Ø\u00adÙ„Ø¨", "CÃ´te d'Ivoire", "??? ?? ????", "#NAME?", "=B2")
_LINES = (
    "Text",
    "Two, of them",
    'He said "no"',
    "",
    "Killed: A, B, C",
    "in 2021; 3 of 5",
    "سطر",
    "12, 13 and 14",
)


@dataclass
class TroubledRow:
    """One row: what it is to mean, and where it begins in the file."""

    cells: dict[str, Cell]
    line: int = 0
    stray: bool = False
    missing: int = 0
    """Cells that are left off at its end."""

    def meaning(self, name: str) -> Any:
        return None if name in HEADING[len(HEADING) - self.missing :] else self.cells[name][1]

    @property
    def refused(self) -> bool:
        return self.stray or any(self.meaning(name) is REFUSED for name in HEADING)


@dataclass
class TroubledFile:
    body: bytes
    suffix: str
    lines: int
    rows: list[TroubledRow] = field(default_factory=list)

    def write(self, folder: Path) -> Path:
        path = folder / f"troubled{self.suffix}"
        path.write_bytes(self.body)
        return path


def _marked(cells: st.SearchStrategy[Cell]) -> st.SearchStrategy[Cell]:
    """With characters around them that nobody sees."""
    marks = st.sampled_from(MARKS)
    return st.tuples(marks, cells, marks).map(
        lambda parts: (f"{parts[0]}{parts[1][0]}{parts[2]}", parts[1][1])
    )


def _mostly(good: st.SearchStrategy[Cell], bad: st.SearchStrategy[Cell]) -> st.SearchStrategy[Cell]:
    return st.integers(0, 7).flatmap(lambda number: good if number else bad)


def _meaning(texts: tuple[str, ...], meaning: Any) -> st.SearchStrategy[Cell]:
    return st.sampled_from(texts).map(lambda text: (text, meaning))


_days = st.builds(
    lambda day, form: (form(day), day),
    st.dates(date(2011, 1, 1), date(2024, 12, 31)),
    st.sampled_from(_DAY_FORMS),
)
_numbers = st.builds(
    lambda number, form: (form(number), number), st.integers(0, 99_999), st.sampled_from(_NUMBER_FORMS)
)
_long = st.lists(st.sampled_from(_LINES), min_size=1, max_size=3).map(lambda lines: ("\n".join(lines), ""))


@st.composite
def _rows(draw: st.DrawFn) -> TroubledRow:
    number = draw(st.integers(1, 40))
    key = draw(
        st.sampled_from(
            [f"A{number}", f"A{number}", str(number), f"{number}.0", f"{number}".translate(ARABIC)]
        )
    )
    means = key if key.startswith("A") else str(number)
    return TroubledRow(
        {
            "id": draw(_mostly(_marked(st.just((key, means))), _meaning(("", "NA", "1.5E+07"), REFUSED))),
            "title": draw(_mostly(_meaning(_NAMES, ""), _meaning(_BROKEN_NAMES, REFUSED))),
            "notes": draw(_long),
            "date": draw(_mostly(_marked(_days), _meaning(_NO_DAYS, REFUSED))),
            "province": draw(_meaning(("Aleppo", "حلب", "", "NA"), "")),
            "town": draw(
                _mostly(_meaning((*_NAMES, *PLACEHOLDERS, ""), ""), _meaning(_BROKEN_NAMES, REFUSED))
            ),
            "lat": draw(_marked(st.sampled_from(_POINTS))),
            "lon": draw(_marked(st.sampled_from(_POINTS))),
            "killed": draw(
                _mostly(
                    st.one_of(_marked(_numbers), _meaning((*PLACEHOLDERS, ""), None)),
                    _meaning(_NO_NUMBERS, REFUSED),
                )
            ),
        },
        missing=draw(st.sampled_from([0, 0, 0, 0, 1])),
    )


@st.composite
def troubled_texts(draw: st.DrawFn) -> TroubledFile:
    """Delimited text."""
    rows = draw(st.lists(_rows(), min_size=1, max_size=8))
    delimiter = draw(st.sampled_from(",;\t|"))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    above = draw(
        st.sampled_from(
            [[], ["List of incidents"], ["A title", "", "Source: the desk"], [f"sep={delimiter}"]]
        )
    )
    tags = draw(st.sampled_from([[], [delimiter.join(f"#tag+{name}" for name in HEADING)]]))
    text = "".join(f"{line}{end}" for line in [*above, delimiter.join(HEADING), *tags])
    for row in rows:
        text += draw(st.sampled_from(["", "", "", end, delimiter * 8 + end]))
        row.line = text.count(end) + 1
        text += _written(
            row, delimiter, end, quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
        )
        if draw(st.integers(0, 9)) == 0 and text.count(end) == row.line:
            before, sign, last = text.removesuffix(end).rpartition(end)
            text = f"{before}{sign}{_with_stray_mark(last, delimiter)}{end}"
            row.stray = True
        text = (
            text.removesuffix(end)
            + draw(st.sampled_from(["", "", delimiter, f"{delimiter} {delimiter}"]))
            + end
        )
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"]))
    return TroubledFile(text.encode(encoding), ".csv", text.count(end), rows)


def _written(row: TroubledRow, delimiter: str, end: str, *, quoting: Any) -> str:
    buffer = io.StringIO(newline="")
    texts = [text.replace("\n", end) for text, _meaning in row.cells.values()]
    csv.writer(buffer, delimiter=delimiter, lineterminator=end, quoting=quoting).writerow(
        texts[: len(texts) - row.missing]
    )
    return buffer.getvalue()


def _with_stray_mark(line: str, delimiter: str) -> str:
    """A mark before the second cell, which opens it and has no fellow."""
    first, sign, rest = line.partition(delimiter)
    return f'{first}{sign}"{rest}'


@st.composite
def troubled_workbooks(draw: st.DrawFn) -> TroubledFile:
    """Workbooks with titles above and empty rows between."""
    rows = draw(st.lists(_rows(), min_size=1, max_size=8))
    book = Workbook()
    table: Any = book.active
    titles: list[list[str]] = draw(
        st.sampled_from([[], [["List of incidents"]], [["A title"], [""], ["Source: the desk"]]])
    )
    for title in titles:
        table.append(title)
    table.append(list(HEADING))
    last = len(titles) + 1
    for row in rows:
        row.line = last = last + draw(st.sampled_from([1, 1, 1, 2]))
        texts = [text for text, _meaning in row.cells.values()]
        for column, text in enumerate(texts[: len(texts) - row.missing], 1):
            table.cell(row.line, column).value = text or None
    buffer = io.BytesIO()
    book.save(buffer)
    return TroubledFile(buffer.getvalue(), ".xlsx", table.max_row, rows)


troubled_files = st.one_of(troubled_texts(), troubled_workbooks())

_PART = re.compile(r"(?:(\d+) )?(lines?|rows?|the heading|empty)\b[^,.]*")


def check_reading(file: TroubledFile, folder: Path) -> Verdicts:
    """Every line is told, every row judged, the same twice over, and none comes in with another meaning."""
    path = file.write(folder)
    source = open_source(path)
    found = verdicts_of(source)
    assert found == verdicts_of(open_source(path))
    _check_lines(source.told, file.lines)
    assert list(found) == sorted(found)
    strays = any(row.stray for row in file.rows)
    seen: set[str] = set()
    for row in file.rows:
        verdict = found[row.line]
        key = row.meaning("id")
        if isinstance(verdict, str):
            assert row.refused or key in seen or strays, (row, verdict)
        else:
            assert not row.refused, (row, verdict)
            _check_meaning(row, verdict)
        seen.add(key)
    assert strays or len(found) == len(file.rows)
    return found


def _check_lines(told: str, lines: int) -> None:
    """What is told of the lines adds up to the lines that the file has."""
    match = re.search(r"(\d+) (?:lines|rows): ([^:]*)\.$", told)
    assert match, told
    parts = [_PART.match(part.strip()) for part in match[2].split(",")]
    assert int(match[1]) == lines == sum(int(part[1] or 1) for part in parts if part), told


def _check_meaning(row: TroubledRow, verdict: CodedRow) -> None:
    assert (verdict.key, verdict.earliest, verdict.latest) == (
        row.meaning("id"),
        row.meaning("date"),
        row.meaning("date"),
    )
    assert [figure.best for figure in verdict.figures] == [
        number for number in [row.meaning("killed")] if number is not None
    ]
    points = row.meaning("lat"), row.meaning("lon")
    assert (verdict.places[0].lat, verdict.places[0].lon) == (points if None not in points else (None, None))
