"""Text encodings of files: UTF-8, or what somebody says.

Whether bytes are UTF-8 can be found out: text in other sets is not, but by the rarest chance. Which of the other sets
it is cannot, since nearly every byte is a letter in each of them. So whoever imports is shown how the text would read
and says which it is; nothing is entered from a guess.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

MARK = "\udfff"
"""Stands where bytes are no letters of the set. No text that decodes holds half a pair."""
MARKING = "attest-marking"
"""The error handler that puts it there."""

CANDIDATES = (
    ("cp1256", _("Arabic")),
    ("cp1252", _("Western European")),
    ("cp1254", _("Turkish, Kurdish in Latin letters")),
    ("cp1251", _("Cyrillic")),
)
"""Windows' sets, in which spreadsheets are saved as CSV unless somebody chooses UTF-8."""

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CELL = re.compile(rb'[^\r\n,;\t|"]+')
_SHOWN, _OF_ONE_LINE = 6, 3
_BLOCK = 1_000_000

codecs.register_error(MARKING, lambda error: (MARK, error.end))  # type: ignore[attr-defined]


class NoSource(ValueError):
    """There is nothing to read; the message says what is wrong and what would be right."""


@dataclass(frozen=True)
class Reading:
    """How some cells would read in one set of letters."""

    encoding: str
    letters: Any
    sample: str


class UnknownEncoding(NoSource):
    """The text is not UTF-8, and nobody has said what it is. ``readings`` are likely ones, the likeliest first."""

    def __init__(self, name: str, readings: list[Reading]) -> None:
        self.readings = readings
        shown = "; ".join(
            f"in {reading.encoding} ({reading.letters}) “{reading.sample}”" for reading in readings
        )
        super().__init__(
            f"{name} is not in UTF-8, and which letters it is in cannot be found out. It would read: {shown}."
        )


Opened = Callable[[], AbstractContextManager[Any]]


def encoding_of(name: str, opened: Opened, stated: str = "") -> str:
    """The codec to read the text with. Raises ``UnknownEncoding``, or ``NoSource`` for a name that is none.

    What is surely UTF-8 is read so, whatever is stated: a mapping that was made for one file is used for the next,
    which somebody may have saved in other letters.
    """
    stated = _codec(stated) if stated else ""
    with opened() as raw:
        head = raw.read(_BLOCK)
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding
    if unmarked := _utf_16_without_mark(head):
        return stated if stated.startswith("utf-16") else unmarked
    with opened() as raw:
        if _is_utf_8(raw):
            return "utf-8"
    if stated:
        return stated
    if b"\0" in head:
        raise NoSource(f"{name} is no table: it holds something else than text.")
    with opened() as raw:
        raise UnknownEncoding(name, _readings(raw))


def _utf_16_without_mark(head: bytes) -> str:
    """UTF-16 of which half the bytes of its separators and digits are zero, all at even or all at odd places."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < 4 or min(even, odd) * 20 > max(even, odd) or max(even, odd) * 50 < len(head):
        return ""
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    try:
        head[: len(head) // 2 * 2].decode(encoding, "strict")
    except UnicodeDecodeError as error:
        return encoding if error.start > len(head) - 4 else ""
    return encoding


def _codec(stated: str) -> str:
    """The codec of that name. Raises ``NoSource`` where there is none, or none for text."""
    try:
        "".encode(stated)  # refuses codecs that are not of text, too
        name = codecs.lookup(stated).name
    except (LookupError, ValueError):
        raise NoSource(f"No letters are known by the name “{stated}”, such as utf-8 or cp1256.") from None
    return "utf-8-sig" if name == "utf-8" else name


def _is_utf_8(raw: Any) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := raw.read(_BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _readings(raw: Any) -> list[Reading]:
    cells: list[bytes] = []
    for cell in _foreign(raw):
        if cell not in cells:
            cells.append(cell)
        if len(cells) == _SHOWN:
            break
    return [
        Reading(encoding, letters, ", ".join(cell.decode(encoding, "replace") for cell in cells))
        for encoding, letters in _likeliest_first(b" ".join(cells))
    ]


def _foreign(raw: Any) -> Iterator[bytes]:
    """Cells that are not UTF-8, as far as that can be told before the table is read; of each line a few."""
    while line := raw.readline(_BLOCK):
        cells = _CELL.findall(line) if not line.isascii() else ()
        foreign = (cell.strip()[:40] for cell in cells if not _decodes(cell))
        yield from islice(foreign, _OF_ONE_LINE)


def _decodes(cell: bytes) -> bool:
    try:
        cell.decode()
    except UnicodeDecodeError:
        return False
    return True


def _likeliest_first(sample: bytes) -> list[tuple[str, Any]]:
    """Western languages have single letters beyond ASCII, hardly ever three in a row; others have whole words.

    Of these, a Cyrillic text is mostly small letters, which are the last two rows of its set. Turkish differs from
    western letters in six places, which those hardly use.
    """
    words = b"".join(re.findall(rb"[\xc0-\xff]{3,}", sample))
    if sum(byte >= 0xE0 for byte in words) > 0.75 * len(words):
        order = ["cp1251", "cp1256", "cp1252", "cp1254"]
    elif words:
        order = ["cp1256", "cp1251", "cp1252", "cp1254"]
    else:
        western = ["cp1252", "cp1254"]
        order = [*(western[::-1] if re.search(rb"[\xdd\xfd\xde\xfe\xd0\xf0]", sample) else western)]
        order += ["cp1256", "cp1251"]
    return sorted(CANDIDATES, key=lambda candidate: order.index(candidate[0]))
