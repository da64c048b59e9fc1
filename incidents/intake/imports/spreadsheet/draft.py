"""The mapping while it is edited on the page: a ``Mapping`` that may be unfinished.

It keeps what is of no use for now and may be again: words that were looked at and have no code, words of a field
without a column, an actor without a column, a report without a source, and beside the column of the sub-event type, as
its ``constant``, the one that was chosen for all rows. ``finished`` leaves these out.
"""

from __future__ import annotations

from msgspec.structs import replace

from .mapping import DatasetFacts, DateColumns, Mapping, Pick, PlaceColumns, field_at, is_given, with_field
from .meanings import CODED, DETAIL, KIND


def new_mapping() -> Mapping:
    """A mapping that says nothing yet."""
    return Mapping(
        dataset=DatasetFacts(key="", title=""),
        id="",
        event_type="",
        dates=DateColumns(first=""),
        place=PlaceColumns(country=""),
    )


def finished(draft: Mapping) -> Mapping:
    """The mapping as it is used and saved."""
    mapping = draft
    for key in CODED:
        field = field_at(mapping, key)
        words = {word: code for word, code in field.values.items() if code} if field.column else {}
        if words != field.values:
            mapping = with_field(mapping, key, replace(field, values=words))
    kind, detail = field_at(mapping, KIND), field_at(mapping, DETAIL)
    if detail.column and detail.constant:
        shared = detail.column == kind.column
        # A word that stands for a type alone would take the sub-event type of all rows, which need not fit it.
        default = detail.constant if shared and not kind.values else ""
        idle = shared and not (detail.values or default)
        detail = Pick() if idle else replace(detail, constant="", default=default)
        mapping = with_field(mapping, DETAIL, detail)
    return replace(
        mapping,
        actors=[actor for actor in mapping.actors if is_given(actor.name)],
        reports=[report for report in mapping.reports if is_given(report.source)],
    )


def with_kind(mapping: Mapping, kind: Pick, own_column: str, detail: str) -> Mapping:
    """The mapping with another event type, and its sub-event type in a column of its own or in that of the type.

    ``detail`` is the sub-event type for all rows.
    """
    words = field_at(mapping, DETAIL).values
    if not kind.column:
        sub = Pick(own_column, values=words, default=detail) if own_column else Pick("", detail, words)
    elif own_column or detail or any(words.values()):
        sub = Pick(own_column or kind.column, detail, words)
    else:
        sub = Pick(values=words)
    return with_field(with_field(mapping, KIND, kind), DETAIL, sub)
