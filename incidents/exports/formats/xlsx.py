"""An Excel workbook: a sheet of rows and a sheet that says what they are. Texts are stored as texts, never formulas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import override

from ...record.reading import PINNING, BadParameters, Problem
from ..columns import ValueType
from ..reader import Reader, Writable
from ..selection import Selection
from ..sinks import PIECE

MOST_ROWS = 100_000
"""A sheet could hold 1,048,575, but makes nobody happy with them: a minute to write, and more to open."""
LONGEST_CELL = 32_767
"""Characters; what Excel allows."""
CUT = " […]"
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "use_zip64": False,
}


def xlsx_of(selection: Selection, reader: Reader, out: Writable) -> int:
    """Write the workbook and return its number of rows. Raises ``BadParameters`` where they are too many."""
    if selection.count(reader, most=MOST_ROWS + 1) > MOST_ROWS:
        raise _too_many()
    with TemporaryDirectory() as scratch, TemporaryFile(dir=scratch) as file:
        book = xlsxwriter.Workbook(file, _OPTIONS | {"tmpdir": scratch})
        # The file's bytes follow from what is in it, not from when it was made.
        book.set_properties({"created": datetime(2020, 1, 1)})  # noqa: DTZ001  # Excel knows no time zones
        number = _sheet_of_rows(book, selection, reader)
        with override("en"):
            _sheet_about(book, selection, number)
        book.close()
        file.seek(0)
        while piece := file.read(PIECE):
            out.write(piece)
    return number


def _sheet_of_rows(book: Any, selection: Selection, reader: Reader) -> int:
    columns, number = selection.columns, 0
    sheet = book.add_worksheet(selection.rows)
    sheet.freeze_panes(1, 1)
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for n, column in enumerate(columns):
        sheet.set_column(n, n, 40 if column.kind is ValueType.WORDS else 14)
    sheet.write_row(0, 0, [column.name for column in columns], bold)
    for number, row in enumerate(selection.tuples(reader), start=1):
        if number > MOST_ROWS:
            raise _too_many()
        _write_row(sheet, number, row, day)
    sheet.autofilter(0, 0, number, len(columns) - 1)
    return number


def _write_row(sheet: Any, number: int, row: Iterable[Any], day: Any) -> None:
    for n, value in enumerate(row):
        match value:
            case None | "":
                pass
            case str():
                sheet.write_string(number, n, _fitting(value))
            case datetime():
                sheet.write_string(number, n, value.isoformat())
            case date() if value.year >= 1900:
                sheet.write_datetime(number, n, value, day)
            case date():
                sheet.write_string(number, n, value.isoformat())
            case _:
                sheet.write_number(number, n, value)


def _fitting(text: str) -> str:
    """Longer texts would be refused, and left out without a word."""
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT


def _sheet_about(book: Any, selection: Selection, number: int) -> None:
    state = selection.query.state
    sheet = book.add_worksheet("about")
    sheet.set_column(0, 1, 60)
    # The state stands below as a number, in whatever way it was asked for.
    filters = {name: text for name, text in selection.query.parameters.items() if name not in PINNING}
    filter_text = "&".join(f"{name}={value}" for name, value in sorted(filters.items()))
    facts: Sequence[tuple[str, Any]] = [
        ("filter", filter_text),
        ("sequence", state.sequence),
        ("head", state.digest.hex()),
        ("rows", number),
        ("", ""),
        *((column.name, str(column.meaning)) for column in selection.columns),
    ]
    for n, (name, value) in enumerate(facts):
        sheet.write_string(n, 0, name)
        sheet.write_string(n, 1, str(value))


def _too_many() -> BadParameters:
    message = _("holds at most %(most)s rows; narrow the filter, or take incidents.csv or incidents.parquet")
    return BadParameters([Problem("incidents.xlsx", message % {"most": f"{MOST_ROWS:,}"})])
