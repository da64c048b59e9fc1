"""CSV (RFC 4180, UTF-8, line feeds), with or without a row of HXL tags below the names."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ...spreadsheets import harmless
from ..columns import Column, ValueType
from ..reader import Reader, Writable
from ..selection import Selection
from ..sinks import RowWriter

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
BOTH_ENDS = "\r\n"


def csv_of(
    selection: Selection, reader: Reader, out: Writable, *, tags: bool = False, mark: bool = False
) -> int:
    """Write the table and return its number of rows. ``mark`` is for Excel, which else takes UTF-8 for Latin."""
    rows = RowWriter(out)
    rows.add(heading(selection.columns, tags=tags, mark=mark))
    if not selection.is_flat:
        return _write(selection.columns, selection.tuples(reader), rows)
    # Names go out before the first row is found, so that a client sees at once that it is answered.
    rows.flush()
    reader.copy(b"COPY (%b) TO STDOUT (FORMAT csv)" % selection.flat_sql(plain=False), rows)
    rows.flush()
    return rows.number


def table_as_csv(columns: Sequence[Column], table: Iterable[Sequence[Any]], out: Writable) -> int:
    """The same for rows that are in Python already."""
    rows = RowWriter(out)
    rows.add(heading(columns))
    return _write(columns, table, rows)


def heading(columns: Sequence[Column], *, tags: bool = False, mark: bool = False) -> bytes:
    lines = ",".join(column.name for column in columns) + "\n"
    if tags:
        lines += ",".join(column.tag for column in columns) + "\n"
    return (BYTE_ORDER_MARK if mark else b"") + lines.encode()


@dataclass
class _Encoded:
    """What Python's csv writer writes to: one call for each row.

    It quotes a text for the line ends that it writes itself. So that it quotes both, it writes both.
    """

    rows: RowWriter

    def write(self, line: str) -> None:
        self.rows.write(f"{line.removesuffix(BOTH_ENDS)}\n".encode())


def _write(columns: Sequence[Column], table: Iterable[Sequence[Any]], rows: RowWriter) -> int:
    writer = csv.writer(_Encoded(rows), lineterminator=BOTH_ENDS)
    words = [n for n, column in enumerate(columns) if column.kind is ValueType.WORDS]
    for row in table:
        cells = list(row)
        for n in words:
            if cells[n]:
                cells[n] = harmless(cells[n])
        writer.writerow(cells)
    rows.flush()
    return rows.number
