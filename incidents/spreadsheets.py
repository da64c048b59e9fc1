"""What a spreadsheet would take for a formula (CSV injection, as OWASP describes it), and how it is kept from that."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

# = + - @, tab, line ends, and the wide forms of the four, which some programs take too.
FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"
_STARTS = tuple(FORMULA_STARTS)

Cell = TypeVar("Cell")


def harmless(cell: Cell) -> Cell | str:
    """A text that begins as a formula gets an apostrophe in front; anything else stays as it is."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_STARTS) else cell


def without_apostrophe(text: str) -> str:
    """The text before ``harmless``."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_STARTS) else text


def csv_lines(heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Lines of CSV one after the other, for an answer that is never held whole; every cell is ``harmless``."""
    writer = csv.writer(_LineHandedBack(), lineterminator="\n")
    yield writer.writerow(heading)
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


class _LineHandedBack:
    """A file for the CSV writer that hands each line back instead of keeping it."""

    def write(self, text: str) -> str:
        return text
