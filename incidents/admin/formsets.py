"""Formsets of the rows that belong to a subject; edits of rows that a colleague removed are kept as new rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import Field, HiddenInput
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict
from django.utils.translation import gettext as _

from incidents.editorial.broken_rules import BrokenRule, telling_broken_rules

from .forms import DeskForm
from .lookups import is_whole_number

Row = dict[str, list[str]]
MOST_ROWS = 1000


class RefusedRows(Exception):
    """Rows that the database refused when they were written, by the prefix of their form: the rule each broke."""

    def __init__(self, broken: Mapping[str, BrokenRule]) -> None:
        super().__init__(*(rule.sentence for rule in broken.values()))
        self.broken = broken


class RowKeyField(Field):
    """The primary key of a row, checked against the rows that were fetched with the form."""

    widget = HiddenInput

    def __init__(self, rows: dict[Any, Any], **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.rows = rows

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        row = self.rows.get(int(value)) if is_whole_number(value) else None
        if row is None:
            raise ValidationError(_("This row does not belong here."), code="invalid_choice")
        return row

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class DeskFormSet(BaseInlineFormSet[Any, Any, Any]):
    """Base of the formsets: keeps what was typed even where a colleague removed the row; it is entered anew."""

    model: type[Model]
    prefix: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.data, QueryDict) and self.is_bound and self.instance.pk:
            existing = {str(row.pk) for row in self.get_queryset()}
            self.data = without_lost_rows(self.data, self.prefix, self.model._meta.pk.name, existing)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        key = self.model._meta.pk.name
        rows = {row.pk: row for row in self.get_queryset()}
        form.fields[key] = RowKeyField(rows, initial=form.instance.pk)
        for field in form.fields.values():
            if not field.widget.is_hidden and field.label:  # in a table, the label is only the column's head
                # A look-up's own widget is within the frame with the button for adding.
                widget = getattr(field.widget, "widget", field.widget)
                widget.attrs.setdefault("aria-label", str(field.label))

    def save(self, commit: bool = True) -> Any:
        """Raises ``RefusedRows`` with all rows that the database refuses."""
        self.refused: dict[str, BrokenRule] = {}
        rows = super().save(commit=commit)
        if self.refused:
            raise RefusedRows(self.refused)
        return rows

    def save_new(self, form: Any, commit: bool = True) -> Any:
        return self._saved(form, partial(super().save_new, form, commit=commit))

    def save_existing(self, form: Any, obj: Any, commit: bool = True) -> Any:
        return self._saved(form, partial(super().save_existing, form, obj, commit=commit))

    def _saved(self, form: Any, save: Callable[[], Any]) -> Any:
        try:
            with telling_broken_rules(form.instance):
                return save()
        except BrokenRule as broken:
            self.refused[form.prefix] = broken
            return form.instance

    def take_over_newer(self) -> None:
        """For showing the rows again: those that the editor left alone read as they are now."""
        for form in self.initial_forms:
            if isinstance(form, DeskForm) and form.instance.pk and not form.has_changed():
                form.take_over_newer()


def without_lost_rows(data: QueryDict, prefix: str, key: str, existing: set[str]) -> QueryDict:
    """What was posted, with rows that are gone turned into new ones where they were edited, and dropped otherwise."""
    counts = (data.get(f"{prefix}-{name}_FORMS", "") for name in ("TOTAL", "INITIAL"))
    total, initial = (int(count) if is_whole_number(count) else 0 for count in counts)
    rows = [_row(data, prefix, number) for number in range(min(total, MOST_ROWS))]
    kept = [row for row in rows[:initial] if row.get(key, [""])[0] in existing]
    lost = [row for row in rows[:initial] if row.get(key, [""])[0] not in existing]
    if not lost:
        return data
    anew = [
        {name: values for name, values in row.items() if name != key and not name.startswith("initial-")}
        for row in lost
        if _was_edited(row, key)
    ]
    return _renumbered(data, prefix, [*kept, *anew, *rows[initial:]], len(kept))


def _row(data: QueryDict, prefix: str, number: int) -> Row:
    """The posted values of one row; the values that it was drawn with have names that begin with ``initial-``."""
    values = {}
    for name in data:
        before, separator, rest = name.partition(f"{prefix}-{number}-")
        if separator and before in ("", "initial-"):
            values[before + rest] = data.getlist(name)
    return values


def _was_edited(row: Row, key: str) -> bool:
    if row.get("DELETE"):
        return False
    drawn = {
        name.removeprefix("initial-"): values for name, values in row.items() if name.startswith("initial-")
    }
    return any(row.get(name, []) != values for name, values in drawn.items() if name != key)


def _renumbered(data: QueryDict, prefix: str, rows: list[Row], initial: int) -> QueryDict:
    changed = QueryDict(mutable=True)
    for name in data:
        if not name.removeprefix("initial-").startswith(f"{prefix}-") or name.endswith("_FORMS"):
            changed.setlist(name, data.getlist(name))
    changed[f"{prefix}-TOTAL_FORMS"], changed[f"{prefix}-INITIAL_FORMS"] = str(len(rows)), str(initial)
    for number, row in enumerate(rows):
        for name, values in row.items():
            before = "initial-" if name.startswith("initial-") else ""
            changed.setlist(f"{before}{prefix}-{number}-{name.removeprefix('initial-')}", values)
    return changed
