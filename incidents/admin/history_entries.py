"""History entries of a subject, read from the event tables that triggers fill; a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from pghistory.models import Context

from accounts.models import User

MOST_EVENTS = 500
"""Events read from each table, newest first; more than anybody reads."""

_NOT_SHOWN = frozenset(
    {"id", "revision", "created_at", "updated_at", "created_by", "updated_by", "sha256", "folded", "at"}
)


@dataclass(frozen=True)
class FieldChange:
    """One value before and after; empty where there was none."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RowChange:
    """What happened to one row: ``act`` is insert, update or delete."""

    kind: str
    act: str
    fields: list[FieldChange]


@dataclass
class Save:
    """All that one request, command or import changed in one go."""

    at: datetime
    by: str
    through: str
    rows: list[RowChange] = field(default_factory=list)


def saves_of(row: models.Model) -> list[Save]:
    """The history of a row and of all rows that are deleted with it, newest first."""
    events = list(_with_previous(row))
    names = ReferencedNames(events, row)
    contexts = Context.objects.in_bulk({event.pgh_context_id for event, _before in events} - {None})
    users = User.objects.in_bulk(_user_ids(contexts.values()))
    events.sort(key=lambda pair: (pair[0].pgh_created_at, pair[0].pgh_id))
    own = type(row).pgh_event_model._meta.model_name  # type: ignore[attr-defined]
    saves = []
    for _key, together in groupby(events, key=lambda pair: pair[0].pgh_context_id or pair[0].pgh_created_at):
        pairs = sorted(  # the subject's own changes first, then its rows, table by table
            together,
            key=lambda pair: (pair[0]._meta.model_name != own, pair[0]._meta.model_name, pair[0].pgh_id),
        )
        changes = [change for event, before in pairs if (change := _row_change(event, before, names))]
        if changes:
            context = contexts.get(pairs[0][0].pgh_context_id)
            # What was being done, where it was not a form of the admin.
            through = context.metadata.get("act") or context.metadata.get("command") if context else None
            at = min(event.pgh_created_at for event, _before in pairs)
            saves.append(Save(at, _who(context, users), str(through or ""), changes))
    return saves[::-1]


def _user_ids(contexts: Iterable[Context]) -> set[int]:
    return {context.metadata["user"] for context in contexts if context.metadata.get("user")}


def _who(context: Context | None, users: dict[int, User]) -> str:
    user = users.get(context.metadata.get("user", 0)) if context else None
    return str(user) if user else _("the system")


def _with_previous(row: models.Model) -> Iterator[tuple[Any, Any]]:
    """Each event with the one before it of the same row."""
    own = type(row)._meta.concrete_model or type(row)
    keys = {own: [row.pk]}
    yield from _paired(_events(own, pgh_obj_id=row.pk))
    for child, column in _children(own):
        events = _events(child, **{column: row.pk})
        keys.setdefault(child, []).extend({event.pgh_obj_id for event in events})
        yield from _paired(events)
    seen: set[tuple[type, int]] = set()
    for parent in [model for model in keys if model is not own]:
        for child, column in _children(parent):
            if child not in keys:
                fresh = [
                    event
                    for event in _events(child, **{f"{column}__in": keys[parent]})
                    if (child, event.pgh_id) not in seen
                ]
                seen |= {(child, event.pgh_id) for event in fresh}
                yield from _paired(fresh)


def _children(model: type[models.Model]) -> Iterator[tuple[Any, str]]:
    """Tracked tables whose rows are deleted with a row of this one, and the column that points to it."""
    for relation in model._meta.related_objects:
        child: Any = relation.related_model
        if (
            relation.one_to_many
            and relation.on_delete is models.CASCADE
            and hasattr(child, "pgh_event_model")
        ):
            yield child, relation.field.attname


def _events(model: Any, **which: Any) -> list[Any]:
    return list(model.pgh_event_model.objects.filter(**which).order_by("-pgh_id")[:MOST_EVENTS])[::-1]


def _paired(events: list[Any]) -> Iterator[tuple[Any, Any]]:
    last: dict[int, Any] = {}
    for event in events:
        yield event, last.get(event.pgh_obj_id)
        last[event.pgh_obj_id] = event


def _row_change(event: Any, before: Any, names: ReferencedNames) -> RowChange | None:
    act = event.pgh_label
    pairs = [(before, event)] if act == "update" else [(None, event)] if act == "insert" else [(event, None)]
    fields = [change for old, new in pairs for change in _field_changes(old, new, names)]
    if act == "update" and not fields:
        return None
    return RowChange(str(event.pgh_tracked_model._meta.verbose_name), act, fields)


def _field_changes(old: Any, new: Any, names: ReferencedNames) -> Iterator[FieldChange]:
    event = new or old
    for column in event.pgh_tracked_model._meta.concrete_fields:
        if column.name in _NOT_SHOWN or not hasattr(event, column.attname):
            continue
        before, after = (names.shown(row, column) if row else "" for row in (old, new))
        if before != after:
            yield FieldChange(str(column.verbose_name), before, after)


class ReferencedNames:
    """Names of the rows that foreign keys point to, fetched once for each table."""

    def __init__(self, events: list[tuple[Any, Any]], subject: models.Model) -> None:
        self._subject = subject
        keys_of: dict[Any, set[Any]] = defaultdict(set)
        for event, _before in events:
            for column in event.pgh_tracked_model._meta.concrete_fields:
                if column.is_relation and getattr(event, column.attname, None):
                    keys_of[column.related_model].add(getattr(event, column.attname))
        self._names: dict[Any, dict[Any, str]] = {}
        for model, keys in keys_of.items():
            to_one = [field.name for field in model._meta.concrete_fields if field.is_relation]
            rows = model._default_manager.select_related(*to_one) if to_one else model._default_manager.all()
            self._names[model] = {row.pk: str(row) for row in rows.filter(pk__in=keys)}

    def shown(self, row: Any, column: Any) -> str:
        value = getattr(row, column.attname)
        if value in (None, "", [], {}):
            return ""
        if column.is_relation and value == self._subject.pk and column.related_model is type(self._subject):
            return ""  # that the row belongs to the subject goes without saying
        if column.is_relation:
            return self._names.get(column.related_model, {}).get(value) or _("no longer there (%s)") % value
        if isinstance(value, list | dict):
            return _listed(value)
        return str(dict(column.flatchoices).get(value, value))


def _listed(value: Any) -> str:
    """Lists and JSON as a person writes them: entries after one another, the key before its value."""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_listed(part)}" for key, part in value.items())
    return ", ".join(map(_listed, value)) if isinstance(value, list) else str(value)


def last_editor(row: models.Model) -> str:
    """Who changed the row last."""
    model: Any = row._meta.concrete_model
    event = model.pgh_event_model.objects.filter(pgh_obj_id=row.pk).order_by("-pgh_id").first()
    context = Context.objects.filter(pk=event.pgh_context_id).first() if event else None
    return _who(context, User.objects.in_bulk(_user_ids([context] if context else [])))


def shown_value(row: models.Model, column: Any) -> str:
    """A value of the row in words."""
    display = getattr(row, f"get_{column.name}_display", None)
    value = display() if callable(display) else getattr(row, column.name)
    return "—" if value in (None, "") else str(value)
