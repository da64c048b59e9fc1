"""Outline of a public document: every key and value of it as nested items, nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class OutlineItem:
    """One key of a document: a value, or items below it."""

    label: str
    value: str = ""
    items: list[OutlineItem] = field(default_factory=list)


def outline(text: str) -> list[OutlineItem]:
    """The document's canonical text as nested items; what is empty is left out."""
    return _items(json.loads(text, parse_float=str))


def _items(mapping: dict[str, Any]) -> list[OutlineItem]:
    return [
        _item(key.replace("_", " "), value)
        for key, value in mapping.items()
        if value not in (None, "", [], {})
    ]


def _item(label: str, value: Any) -> OutlineItem:
    if isinstance(value, dict):
        return OutlineItem(label, items=_items(value))
    if isinstance(value, list) and any(isinstance(part, dict | list) for part in value):
        return OutlineItem(label, items=[_item(str(place), part) for place, part in enumerate(value, 1)])
    if isinstance(value, list):
        return OutlineItem(label, ", ".join(str(part) for part in value))
    return OutlineItem(
        label,
        {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value),
    )
