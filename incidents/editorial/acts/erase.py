"""Erasure of a name from the whole installation: desk, history, record and index.

The only function that writes where triggers forbid it: into the history, into texts and assessments that are never
overwritten. Out of reach are backups, what others downloaded, and pages of tables that PostgreSQL has not yet
vacuumed (the command ``erase_name`` does that).
"""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import msgspec
import pgtrigger
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from pghistory.models import Context
from psycopg2.extras import Json

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import PublicationBasis, WorkflowState
from incidents.models import Incident, Person
from incidents.record import document as d
from incidents.record.models import Edition

from ..acting import acting, repeated
from ..approvals import STATELESS, awaiting_approval, mark_approved
from ..issuing import Plan
from ..protecting import withhold_editions
from ..redaction import mapped
from ..refusal import Refused
from ..scrubbing import ESCAPES, NamePattern
from ..text_columns import REPORT_TEXTS, TextColumn, folded_both_ways, text_columns

REPLACEMENT = "[name removed]"
_SHORTEST = 3

_PLAIN_BODY = "regexp_replace(body, '\\\\[ntr]', ' ', 'g')"
_HOLDING = f"""
SELECT public_id, sequence FROM record_edition
WHERE {folded_both_ways(_PLAIN_BODY)} ~ %(name)s OR {folded_both_ways("coalesce(note, '')")} ~ %(name)s
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was changed: rows by table, and the public ids of the documents issued anew."""

    rows: dict[str, int] = field(default_factory=dict)
    reissued: list[str] = field(default_factory=list)


@repeated
def erase_name(*, name: str, by: User, basis: str, replacement: str = REPLACEMENT) -> Erasure:
    """Replace a name wherever it is stored, and withhold the editions that hold it.

    The name is found in folded form and as whole words, in every text column that the database has, in its history,
    in notes and addresses. Texts of reports are blackened in place, so that passages keep their offsets. Documents
    in force are issued anew as protective corrections, from what is public, not from what is being edited. People
    who bore the name are not named any more. Accounts are left alone: whoever works here agreed to be named.
    """
    with acting(by, Capability.WITHHOLD):
        pattern = _checked(name, basis, replacement)
        rows: Counter[str] = Counter()
        with pgtrigger.ignore():
            # What a statement did before must not fire after the triggers are back.
            texts = _blacken_texts(pattern, rows)
            for column in text_columns():
                rows[column.table] += _scrub(column, pattern, replacement)
            # Whoever bore the name has no ground to be named any more.
            Person.objects.filter(name__contains=replacement).update(basis=PublicationBasis.NONE)
        rows["django_session"] += _drop_sessions(pattern)
        cache.clear()
        editions = withhold_editions(
            _holding(pattern), lambda document: _redacted(document, pattern, replacement)
        )
        # Published incidents whose claims point into the texts: they carry the hash of the blackened text now.
        citing = Incident.objects.filter(state=WorkflowState.PUBLISHED, claims__passages__text__in=texts)
        keys = list(citing.order_by("pk").distinct().values_list("pk", flat=True))
        editions += Plan.lock({}, also={"incident": keys}).refresh()
        # Who erased, when and on what ground, without the name: the history has no other trace of it.
        metadata = {
            "user": by.pk,
            "act": "erase-name",
            "basis": pattern.scrubbed(basis, replacement),
            "rows": sum(rows.values()),
            "sequences": [edition.sequence for edition in editions],
        }
        Context.objects.create(id=uuid.uuid4(), metadata=metadata)
    public_ids = sorted({edition.public_id for edition in editions})
    return Erasure({table: count for table, count in rows.items() if count}, public_ids)


def _checked(name: str, basis: str, replacement: str) -> NamePattern:
    try:
        pattern = NamePattern.of(name)
    except ValueError as error:
        raise Refused.because(_("A name has at least one letter."), field="name") from error
    if len(pattern.folded) < _SHORTEST:
        raise Refused.because(
            _("This is too short: it would be found in too many words."),
            _("Give the name in full; run it once for each way of writing it."),
            field="name",
        )
    if not replacement.startswith("[") or not replacement.endswith("]"):
        raise Refused.because(_("Put the replacement in square brackets."), field="replacement")
    if pattern.stands_in(replacement):
        raise Refused.because(_("The replacement holds the name."), field="replacement")
    if not basis.strip():
        raise Refused.because(_("Say on what ground."), _("It stays on the desk."), field="basis")
    return pattern


def _blacken_texts(name: NamePattern, rows: Counter[str]) -> set[int]:
    """Texts of reports and their history; returns the keys of the texts that changed."""
    changed: set[int] = set()
    for column in REPORT_TEXTS:
        matches = _matches(column, name)
        for pk, text in matches:
            masked = name.masked(text)
            _write(column.writing, masked, pk)
            _write(replace(column, name="sha256").writing, sha256(masked.encode()).hexdigest(), pk)
        rows[column.table] += len(matches)
        changed |= {pk for pk, _text in matches} if column.key == "id" else set()
    return changed


def _scrub(column: TextColumn, name: NamePattern, replacement: str) -> int:
    """Rows of one column that held the name."""
    matches = _matches(column, name)
    for pk, value in matches:
        new: Any = "" if column.address else name.scrubbed(value, replacement)
        _replace(column, pk, new)
    _count_as_edit(column.table, [pk for pk, _value in matches])
    return len(matches)


def _matches(column: TextColumn, name: NamePattern) -> list[tuple[Any, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(column.matching, [name.pattern, ESCAPES])
        rows: list[tuple[Any, Any]] = cursor.fetchall()
    if column.type == "jsonb":
        rows = [(pk, json.loads(value) if isinstance(value, str) else value) for pk, value in rows]
    return [(pk, value) for pk, value in rows if name.scrubbed(value, REPLACEMENT) != value]


def _count_as_edit(table: str, pks: list[Any]) -> None:
    """Whoever has the old name in an open form is told, instead of bringing it back by saving."""
    models = (model for model in apps.get_models() if model._meta.db_table == table and not model._meta.proxy)
    model = next(models, None)
    if model is None or not pks or table.endswith("event"):
        return
    names = {field.name for field in model._meta.concrete_fields}
    if "revision" in names:
        kind = model._meta.model_name or ""
        waited = awaiting_approval(kind, pks) if kind in STATELESS else set()
        rows = model._default_manager.filter(pk__in=pks)
        rows.update(revision=F("revision") + 1)
        if kind in STATELESS:
            # Whoever erases has approved that, but not what an analyst changed before.
            public = set(rows.filter(public_id__isnull=False).values_list("pk", flat=True))
            mark_approved(kind, public - waited, None)
    elif "incident" in names:
        incidents = model._default_manager.filter(pk__in=pks).values("incident")
        Incident.objects.filter(pk__in=incidents).update(revision=F("revision") + 1)


def _replace(column: TextColumn, pk: Any, value: Any) -> None:
    """Write a scrubbed value; where it must be unique and is taken, with a number."""
    for attempt in _attempts(column, value):
        try:
            with transaction.atomic():
                _write(column.writing, attempt, pk)
        except IntegrityError:
            continue
        return
    raise Refused.because(_("The name could not be replaced in %(table)s.") % {"table": column.table})


def _attempts(column: TextColumn, value: Any) -> Iterator[Any]:
    if column.type == "jsonb":
        yield Json(value)
    elif isinstance(value, str):
        yield value[: column.longest]
        for number in range(2, 100):
            suffix = f" {number}"
            room = None if column.longest is None else column.longest - len(suffix)
            yield value[:room] + suffix
    else:
        yield value


def _write(statement: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def _drop_sessions(name: NamePattern) -> int:
    """Sessions that remember the name, such as why an act was refused, and those that nobody can read any more."""
    sessions = ((session.pk, session.get_decoded()) for session in Session.objects.all())
    holding = [pk for pk, data in sessions if not data or name.scrubbed(data, REPLACEMENT) != data]
    return Session.objects.filter(pk__in=holding).delete()[0]


def _holding(name: NamePattern) -> dict[str, list[int]]:
    """Editions whose text or note holds the name, by public id."""
    by_id: dict[str, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_HOLDING, {"name": name.pattern})
        holding: set[tuple[str, int]] = set(cursor.fetchall())
    escaped = Edition.objects.filter(Q(body__regex=ESCAPES) | Q(note__regex=ESCAPES))
    rows = escaped.values_list("public_id", "sequence", "body", "note").iterator(chunk_size=500)
    for public_id, sequence, body, note in rows:
        if any(name.stands_in(text) for text in (body, note) if text):
            holding.add((public_id, sequence))
    for public_id, sequence in sorted(holding, key=lambda row: row[1]):
        by_id.setdefault(public_id, []).append(sequence)
    return by_id


def _redacted(document: d.Document, name: NamePattern, replacement: str) -> d.Document:
    """The public text without the name, without addresses that hold it and without people who bore it."""

    def change(value: Any) -> Any:
        match value:
            case str():
                return name.scrubbed(value, replacement)
            case d.ReportRef():
                return msgspec.structs.replace(
                    value,
                    url=_address(value.url, replacement),
                    archive_url=_address(value.archive_url, replacement),
                )
            case d.NamedPerson() if replacement in value.name:
                return None
            case _:
                return value

    redacted: d.Document = mapped(document, change)
    return redacted


def _address(address: str | None, replacement: str) -> str | None:
    """An address in which something was replaced leads nowhere."""
    return None if address is None or replacement in address else address
