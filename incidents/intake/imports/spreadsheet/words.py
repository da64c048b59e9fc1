"""The page's questions about the words of a column: which of our codes is each?"""

from __future__ import annotations

from collections.abc import Mapping as Mapped

from msgspec.structs import replace

from incidents.codebook import SUB_EVENTS, EventType
from incidents.folding import fold

from .mapping import Mapping, Pick, field_at, listed_code, with_field
from .meanings import CODED, DETAIL, KIND


def words_of(mapping: Mapping) -> dict[str, dict[str, str]]:
    """The words that were looked at, by the meaning of their column, with their codes; empty where one has none.

    Types and sub-event types are asked about as one word: ``battle/armed_clash``.
    """
    words = {meaning: dict(field_at(mapping, meaning).values) for meaning in CODED}
    kind, details = field_at(mapping, KIND), words[DETAIL]
    if kind.column and kind.column == field_at(mapping, DETAIL).column and kind.default:
        words[KIND] = dict.fromkeys(details, kind.default) | words[KIND]
    for word, event in words[KIND].items():
        detail = listed_code(word, details)
        if detail and event in SUB_EVENTS and detail in SUB_EVENTS[EventType(event)]:
            words[KIND][word] = f"{event}/{detail}"
    return words


def with_words(mapping: Mapping, meaning: str, codes: Mapped[str, str]) -> Mapping:
    """The mapping with these codes for words of the column with that meaning."""
    known = words_of(mapping)[meaning]
    changed = {word: code for word, code in codes.items() if listed_code(word, known) != code}
    if not changed:
        return mapping
    field = field_at(mapping, meaning)
    if meaning != KIND:
        return with_field(mapping, meaning, replace(field, values=field.values | changed))
    details = field_at(mapping, DETAIL)
    for word, code in changed.items():
        event, _slash, detail = code.partition("/")
        field = replace(field, values=field.values | {word: event})
        if detail:
            column = details.column or field.column
            details = replace(details, column=column, values=details.values | {word: detail})
        elif listed_code(word, details.values):
            others = {listed: code for listed, code in details.values.items() if fold(listed) != fold(word)}
            details = replace(details, values=others)
            if details == Pick(column=field.column):
                details = Pick()
    return with_field(with_field(mapping, KIND, field), DETAIL, details)
