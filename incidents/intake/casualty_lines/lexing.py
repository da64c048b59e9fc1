"""Lexer of casualty lines: the words and signs of a line with what they mean in one language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from .numerals import NumberWords
from .tokens import Language, Mark, Meaning, Number, Qualifier, Token, word_form

_SIGNS: dict[str, Meaning] = {
    **dict.fromkeys(",،;؛.۔", Mark.COMMA),
    **dict.fromkeys("([", Mark.OPEN),
    **dict.fromkeys(")]", Mark.CLOSE),
    **dict.fromkeys("-–—", Mark.UP_TO),
    **dict.fromkeys('"“”„«»‹›‘’', Mark.NOISE),
    **dict.fromkeys("~≈", Qualifier.ABOUT),
    ":": Mark.COLON,
    "/": Mark.SLASH,
    "&": Mark.AND,
    "+": Mark.OR_MORE,
    "≥": Qualifier.LEAST,
    ">": Qualifier.ABOVE,
    "<": Qualifier.BELOW,
    "≤": Qualifier.MOST,
}
_LETTERS = r"\w[\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]*"
"""Letters with their vowel signs and accents."""
_PIECES = re.compile(
    r"(?P<number>\d{1,3}(?:[,.٬\u00a0\u202f]\d{3})+(?!\w)|\d+(?!\w))"
    rf"|(?P<word>\b(?:min|max|ca|approx|incl)\.|{_LETTERS}(?:['’ʼ-]{_LETTERS})*)"
    r"|(?P<sign>\S)",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")

Piece = tuple[str, int, int]
"""Kind of a piece of the line, and where it stands."""


def visible(text: str) -> str:
    """The line composed (NFC), without marks that nobody sees."""
    return _INVISIBLE.sub("", normalize("NFC", text)).strip()


def tokens_of(text: str, language: Language) -> list[Token]:
    """Every word and sign of the line. A word that the language does not know has no meaning."""
    pieces = list(_pieces(text, language))
    # A possessive (“Women's Protection Units”) is part of a name, never a word for people.
    words = [text[start:end] if kind == "word" else "" for kind, start, end in pieces]
    forms = ["" if re.search("['’ʼ]", word) else word_form(word) for word in words]
    numbers = NumberWords(forms, language)
    tokens: list[Token] = []
    place = 0
    while place < len(pieces):
        kind, start, end = pieces[place]
        meaning: Meaning | None
        match kind:
            case "number":
                digits = re.sub(r"\D", "", text[start:end])
                meaning, after = Number(int(digits)) if len(digits) < 10 else Mark.BARRED, place + 1
            case "sign":
                meaning, after = _SIGNS.get(text[start:end], Mark.BARRED), place + 1
            case _:
                meaning, after = _word(forms, place, language, numbers)
        end = pieces[after - 1][2]
        tokens.append(Token(meaning, text[start:end], start, end))
        place = after
    return tokens


def _word(
    forms: list[str], place: int, language: Language, numbers: NumberWords
) -> tuple[Meaning | None, int]:
    """The longest phrase or number that begins there."""
    number = numbers.at(place)
    for after in range(min(place + language.longest, len(forms)), place, -1):
        if number and number[1] > after:
            break
        meaning = language.words.get(" ".join(forms[place:after])) if all(forms[place:after]) else None
        if meaning is not None:
            return meaning, after
    if number is None:
        return None, place + 1
    return Number(number[0], after_noun=language.number_follows and number[0] in (1, 2)), number[1]


def _pieces(text: str, language: Language) -> Iterator[Piece]:
    for match in _PIECES.finditer(text):
        kind, start, end = match.lastgroup or "", match.start(), match.end()
        word = match[0]
        if kind == "word" and _is_joined_and(word, language):
            yield kind, start, start + len(language.joined_and)
            rest = start + len(language.joined_and)
            yield "number" if text[rest:end].isdecimal() else kind, rest, end
        elif kind == "word" and "-" in word and _is_number_words(word, language):
            for part in re.finditer(r"[^-]+", word):
                yield kind, start + part.start(), start + part.end()
        else:
            yield kind, start, end


def _is_joined_and(word: str, language: Language) -> bool:
    """Whether its first letter is the word “and”: وإصابة is و and إصابة, while وفاة is one word."""
    letter = language.joined_and
    if not letter or not word.startswith(letter) or len(word) == len(letter):
        return False
    rest = word[len(letter) :]
    return word_form(word) not in language.openings and (
        rest.isdecimal() or word_form(rest) in language.openings
    )


def _is_number_words(word: str, language: Language) -> bool:
    known = language.numerals.simple.keys() | language.numerals.multipliers.keys()
    return all(word_form(part) in known for part in word.split("-"))
