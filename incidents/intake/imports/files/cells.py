"""Cells of one sheet of a workbook, read as a stream: a row that the file does not have costs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from . import bounds
from .encodings import NoSource
from .parts import SAVE_AGAIN, Attributes, Broken, Handler, Sheet, Workbook, parse, read


class SheetCell(NamedTuple):
    """A cell that holds something. ``kind`` is that of the standard (n, s, str, b, e, d), or f: a formula alone."""

    column: int
    kind: str
    value: str
    style: int


@dataclass
class SheetFacts:
    """What a sheet has beside its values: merged ranges as columns and rows, formulas without result, hidden rows."""

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    formulas: int = 0
    hidden: int = 0


_BLOCK, _LONGEST_WORD = 1 << 18, 20
_OF_FACTS = re.compile(rb"mergeCell|hidden|<(?:\w{1,8}:)?f[ />]|\0")
"""Also of what is not in UTF-8, in which they would look otherwise."""
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")


def facts_of(workbook: Workbook, sheet: Sheet) -> SheetFacts:
    handler = _Facts(workbook.meter.name)
    if _may_have_facts(workbook, sheet):
        read(workbook, sheet.part, handler)
    return handler.facts


def _may_have_facts(workbook: Workbook, sheet: Sheet) -> bool:
    """Whether the words stand in it at all: most sheets have none of them, and are not taken apart for nothing."""
    tail = b""
    try:
        with workbook.archive.open(sheet.part) as raw, workbook.meter.reading(raw, unpacked=True) as body:
            while block := body.read(_BLOCK):
                if _OF_FACTS.search(tail + block):
                    return True
                tail = block[-_LONGEST_WORD:]
    except KeyError:
        return True  # reading it says what is wrong
    return False


class _Facts(Handler):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name, self.facts = name, SheetFacts()
        self.formula = self.value = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self.formula = self.value = False
        elif name == "f":
            self.formula = True
        elif name == "v" or name == "t":
            self.collect()
        elif name == "row":
            self.facts.hidden += attributes.get("hidden") in ("1", "true")
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        if name == "v" or name == "t":
            self.value = bool(self.collected()) or self.value
        elif name == "c":
            self.facts.formulas += self.formula and not self.value

    def _merge(self, reference: str) -> None:
        match = _RANGE.fullmatch(reference)
        if match:
            first_column, first, last_column, last = match.groups()
            self.facts.merged.append((number_of(first_column), int(first), number_of(last_column), int(last)))
        if len(self.facts.merged) > bounds.MOST_MERGED:
            raise NoSource(
                f"{self.name} has more than {bounds.MOST_MERGED:,} merged ranges. Unmerge them, or save it as CSV."
            )


def number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def rows_of(workbook: Workbook, sheet: Sheet) -> Iterator[tuple[int, list[SheetCell]]]:
    """The rows that hold something, each with its number. Raises ``NoSource``."""
    handler = _Rows(workbook)
    for _block in parse(workbook, sheet.part, handler):
        rows, handler.rows = handler.rows, []
        yield from rows


_REFERENCE = re.compile(r"([A-Z]{1,3})\d*")


class _Rows(Handler):
    def __init__(self, workbook: Workbook) -> None:
        super().__init__()
        self.workbook, self.name = workbook, workbook.meter.name
        self.rows: list[tuple[int, list[SheetCell]]] = []
        self.cells: list[SheetCell] = []
        self.row = self.column = 0
        self.kind, self.style, self.value, self.formula = "n", 0, "", ""
        self.has_formula = self.aside = False
        self.columns: dict[str, int] = {}
        self.left = bounds.LARGEST_UNPACKED

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self._start_row(attributes.get("r", ""))
        elif name == "rPh":
            self.aside = True
        elif name == "f":
            self.has_formula = True
            self.collect()
        elif name == "v" or (name == "t" and not self.aside):
            self.collect()

    def end(self, name: str) -> None:
        if name == "v":
            self.value = self.collected()
        elif name == "t" and not self.aside:
            self.value += self.collected()
        elif name == "c":
            self._end_cell()
        elif name == "row":
            if self.cells:
                self.rows.append((self.row, self.cells))
                self.cells = []
        elif name == "f":
            self.formula = self.collected()
        elif name == "rPh":
            self.aside = False

    def _start_row(self, number: str) -> None:
        row = int(number.removesuffix(".0")) if number else self.row + 1
        if row > bounds.LAST_ROW:
            raise Broken(
                f"{self.name} names row {row:,}, and a sheet has {bounds.LAST_ROW:,} at most. {SAVE_AGAIN}"
            )
        if row <= self.row:
            raise Broken(
                f"{self.name} has its rows out of order: row {row} comes after row {self.row}. {SAVE_AGAIN}"
            )
        self.row, self.column = row, 0

    def _start_cell(self, attributes: Attributes) -> None:
        match = _REFERENCE.match(attributes.get("r", ""))
        column = self._number(match[1]) if match else self.column + 1
        if column > bounds.LAST_COLUMN:
            raise Broken(
                f"{self.name} names column {column:,}, and a sheet has {bounds.LAST_COLUMN:,} at most. {SAVE_AGAIN}"
            )
        if column <= self.column:
            raise Broken(f"{self.name} has the cells of row {self.row} out of order. {SAVE_AGAIN}")
        self.column = column
        self.kind, self.style = attributes.get("t", "n"), int(attributes.get("s") or 0)
        self.value = self.formula = ""
        self.has_formula = False

    def _number(self, letters: str) -> int:
        if letters not in self.columns:
            self.columns[letters] = number_of(letters)
        return self.columns[letters]

    def _end_cell(self) -> None:
        if self.value:
            kind, value = self.kind, self.value
            if kind == "s":
                kind, value = "str", self._shared(value)
        elif self.has_formula:
            kind, value = "f", f"={self.formula or 'FORMULA()'}"
        else:
            return
        if not value:
            return
        self.left -= len(value)
        if self.left < 0:
            raise NoSource(
                f"{self.name} shows more than {bounds.LARGEST_UNPACKED // 1_000_000} million characters. Divide it "
                "into several files."
            )
        self.cells.append(SheetCell(self.column, kind, value, self.style))

    def _shared(self, value: str) -> str:
        number = int(value)
        if not 0 <= number < len(self.workbook.strings):
            raise ValueError(f"there is no text {value}")
        return self.workbook.strings[number]
