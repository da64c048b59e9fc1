"""Changes on the desk since a revision, read from the history that the triggers keep.

``changes_since`` lists them for people; ``reads_as_at`` asks only whether any of them could ever be read in public.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from . import left_out
from .changes import DeskChange
from .subjects import DeskSubject

_BOOKKEEPING = frozenset(
    {"id", "public_id", "revision", "created_at", "updated_at", "created_by", "updated_by"}
)
"""Not typed by anybody: what publishing and counting saves write."""


def changes_since(subject: DeskSubject, revision: int) -> list[DeskChange]:
    """Field by field, and row by row for what belongs to the subject, since it was at ``revision``."""
    then = _event_model(type(subject)).objects.filter(pgh_obj_id=subject.pk, revision=revision)
    # The first of them: later ones with the same revision belong to the next save, before it was counted.
    before = then.order_by("pgh_id").first()
    if before is None:
        return []
    return [*_own_changes(subject, before), *_row_changes(subject, before.pgh_created_at)]


def reads_as_at(subject: DeskSubject, moment: datetime) -> bool:
    """Whether all that documents are made of is as it was at a moment, in the subject and in the rows below it.

    What was changed and changed back is as it was, and columns that stay on the desk do not count (``left_out``).
    What is left out of the document today (a claim of a confidential source) counts: it may be shown one day.
    False where the history does not reach back so far. Three queries for each model of rows.
    """
    then = _event_model(type(subject)).objects.filter(pgh_obj_id=subject.pk, pgh_created_at__lte=moment)
    before = then.order_by("-pgh_id").first()
    if before is None:
        return False
    if any(getattr(before, name) != getattr(subject, name) for name in _compiled_columns(type(subject))):
        return False
    return _rows_read_as_at(type(subject), [subject.pk], moment)


def _rows_read_as_at(model: type[models.Model], keys: Collection[int], moment: datetime) -> bool:
    """Whether the rows that belong to these, and the rows that belong to them, say what they said at the moment."""
    for relation in model._meta.related_objects:
        rows_model: Any = relation.related_model
        belongs = relation.on_delete is models.CASCADE and hasattr(rows_model, "pgh_event_model")
        if not belongs or rows_model.__name__ in left_out.MODELS:
            continue
        columns = _compiled_columns(rows_model)
        owned = {f"{relation.field.attname}__in": keys}
        rows = {row.pk: row for row in rows_model._default_manager.filter(**owned)}
        events = _event_model(rows_model).objects.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
        touched = set(events.filter(**owned, pgh_created_at__gt=moment).values_list("pgh_obj_id", flat=True))
        before = {
            event.pgh_obj_id: event
            for event in events.filter(pgh_obj_id__in=touched, pgh_created_at__lte=moment)
            if event.pgh_label != "delete"
        }
        for pk in touched:
            then, now = before.get(pk), rows.get(pk)
            if then is None and now is None:
                continue
            if then is None or now is None:
                return False
            if any(getattr(then, column) != getattr(now, column) for column in columns):
                return False
        if rows and not _rows_read_as_at(rows_model, list(rows), moment):
            return False
    return True


def _compiled_columns(model: type[models.Model]) -> list[str]:
    """Columns of a model that documents are made of."""
    events = {field.attname for field in _event_model(model)._meta.concrete_fields}
    desk = left_out.left_out(model.__name__).keys() | {"public_id"}
    return [
        field.attname
        for field in model._meta.concrete_fields
        if field.name not in desk and field.attname in events
    ]


def _event_model(model: type[models.Model]) -> Any:
    return model.pgh_event_model  # type: ignore[attr-defined]  # set by pghistory.track


def _own_changes(subject: DeskSubject, before: models.Model) -> Iterator[DeskChange]:
    names = {field.name for field in before._meta.concrete_fields} - _BOOKKEEPING
    for field in subject._meta.concrete_fields:
        if field.name in names:
            old, new = _shown(before, field.name), _shown(subject, field.name)
            if old != new:
                yield DeskChange(field.name, str(field.verbose_name), old, new)


def _row_changes(subject: DeskSubject, since: datetime) -> Iterator[DeskChange]:
    """Rows added, changed or removed after the revision was saved: each once, as it is now or was last."""
    for relation in subject._meta.related_objects:
        model: Any = relation.related_model
        if not (relation.one_to_many and hasattr(model, "pgh_event_model") and relation.get_accessor_name()):
            continue
        key = relation.field.name
        events = _event_model(model).objects.filter(**{f"{key}_id": subject.pk}, pgh_created_at__gt=since)
        last = {event.pgh_obj_id: event for event in events.order_by("pgh_id")}
        rows = model._default_manager.in_bulk(list(last))
        added = {event.pgh_obj_id for event in events if event.pgh_label == "insert"}
        for pk, event in last.items():
            row = rows.get(pk)
            was = "" if pk in added else _("an earlier version")
            yield DeskChange(
                path=f"{key}.{model._meta.model_name}.{pk}",
                label=str(model._meta.verbose_name),
                before=was if row is not None else _gist(event),
                after=str(row) if row is not None else "",
            )


def _gist(event: models.Model) -> str:
    """What a deleted row said, from the first text it has."""
    for name in ("name", "title", "description", "wording", "reason", "rationale", "text", "value"):
        if text := getattr(event, name, ""):
            return str(text)
    return _("removed")


def _shown(row: models.Model, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if callable(display) else getattr(row, name)
    return "" if value is None else str(value)
