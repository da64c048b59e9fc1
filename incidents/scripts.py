"""Telling scripts and languages of names apart, as far as the letters alone allow."""

from __future__ import annotations

import unicodedata

from incidents.codebook import Script

_SCRIPTS = {
    "LATIN": Script.LATIN,
    "ARABIC": Script.ARABIC,
    "CYRILLIC": Script.CYRILLIC,
    "HEBREW": Script.HEBREW,
}

_SORANI_ONLY = frozenset("ێڕڵ")
_SORANI_VOWELS = frozenset("ۆە")
_NOT_SORANI = frozenset("ىېۇۈۋڭ")
"""Letters of Uyghur, which shares the vowels with Sorani."""


def script_of(name: str) -> Script | None:
    """The one script a name is written in; ``None`` where it mixes scripts or holds no letter.

    Modifier letters, such as the half rings of transliteration, belong to every script.
    """
    found = {
        _script_of_letter(char) for char in name if unicodedata.category(char) in ("Lu", "Ll", "Lt", "Lo")
    }
    return found.pop() if len(found) == 1 else None


def _script_of_letter(letter: str) -> Script:
    return _SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0], Script.OTHER)


def language_of(name: str) -> str:
    """The language (BCP 47) that the letters of a name in Arabic script give away; empty where they do not.

    Only what is sure enough to be read aloud in: Sorani by its own letters, Arabic by its article or ending.
    """
    letters = set(name)
    if letters & _SORANI_ONLY or (letters & _SORANI_VOWELS and not letters & _NOT_SORANI):
        return "ckb"
    return "ar" if "ة" in letters or name.startswith("ال") else ""
