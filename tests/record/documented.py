"""What the fields of documents are marked as, and whether a document's values are what the marks say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from incidents.codebook import vocabulary
from incidents.record import document as d

STRUCTS = sorted(
    {part for shape in d.SHAPES.values() for part in d.structs_in(shape)}, key=lambda part: part.__name__
)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def marked(written: d.Written) -> list[tuple[type[msgspec.Struct], str]]:
    """Structs and keys that are marked as written in this way."""
    fields = [(struct, key) for struct in STRUCTS for key in struct.__struct_fields__]
    notations = [(field, d.notation_of(*field)) for field in fields]
    return [field for field, notation in notations if notation and notation.written is written]


def misfits(value: Any) -> list[str]:
    """Values in a document that are not as their field is marked, and days where no field is marked as one."""
    return [
        f"{type(owner).__name__}.{key}: {text!r}"
        for owner, key, text in _texts(value)
        if not _fits(owner, key, text)
    ]


def _texts(value: Any) -> Iterator[tuple[msgspec.Struct, str, str]]:
    if isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, msgspec.Struct):
        for key in value.__struct_fields__:
            held = getattr(value, key)
            parts = (
                list(held.values()) if isinstance(held, dict) else held if isinstance(held, list) else [held]
            )
            for part in parts:
                if isinstance(part, str):
                    yield value, key, part
                else:
                    yield from _texts(part)


def _fits(owner: msgspec.Struct, key: str, text: str) -> bool:
    match d.notation_of(type(owner), key):
        case d.Notation(vocabulary=str(name), or_empty=may):
            return text in vocabulary(name).codes.values or (may and text == "")
        case d.Notation(written=d.Written.DAY):
            return bool(date.fromisoformat(text))
        case d.Notation():
            return " " not in text
        case None:
            return not _DAY.fullmatch(text)
