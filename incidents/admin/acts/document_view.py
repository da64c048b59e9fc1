"""A public document laid out for reading: every key and value of it, nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Item:
    """One key of a document: a value, or items below it."""

    label: str
    value: str = ""
    items: list[Item] = field(default_factory=list)


def outline(text: str) -> list[Item]:
    """The document's canonical text as nested items; what is empty is left out."""
    return _items(json.loads(text, parse_float=str))


def _items(mapping: dict[str, Any]) -> list[Item]:
    return [_item(_label(key), value) for key, value in mapping.items() if value not in (None, "", [], {})]


def _item(label: str, value: Any) -> Item:
    if isinstance(value, dict):
        return Item(label, items=_items(value))
    if isinstance(value, list) and any(isinstance(part, dict | list) for part in value):
        return Item(label, items=[_item(str(place), part) for place, part in enumerate(value, 1)])
    if isinstance(value, list):
        return Item(label, ", ".join(str(part) for part in value))
    return Item(
        label,
        {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value),
    )


def _label(key: str) -> str:
    return key.replace("_", " ")
