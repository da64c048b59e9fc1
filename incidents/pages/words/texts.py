"""Texts in several languages: which one a reader gets, and in which language it then is."""

from typing import NamedTuple

from django.utils.translation import get_language

from ...record.document import Text

RIGHT_TO_LEFT = {"ar", "ckb", "fa", "he", "ur"}
"""Languages usually written from right to left, for the ``dir`` attribute."""

ARABIC_SCRIPT, HEBREW_SCRIPT = "Arab", "Hebr"


class Said(NamedTuple):
    """A text and its language tag (empty where it is not known)."""

    text: str
    language: str

    @property
    def direction(self) -> str:
        return direction(self.language)


def chosen(text: Text) -> Said:
    """The text in the reader's language, else in English, else in the first there is."""
    for language in ((get_language() or "en").split("-")[0], "en", *text):
        if text.get(language):
            return Said(text[language], language)
    return Said("", "")


def direction(language: str | None, script: str | None = None) -> str:
    """``rtl``, ``ltr`` or, where nothing is known, ``auto``."""
    if script in (ARABIC_SCRIPT, HEBREW_SCRIPT):
        return "rtl"
    if script or language:
        return "rtl" if not script and (language or "").split("-")[0] in RIGHT_TO_LEFT else "ltr"
    return "auto"
