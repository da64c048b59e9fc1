"""The languages of titles, names and summaries, and those the interface is offered in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import locale
from django.utils.translation import gettext_lazy as _

CONTENT_LANGUAGES = [
    ("en", _("English")),
    ("ar", _("Arabic")),
    ("kmr", _("Kurmanji Kurdish")),
    ("ckb", _("Sorani Kurdish")),
]

# Django knows Sorani but not Kurmanji.
_KURMANJI: dict[str, Any] = {
    "bidi": False,
    "code": "kmr",
    "name": "Kurmanji Kurdish",
    "name_local": "Kurmancî",
}
locale.LANG_INFO.setdefault("kmr", _KURMANJI)


def interface_languages(catalogues: Path) -> list[tuple[str, Any]]:
    """English, and every language whose compiled catalogue is there.

    Without this rule a reader with an Arabic browser would get Django's own Arabic amid English sentences.
    """
    return [
        (code, name)
        for code, name in CONTENT_LANGUAGES
        if code == "en" or (catalogues / code / "LC_MESSAGES" / "django.mo").exists()
    ]
