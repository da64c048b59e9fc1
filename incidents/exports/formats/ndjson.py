"""NDJSON: the stored documents, byte for byte, one on each line."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from ..reader import Reader, Writable
from ..selection import Selection
from ..sinks import Measured, RowWriter


def ndjson_of(selection: Selection, reader: Reader, out: Writable, *, trailer: bool = False) -> int:
    """Write the documents and return their number; with a trailer a last line tells that all are there."""
    measured = Measured(out) if trailer else None
    rows = RowWriter(measured or out)
    reader.copy(b"COPY (%b) TO STDOUT" % selection.bodies_sql(), _Unescaped(rows))
    rows.flush()
    if measured is not None:
        out.write(trailer_of(selection, rows.number, measured) + b"\n")
    return rows.number


def trailer_of(selection: Selection, rows: int, measured: Measured) -> bytes:
    """``{"attest": {…}}``: how many rows, and the SHA-256 of all bytes before this."""
    return msgspec.json.encode({"attest": completeness(selection, rows, measured)})


def completeness(selection: Selection, rows: int, measured: Measured) -> dict[str, object]:
    state = selection.query.state
    return {
        "complete": True,
        "rows": rows,
        "bytes": measured.size,
        "sha256": measured.sha256,
        "sequence": state.sequence,
        "head": state.digest.hex(),
    }


@dataclass
class _Unescaped:
    """Takes rows of COPY's text format. JSON has no line ends or tabs of its own, so that only backslashes were
    doubled."""

    rows: RowWriter

    def write(self, line: bytes) -> None:
        self.rows.write(line.replace(b"\\\\", b"\\"))
