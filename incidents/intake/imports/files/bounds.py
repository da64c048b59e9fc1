"""Bounds of the files that are read: what one costs goes with its bytes, and ends.

A file of two kilobytes may name a row in twenty millions, or unpack to a thousand times its size. Each bound is refused
with a sentence that says which it was and what to do. Figures of what hostile files cost: ``python -m bench
hostile_files``.
"""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .encodings import NoSource

LARGEST_UNPACKED = 300_000_000
"""Bytes that a workbook or an archive may unpack to, and characters that the cells of a sheet may show."""
LARGEST_JSON = 300_000_000
"""Bytes of JSON, which is held in the memory whole."""
MOST_LINES = 3_000_000
"""Lines of a text, or rows of a service."""
LONGEST_LINE = 5_000_000
"""Characters of one line, of one cell, of one row of JSON; bytes of one tag of a workbook are fewer by far."""
MOST_FILES = 10_000
"""Files in an archive, or parts of a workbook."""
MOST_OBJECTS = 6_000_000
"""Objects in JSON."""
MOST_STRINGS = 3_000_000
"""Different texts in a workbook."""
MOST_STYLES = 100_000
"""Formats of cells in a workbook; Excel itself allows 65,490."""
MOST_SHEETS = 1_000
MOST_MERGED = 500_000
"""Merged ranges of a sheet."""
DEEPEST = 60
"""Levels of elements in a workbook, or of objects and lists in a row of JSON."""
LONGEST_TAG = 1_000_000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Of a sheet, as Excel and LibreOffice allow them."""
SECONDS_ON_A_PAGE = 60
"""That somebody who waits for a page waits for the reading of a file."""

UNPACKING = (OSError, EOFError, zipfile.BadZipFile, zlib.error)
"""What packed files that are broken raise."""


class Meter:
    """Seconds and bytes that the reading of one file may take. Its name is what the sentences call the file."""

    def __init__(self, name: str, seconds: float | None = None) -> None:
        self.name, self.seconds = name, seconds
        self.ends = None if seconds is None else time.monotonic() + seconds

    def check(self) -> None:
        """Raises ``NoSource`` when the time is over."""
        if self.ends is not None and time.monotonic() > self.ends:
            raise NoSource(
                f"{self.name} takes more than {self.seconds:.0f} seconds to read. Divide it into several files, or "
                "have it imported by the command."
            )

    def stop(self) -> None:
        """What is read from now on may take as long as it does: nobody waits for it."""
        self.ends = None

    @contextmanager
    def reading(self, raw: Any, *, unpacked: bool = False) -> Iterator[io.BufferedReader[_Metered]]:
        """The bytes of ``raw``; of what is ``unpacked`` on the way, only so many. Raises ``NoSource`` as it is read."""
        with io.BufferedReader(_Metered(self, raw, unpacked=unpacked), 1 << 16) as reader:
            yield reader


class _Metered(io.RawIOBase):
    def __init__(self, meter: Meter, raw: Any, *, unpacked: bool) -> None:
        self.meter, self.raw, self.left = meter, raw, LARGEST_UNPACKED if unpacked else None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.meter.check()
        try:
            chunk: bytes = self.raw.read(len(buffer))
        except UNPACKING as error:
            raise NoSource(
                f"{self.meter.name} cannot be unpacked, it is broken or cut off: {error}. Copy it once more."
            ) from None
        if self.left is not None:
            self.left -= len(chunk)
            if self.left < 0:
                raise NoSource(
                    f"{self.meter.name} would unpack to more than {LARGEST_UNPACKED // 1_000_000} MB. Divide it into "
                    "several files, or unpack it first and have it imported by the command."
                )
        buffer[: len(chunk)] = chunk
        return len(chunk)
