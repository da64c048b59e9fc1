"""Characters that files bring along: invisible ones, which are dropped, and letters that were broken when it was saved.

A cell is read by what it is: a value (a number, day, code or identifier) has no character that cannot be seen; a name
is one line and keeps the joiners that Kurdish and Persian spelling needs between letters; a long text keeps its lines.
"""

from __future__ import annotations

import re
from functools import lru_cache

_JOINERS = "\u200c\u200d"
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Controls, marks of direction and of order, soft hyphens: what no reader sees. White space is not among them."""
_LOOSE_JOINER = re.compile(rf"(?<![^\W\d_])[{_JOINERS}]+|[{_JOINERS}]+(?![^\W\d_])")
_JOINER = re.compile(f"[{_JOINERS}]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufeff]")


def value_text(raw: str) -> str:
    """A number, day, code or identifier as it is seen: without invisible characters, white space as single spaces."""
    if raw.isascii() and raw.isprintable():
        return " ".join(raw.split()) if " " in raw else raw
    return " ".join(_JOINER.sub("", _UNSEEN.sub("", raw)).split())


def name_text(raw: str) -> str:
    """A name or another single line: the same, but for joiners between letters, which are part of the spelling."""
    if raw.isascii() and raw.isprintable():
        return " ".join(raw.split()) if " " in raw else raw
    return " ".join(_LOOSE_JOINER.sub("", _UNSEEN.sub("", raw)).split())


def long_text(raw: str) -> str:
    """A text of several lines without control characters, its lines parted by line feeds."""
    if raw.isascii() and raw.isprintable():
        return raw.strip()
    return _CONTROL.sub("", raw.replace("\r\n", "\n").replace("\r", "\n")).strip()


def ascii_digits(text: str) -> str:
    """The text with the digits of every script as ASCII's."""
    return text if text.isascii() else re.sub(r"\d", lambda digit: str(int(digit[0])), text)


# Broken letters -----------------------------------------------------------------------------------

_WESTERN = ("cp1252", "cp1254")
_SETS = ("cp1252", "cp1256", "cp1251", "cp1254")
"""What UTF-8 is taken for by programs that do not look."""
_LETTER = re.compile(r"[^\W\d_]")
_AMID_LATIN = re.compile(r"[A-Za-z][^\x00-\x7f]|[^\x00-\x7f][A-Za-z]")
_BEFORE_A_SIGN = re.compile("[\xc2-\xdf][‘’“”•–—…‹›]")
"""A capital and a quotation mark: “GERÄ“ is a word in capitals, and no ē."""
_ACCENTED = re.compile(r"[\xc0-\xff]{3,}")
_PLAUSIBLE = re.compile(
    "[\xa0-\u017f\u0218-\u021b\u0370-\u03ff\u0400-\u052f\u0590-\u06ff\u1e00-\u1eff\u200b-\u2044\u20ac\ufb50-\ufeff]+"
)
_LOST = re.compile(r"\?{2,}(?:[\s.,;:/()-]+\?+)+|\?{4,}")


@lru_cache(maxsize=20_000)
def mended(text: str) -> str:
    """How a text reads whose letters were broken when it was saved: “حلب” of “Ø­Ù„Ø¨”; empty where nothing is wrong.

    UTF-8 that was read in a set of one byte for each letter, up to three times over, or Arabic and Cyrillic sets that
    were read as western letters. What a text would be by chance is not taken for it: every letter beyond ASCII has to
    belong to a sequence of UTF-8, and the outcome to be letters of the languages met here.
    """
    if text.isascii():
        return ""
    read = text
    for _times in range(3):
        better = next(filter(None, (_read_as_utf_8(read, encoding) for encoding in _SETS)), "")
        if not better:
            break
        read = better
    if read != text and _PLAUSIBLE.fullmatch(_beyond_ascii(read)):
        return read
    return _read_in_one_byte(text)


def _read_as_utf_8(text: str, encoding: str) -> str:
    try:
        read = b"".join(_byte(letter, encoding) for letter in text).decode("utf-8")
    except UnicodeError:
        return ""
    beyond = _beyond_ascii(read)
    if len(beyond) == 1 and (_BEFORE_A_SIGN.search(text) or not _amid_latin(text, encoding)):
        return ""
    return read if beyond and read != text else ""


def _beyond_ascii(text: str) -> str:
    return "".join(letter for letter in text if not letter.isascii())


def _amid_latin(text: str, encoding: str) -> bool:
    """Whether a single sequence is enough: of Arabic and Cyrillic sets only where it stands within a Latin word."""
    return encoding in _WESTERN or bool(_AMID_LATIN.search(text))


def _byte(letter: str, encoding: str) -> bytes:
    """The byte that was taken for this letter. Programs keep the five bytes that a set leaves open as controls."""
    try:
        return letter.encode(encoding)
    except UnicodeEncodeError:
        if "\x80" <= letter <= "\x9f":
            return letter.encode("latin-1")
        raise


def _read_in_one_byte(text: str) -> str:
    """Words that are nothing but three or more letters with accents are those of another script.

    Of these a Cyrillic text is mostly small letters, the last two rows of its set.
    """
    words = "".join(_ACCENTED.findall(text))
    if not words or _LETTER.search(_ACCENTED.sub("", text)):
        return ""
    cyrillic = sum(letter >= "\xe0" for letter in words) > 0.75 * len(words)
    try:
        read = text.encode("cp1252").decode("cp1251" if cyrillic else "cp1256")
    except UnicodeError:
        return ""
    return read if all(letter.isalpha() for letter in _beyond_ascii(read)) else ""


def is_lost(text: str) -> bool:
    """Whether letters became question marks, which nobody can mend: “??? ?? ????”."""
    return bool(_LOST.search(text))
