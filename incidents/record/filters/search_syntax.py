"""Syntax of the full-text parameter ``q``: words, "phrases", -excluded and begin* as PostgreSQL's ``tsquery``."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ...folding import fold
from .values import Field

_PIECE = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
MOST_WORDS = 30
SHORTEST_BEGINNING = 3
"""Characters before a ``*``: a shorter beginning would read half of the index."""


class WordsField(Field):
    """All words must occur, in any field and any script; a phrase in that order."""

    schema = {"type": "string", "example": 'qamishli "al wahda" -protest'}

    def read(self, text: str) -> str:
        return tsquery(text)


def tsquery(text: str) -> str:
    """The question in PostgreSQL's notation, folded as the index is. Raises ``ValidationError``."""
    pieces = [_piece(*match.groups("")) for match in _PIECE.finditer(text)]
    pieces = [piece for piece in pieces if piece]
    if not any(not piece.startswith("!") for piece in pieces):
        raise ValidationError(_("holds no word to look for"))
    if len(pieces) > MOST_WORDS:
        raise ValidationError(_("has more than %(most)s words") % {"most": MOST_WORDS})
    return " & ".join(pieces)


def _piece(minus: str, phrase: str, word: str) -> str:
    """One word or phrase; what folds into several words ("Al-Wahda") is a phrase. Empty for mere punctuation."""
    folded = fold(phrase or word).split()
    if not folded:
        return ""
    begins = word.endswith("*")
    if begins and len(folded[-1]) < SHORTEST_BEGINNING:
        raise ValidationError(_("needs at least three letters before a *"))
    quoted = " <-> ".join(f"'{part}'" for part in folded) + (":*" if begins else "")
    return f"!({quoted})" if minus else f"({quoted})"
