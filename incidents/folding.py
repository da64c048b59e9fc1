"""Folding: the form in which names and words are compared, so that قامشلو, Qamişlo and QAMISHLO can be found.

There is one rule and two speakers of it: ``fold`` here and the SQL function ``attest_fold`` whose text is made
from the same tables (``CREATE_FUNCTION``). A test holds them to the same answers. What is folded: compatibility
forms, case (Latin, Greek, Cyrillic, Armenian), accents, Arabic vowel signs and tatweel, alef, yeh, kaf, heh and the
Kurdish letters that writers swap for their Arabic neighbours, digits, zero-width marks. Apostrophes vanish (and
the English possessive with them), all other punctuation becomes a space: what is left is words.

PostgreSQL's own ``lower`` and ``unaccent`` are not used: the first depends on the database's locale, the second
on a dictionary that Python cannot see. A change of the tables needs a migration that creates the function anew
and rebuilds what was folded before.
"""

import re
from functools import lru_cache
from unicodedata import normalize

APOSTROPHES = "'`´‘’‚‛′ʹʻʼʽʾʿˈˊˋ＇ꞌ"
_DIGITS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"
_ARABIC = {
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ێ": "ي",
    "ے": "ي",
    "ۆ": "و",
    "ۇ": "و",
    "ۊ": "و",
    "ۋ": "و",
    "ک": "ك",
    "ڪ": "ك",
    "ة": "ه",
    "ە": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ڵ": "ل",
    "ڕ": "ر",
    "ڤ": "ف",
}
_LATIN = {"ı": "i", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ł": "l", "ŧ": "t", "ŋ": "n", "ə": "e", "ſ": "s"}
_WIDENED = {"ß": "ss", "ẞ": "ss", "æ": "ae", "œ": "oe", "þ": "th"}  # their capitals are lowered before

_CAPITALS = [chr(code) for code in range(0x41, 0x557) if chr(code).isalpha() and chr(code) != "İ"]
_LOWER = {letter: letter.lower() for letter in _CAPITALS if letter.lower() != letter}

_LETTERS: dict[str, str] = (
    _LOWER
    | _ARABIC
    | _LATIN
    | {letter.upper(): plain for letter, plain in _LATIN.items() if letter not in "ıſ"}
    | {digit: str(place % 10) for place, digit in enumerate(_DIGITS)}
)
_BEFORE: dict[str, str] = dict.fromkeys(APOSTROPHES, "'")

# Code points, since a bracket of marks cannot be read. Combining marks (Latin, Cyrillic, Hebrew, Arabic with
# Koranic signs, Syriac), tatweel, the lone hamza, soft hyphen, direction and zero-width marks.
_VANISHING = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0621\u0640"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a"
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
# What parts words: control characters, punctuation, symbols and spaces of the scripts met here, pictures.
_PARTING = (
    "[\u0001-\u0026\u0028-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab\u00ac\u00ae-\u00b1\u00b4"
    "\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u02c2-\u02df\u055a-\u055f\u0589\u058a\u05be\u05c0\u05c3\u05c6\u05f3\u05f4"
    "\u0600-\u060f\u061b\u061e\u061f\u066a-\u066d\u06d4\u06dd\u06de\u06e9\u0700-\u070d\u1680\u2000-\u200a\u2010-\u2029"
    "\u202f-\u205f\u20a0-\u20c0\u2190-\u2bff\u2e00-\u2e5d\u3000-\u3004\u3008-\u3020\u3030\uff00-\uff0f\U0001f000-\U0001faff]+"
)
_vanishing = re.compile(_VANISHING)
_parting = re.compile(_PARTING)
_before = str.maketrans(_BEFORE)
_letters = str.maketrans(_LETTERS)


def fold(text: str) -> str:
    """The words of ``text`` in folded form, parted by single spaces; empty where it holds no word.

    >>> fold("Qamişlo’s  «القامشليّ»")
    'qamislo القامشلي'
    """
    tokens = text.split()
    short = len(text) <= LONGEST_KEPT or max(map(len, tokens), default=0) <= LONGEST_KEPT
    return " ".join(filter(None, map(_kept if short else _kept_or_not, tokens)))


def _kept_or_not(token: str) -> str:
    return _kept(token) if len(token) <= LONGEST_KEPT else _fold_token(token)


def _fold_token(token: str) -> str:
    """No step looks beyond a space. Of a number or a word in ASCII there is nothing to fold but its capitals."""
    if token.isascii() and token.isalnum():
        return token.lower()
    folded = normalize("NFKD", token.translate(_before)).translate(_letters)
    for wide, narrow in _WIDENED.items():
        folded = folded.replace(wide, narrow)
    folded = _parting.sub(" ", _vanishing.sub("", folded))
    folded = f" {folded} ".replace("'s ", " ").replace("'", "")
    return " ".join(word for word in folded.split(" ") if word)


# A record's words are few, so that each is folded once: 10 times faster.
_kept = lru_cache(maxsize=100_000)(_fold_token)
LONGEST_KEPT = 64
"""Characters. Whoever asks writes words as well: as long as an address may be, they would fill the memory."""


@lru_cache(maxsize=50_000)
def _kept_phrase(text: str) -> str:
    return fold(text)


def fold_name(text: str) -> str:
    """The same as ``fold``, for names and phrases that come again and again in the documents of a batch."""
    return _kept_phrase(text) if len(text) <= LONGEST_KEPT else fold(text)


def _literal(text: str) -> str:
    """A string constant of SQL in which every character outside ASCII is an escape: safe in any client encoding."""
    escaped = "".join(
        char if " " <= char <= "~" and char not in "\\'" else f"\\U{ord(char):08x}" for char in text
    )
    return f"E'{escaped}'"


def _translated(expression: str, table: dict[str, str]) -> str:
    return f"translate({expression}, {_literal(''.join(table))}, {_literal(''.join(table.values()))})"


def _expression() -> str:
    """The body of ``attest_fold``: step by step what ``fold`` does.

    ``translate`` compares every character with the whole table of letters, which made it nine tenths of the time of
    an import. Text that is all ASCII, as most is, takes a way of two steps to the same words.
    """
    plain = f'lower({_translated("given", {"`": chr(39)})} COLLATE "C")'
    plain = f"regexp_replace({plain}, '[^a-z0-9'']+', ' ', 'g')"
    return f"CASE WHEN octet_length(given) = length(given) THEN {_joined(plain)} ELSE {_joined(_any_script())} END"


def _any_script() -> str:
    sql = _translated(f"normalize({_translated('given', _BEFORE)}, NFKD)", _LETTERS)
    for wide, narrow in _WIDENED.items():
        sql = f"replace({sql}, {_literal(wide)}, '{narrow}')"
    sql = f"regexp_replace({sql}, {_literal(_VANISHING)}, '', 'g')"
    return f"regexp_replace({sql}, {_literal(_PARTING)}, ' ', 'g')"


def _joined(sql: str) -> str:
    """Words without apostrophes, single spaces between them."""
    sql = f"replace(replace(' ' || {sql} || ' ', {_literal(chr(39) + 's ')}, ' '), {_literal(chr(39))}, '')"
    return f"trim(regexp_replace({sql}, ' +', ' ', 'g'))"


CREATE_FUNCTION = f"""
CREATE OR REPLACE FUNCTION attest_fold(given text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN {_expression()}
"""
DROP_FUNCTION = "DROP FUNCTION attest_fold(text)"
