"""Markers of fields that hold a code, a day or an identifier, and what asks for them.

A field says on its annotation how its text is written: ``outcome: Annotated[str, coded("outcome")]``. JSON Schema,
OpenAPI, the comparison of editions, the search for restricted names and the columns of tables read it here. A field
without a marker is free text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from ...codebook import vocabulary as vocabulary_named


class Written(Enum):
    """How the text of a field is written."""

    CODE = "code"
    """A code of a vocabulary of the codebook."""
    DAY = "day"
    """ISO 8601, such as 2021-04-20."""
    IDENTIFIER = "identifier"
    """An id, a hash, an address of ours, a tag of a language or country, a time of the clock: nothing anybody words."""


@dataclass(frozen=True, slots=True)
class Notation:
    """How a field is written, and by which vocabulary if it holds codes.

    ``or_empty``: the text may be empty, where the first editions of all did not say it.
    """

    written: Written
    vocabulary: str | None = None
    or_empty: bool = False


def coded(vocabulary: str, *, or_empty: bool = False) -> msgspec.Meta:
    """Marks a field that holds codes of a vocabulary. Raises ``KeyError`` where there is none of that name."""
    codes = list(vocabulary_named(vocabulary).codes.values)
    return msgspec.Meta(
        description=f"Codebook: `{vocabulary}`.",
        extra_json_schema={"enum": [*codes, ""] if or_empty else codes},
        extra={"notation": Notation(Written.CODE, vocabulary, or_empty)},
    )


day = msgspec.Meta(extra_json_schema={"format": "date"}, extra={"notation": Notation(Written.DAY)})
identifier = msgspec.Meta(extra={"notation": Notation(Written.IDENTIFIER)})


def notation_of(struct: type[msgspec.Struct], key: str) -> Notation | None:
    """How the texts of a field are written, those in its list too; ``None`` for free text and for what is no text."""
    return _notations(struct).get(key)


@cache
def keys_with_text(struct: type[msgspec.Struct]) -> tuple[str, ...]:
    """Keys that may hold free text, or a part that may. Whatever is not known to hold none counts as such."""
    return tuple(
        key
        for key, hint in get_type_hints(struct, include_extras=True).items()
        if key in struct.__struct_fields__ and not all(_is_no_text(leaf) for leaf in _leaves(hint))
    )


def structs_in(struct: type[msgspec.Struct]) -> set[type[msgspec.Struct]]:
    """A struct and all structs inside it."""
    structs, waiting = set[type[msgspec.Struct]](), [struct]
    while waiting:
        structs.add(current := waiting.pop())
        leaves = (leaf for hint in get_type_hints(current).values() for leaf in _leaves(hint))
        parts = (leaf for leaf in leaves if isinstance(leaf, type) and issubclass(leaf, msgspec.Struct))
        waiting += [part for part in parts if part not in structs]
    return structs


@cache
def _notations(struct: type[msgspec.Struct]) -> dict[str, Notation]:
    hints = get_type_hints(struct, include_extras=True)
    marked = ((key, _marker(leaf)) for key, hint in hints.items() for leaf in _leaves(hint))
    return {key: notation for key, notation in marked if notation}


def _leaves(hint: Any) -> Iterator[Any]:
    """The types that a hint is made of; of a dictionary those of its values, whose keys are tags of languages."""
    parts = get_args(hint)
    if not parts or get_origin(hint) in (Annotated, Literal):
        yield hint
        return
    for part in parts[1:] if get_origin(hint) is dict else parts:
        yield from _leaves(part)


def _marker(leaf: Any) -> Notation | None:
    metas = getattr(leaf, "__metadata__", ())
    return next((meta.extra["notation"] for meta in metas if meta.extra and "notation" in meta.extra), None)


def _is_no_text(leaf: Any) -> bool:
    return (
        _marker(leaf) is not None
        or get_origin(leaf) is Literal
        or leaf in (bool, int, float, Decimal, NoneType)
    )
