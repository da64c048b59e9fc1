"""Two documents of one subject compared: what was added, changed and taken away, in words for readers and the desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from . import document as d
from .words import keys
from .words.values import BETWEEN, GROUPS, exact, is_one_thing, name_of, words_of

_UNCOMPARED = frozenset({"id", "format", "edition", "url", "other_names"})
"""What tells nothing of the subject itself: other names belong to what it mentions, whose own pages tell of them."""

_IDENTITY: dict[type[msgspec.Struct], tuple[str, ...]] = {
    d.Place: ("location", "role"),
    d.CoveredArea: ("location",),
    d.Participant: ("actor", "description", "role"),
    d.Affiliation: ("kind", "actor"),
    d.Figure: ("outcome", "status", "belongs_to"),
    d.Grade: ("about",),
    d.Independence: ("about",),
    d.Origin: ("claimant",),
    d.Related: ("kind", "direction", "incident"),
    d.Happening: ("outcome",),
    d.Relation: ("kind", "direction", "actor"),
    d.SourceAffiliationPart: ("kind", "actor"),
    d.Name: ("text", "kind"),
    d.Code: ("scheme", "value"),
}
"""What tells rows without an id apart; a row whose identity changed reads as one taken away and one added."""


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """``before`` is empty for what was added, ``after`` for what was taken away."""

    label: str
    before: str
    after: str


def compare(before: d.Document | None, after: d.Document) -> list[DocumentChange]:
    """Changes in the order of the document; everything where there is none before.

    Rows of a list are matched by what identifies them, not by position; that they stand in another order is a change.
    """
    return [change for changes in compare_by_field(before, after).values() for change in changes]


def compare_by_field(before: d.Document | None, after: d.Document) -> dict[str, list[DocumentChange]]:
    """The same by the fields of the document that changed, such as ``casualties``."""
    changed: dict[str, list[DocumentChange]] = {}
    for key in fields_of(type(after)):
        comparison, old = _Comparison(), getattr(before, key, None)
        comparison.values(old, getattr(after, key), (keys.label(key),), d.notation_of(type(after), key))
        if comparison.changes:
            changed[key] = comparison.changes
    return changed


def fields_of(document: type[msgspec.Struct]) -> list[str]:
    """Fields in which two documents of a kind may differ, in the order of the document."""
    return [key for key in document.__struct_fields__ if key not in _UNCOMPARED]


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A walk through two documents. ``steps`` lead to a value in words, ``notation`` is that of its field."""

    changes: list[DocumentChange] = field(default_factory=list)

    def values(self, old: Any, new: Any, steps: tuple[str, ...], notation: d.Notation | None) -> None:
        if old == new or (not old and not new and old != 0 and new != 0):
            return
        if isinstance(old, list) or isinstance(new, list):
            self.rows(old or [], new or [], steps, notation)
        elif isinstance(old, dict) or isinstance(new, dict):
            for language in sorted({*(old or {}), *(new or {})}):
                self.values((old or {}).get(language), (new or {}).get(language), (*steps, language), None)
        elif isinstance(old, msgspec.Struct) and type(old) is type(new) and not is_one_thing(old):
            self.structs(old, new, steps)
        else:
            before, after = words_of(old, notation), words_of(new, notation)
            self.note(steps, before, after, exact(old), exact(new))

    def rows(
        self, old: list[Any], new: list[Any], steps: tuple[str, ...], notation: d.Notation | None
    ) -> None:
        before, after = _by_identity(old), _by_identity(new)
        for identity in [*before, *(identity for identity in after if identity not in before)]:
            left, right = before.get(identity), after.get(identity)
            inside = steps
            if left is not None and right is not None and (name := name_of(right)):
                inside = (*steps[:-1], f"{steps[-1]} ({name})")
            self.values(left, right, inside, notation)
        stood, stand = [key for key in before if key in after], [key for key in after if key in before]
        if stood != stand:
            names = {key: name_of(row) or words_of(row, notation) for key, row in after.items()}
            exactly = {key: exact(row) for key, row in after.items()}
            self.note(
                (*steps, _("order")),
                BETWEEN.join(names[key] for key in stood),
                BETWEEN.join(names[key] for key in stand),
                BETWEEN.join(exactly[key] for key in stood),
                BETWEEN.join(exactly[key] for key in stand),
            )

    def structs(self, old: msgspec.Struct, new: msgspec.Struct, steps: tuple[str, ...]) -> None:
        group = GROUPS.get(type(new))
        together = group.keys if group else ()
        if group and [getattr(old, key) for key in together] != [getattr(new, key) for key in together]:
            numbers = ("/".join(str(getattr(row, key)) for key in together) for row in (old, new))
            self.note((*steps, keys.lower("number")), group.words(old), group.words(new), *numbers)
        for key in new.__struct_fields__:
            if key not in together:
                before, after = getattr(old, key), getattr(new, key)
                self.values(before, after, (*steps, keys.lower(key)), d.notation_of(type(new), key))

    def note(self, steps: tuple[str, ...], before: str, after: str, exactly: str, now_exactly: str) -> None:
        """In words or, where these do not tell the two apart, as exactly as the document has it."""
        if before == after:
            before, after = exactly, now_exactly
        if before != after:
            self.changes.append(DocumentChange(", ".join(steps), before, after))


def _by_identity(rows: list[Any]) -> dict[Hashable, Any]:
    """Rows by what identifies them; those of one identity are counted apart."""
    seen: dict[Hashable, int] = defaultdict(int)
    by_identity: dict[Hashable, Any] = {}
    for row in rows:
        identity = _identity(row)
        seen[identity] += 1
        by_identity[identity, seen[identity]] = row
    return by_identity


def _identity(value: Any) -> Hashable:
    if not isinstance(value, msgspec.Struct):
        return str(value)
    if identifier := getattr(value, "id", None):
        return str(identifier)
    return tuple(
        _identity(getattr(value, key)) for key in _IDENTITY.get(type(value), value.__struct_fields__)
    )
