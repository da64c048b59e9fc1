"""Two documents of one subject compared: what was added, changed and taken away, in words."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from incidents.codebook import VOCABULARIES
from incidents.record.document import Document

from .changes import Change
from .paths import LABELS, label_of

_UNCOMPARED = frozenset({"id", "format", "edition", "url"})
_VOCABULARY_OF = {
    "precision": "date_precision",
    "about": "grade_about",
    "intended": "target_intent",
    "phase": "time_phase",
    "act": "speech_act",
    "change": "territory_change",
}
"""Keys that are called otherwise in the codebook."""


_IDENTIFYING = (
    "about", "outcome", "status", "kind", "role", "direction", "location", "actor", "incident", "belongs_to",
    "claimant", "description", "scheme", "value", "text",
)  # fmt: skip
"""What tells rows without an id apart; a row whose identity changed reads as one taken away and one added."""


def compare(before: Document | None, after: Document) -> list[Change]:
    """Changes in the order of the document. Rows of a list are matched by what identifies them, not by position."""
    changes: list[Change] = []
    for name in after.__struct_fields__:
        if name not in _UNCOMPARED:
            old = getattr(before, name, None) if before is not None else None
            _compare(old, getattr(after, name), (name,), changes)
    return changes


def _compare(old: Any, new: Any, steps: tuple[str, ...], changes: list[Change]) -> None:
    if old == new or (not old and not new and old != 0 and new != 0):
        return
    if isinstance(old, list) or isinstance(new, list):
        _compare_rows(old or [], new or [], steps, changes)
    elif isinstance(old, dict) or isinstance(new, dict):
        for key in sorted({*(old or {}), *(new or {})}):
            _compare((old or {}).get(key), (new or {}).get(key), (*steps, key), changes)
    elif isinstance(old, msgspec.Struct) and type(old) is type(new) and not _is_one_thing(old):
        for name in old.__struct_fields__:
            _compare(getattr(old, name), getattr(new, name), (*steps, name), changes)
    else:
        changes.append(Change(".".join(steps), label_of(steps), told(old, steps), told(new, steps)))


def _compare_rows(old: list[Any], new: list[Any], steps: tuple[str, ...], changes: list[Change]) -> None:
    before, after = _keyed(old), _keyed(new)
    for key in [*before, *(key for key in after if key not in before)]:
        left, right = before.get(key), after.get(key)
        place = after[key][0] if key in after else before[key][0]
        _compare(left and left[1], right and right[1], (*steps, str(place)), changes)


def _keyed(rows: list[Any]) -> dict[str, tuple[int, Any]]:
    """Rows with their position from 1, by what identifies them; equal ones are counted apart."""
    seen: dict[str, int] = defaultdict(int)
    keyed = {}
    for place, row in enumerate(rows, 1):
        key = _identity(row)
        seen[key] += 1
        keyed[f"{key}#{seen[key]}"] = (place, row)
    return keyed


def _identity(row: Any) -> str:
    if not isinstance(row, msgspec.Struct):
        return str(row)
    if identifier := getattr(row, "id", None):
        return str(identifier)
    named = [told(getattr(row, name, None)) for name in _IDENTIFYING]
    return repr(named)


def _is_one_thing(value: msgspec.Struct) -> bool:
    """A reference, a point or a date reads better whole than field by field."""
    return type(value).__name__ in ("Ref", "Point", "Occurred", "Period", "Claimant", "Belonging", "Passage")


def told(value: Any, steps: tuple[str, ...] = ()) -> str:
    """A value in words: labels of the codebook for codes, names for references, “unknown” for what is open."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "; ".join(told(one, steps) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {told(one)}" for key, one in value.items())
    if isinstance(value, msgspec.Struct):
        return _struct_told(value)
    return _label(value, steps)


def _struct_told(value: msgspec.Struct) -> str:
    match type(value).__name__:
        case "Ref":
            return str(getattr(value, "name", ""))
        case "Occurred" | "Period":
            return _dates_told(value)
        case "Point":
            return f"{getattr(value, 'lat', '')}, {getattr(value, 'lon', '')}"
        case _:
            parts = ((name, told(getattr(value, name), (name,))) for name in value.__struct_fields__)
            return "; ".join(
                f"{LABELS.get(name, name.replace('_', ' '))}: {text}" for name, text in parts if text
            )


def _dates_told(value: Any) -> str:
    names = ("earliest", "latest") if hasattr(value, "earliest") else ("start", "end")
    ends = (getattr(value, name) for name in names)
    days = "–".join(dict.fromkeys(end or "…" for end in ends))
    more = [told(getattr(value, name, None), (name,)) for name in ("precision", "time_of_day", "words")]
    return ", ".join([days, *(text for text in more if text)])


def _label(value: Any, steps: tuple[str, ...]) -> str:
    key = next((step for step in reversed(steps) if not step.isdigit()), "")
    vocabulary = VOCABULARIES.get(_VOCABULARY_OF.get(key, key))
    for code in vocabulary or ():
        if code.value == value:
            return str(code.label)
    return str(value)
