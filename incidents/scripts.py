"""Telling scripts and languages of names and reports apart, as far as letters and small words allow."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

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
_NOT_ARABIC = frozenset("پچژگٹڈےۇ")
"""Letters of Persian, Urdu and Uyghur."""
_KURMANJI_VOWELS = frozenset("êîû")
_KURMANJI_WORDS = frozenset({
    *("û", "li", "di", "de", "ji", "bi", "ku", "ye", "bû", "bûn", "hat", "hatin", "hate", "hatine"),
    *("jî", "ber", "dike", "kir", "kirin", "bo", "yên"),
})  # fmt: skip
_ENGLISH_WORDS = frozenset({
    *("the", "of", "and", "in", "on", "to", "at", "by", "for", "from", "with", "after", "was", "were"),
    *("killed", "wounded"),
})  # fmt: skip
_NOT_IN_LATIN = frozenset({
    *("ar", "ckb", "fa", "ur", "he", "ru", "uk", "bg", "sr", "el", "hy", "syr", "arc", "zh", "ja"),
})  # fmt: skip


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


def report_language(text: str, spoken: Collection[str] = ()) -> str:
    """The language (BCP 47) that the letters of a headline or text give away; empty where they do not.

    Arabic letters are Sorani where a fifth of the words or more have its letters, Arabic where none has the letters of
    Persian and Urdu. Latin letters are Kurmanji by its vowels together with its small words; otherwise the only
    language in Latin letters of those ``spoken`` by the source, or English where nothing beyond A to Z is used.
    """
    words = [word.strip("'’ʼ-_").casefold() for word in re.findall(r"[^\W\d]+(?:['’ʼ-][^\W\d]+)*", text)]
    arabic = [word for word in words if script_of(word) == Script.ARABIC]
    latin = [word for word in words if script_of(word) == Script.LATIN]
    if len(arabic) > len(latin):
        return _arabic_or_sorani(arabic)
    if not latin or len(latin) * 2 < len(words):
        return ""
    small = sum(word in _KURMANJI_WORDS for word in latin)
    if small * 12 >= len(latin) and any(_KURMANJI_VOWELS.intersection(word) for word in latin):
        return "kmr"
    of_source = [language for language in spoken if language.split("-")[0] not in _NOT_IN_LATIN]
    if len(of_source) == 1:
        return of_source[0]
    english = any(word in _ENGLISH_WORDS for word in latin)
    return "en" if english or all(word.replace("’", "'").isascii() for word in latin) else ""


def _arabic_or_sorani(words: list[str]) -> str:
    sorani = sum(language_of(word) == "ckb" for word in words)
    if sorani * 5 >= len(words):
        return "ckb"
    return "" if any(_NOT_ARABIC.intersection(word) for word in words) else "ar"
