"""The six kinds of subject on the desk, and their rows under lock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar, cast

from django.utils.translation import gettext as _

from incidents.codebook import WorkflowState
from incidents.models import Actor, Coverage, Episode, Incident, Location, Source

from .refusal import Refused

DeskSubject = Incident | Episode | Coverage | Actor | Location | Source
Narrative = Incident | Episode
"""Subjects that are worked on through states."""
S = TypeVar("S", bound=DeskSubject)
KeysByKind = Mapping[str, Collection[int]]
"""Primary keys by the record's name of their kind."""

OUT_OF_FORCE = frozenset({WorkflowState.RETRACTED, WorkflowState.MERGED, WorkflowState.WITHHELD})
"""States in which nothing but a tombstone is public."""

MODELS: dict[str, type[DeskSubject]] = {
    "incident": Incident,
    "episode": Episode,
    "coverage": Coverage,
    "actor": Actor,
    "location": Location,
    "source": Source,
}
"""By the record's name of the subject, in the order in which rows are locked."""


def in_force(narrative: Narrative) -> bool:
    """Whether readers can read it, whatever the desk is doing with it."""
    return narrative.public_id is not None and narrative.state not in OUT_OF_FORCE


def kind_of(subject: DeskSubject) -> str:
    """The record's name of the subject: incident, episode, coverage, actor, location, source."""
    return subject._meta.model_name or ""


def lock(subject: S) -> S:
    """The row as it stands now, locked until the transaction ends.

    Raises ``Refused`` where it is gone. The lock lets others refer to the row (a new claim by the actor), so that
    publishing does not stop data entry.
    """
    row = type(subject)._default_manager.select_for_update(no_key=True).filter(pk=subject.pk).first()
    if row is None:
        raise Refused.because(_("It has been deleted in the meantime."))
    return cast("S", row)


def take_over(subject: S, row: S, *fields: str) -> None:
    """Bring the caller's object up to date with what was written to its row."""
    for field in fields:
        setattr(subject, field, getattr(row, field))


def lock_rows(kind: str, pks: Iterable[int]) -> dict[int, DeskSubject]:
    """Several rows of one kind, locked in the order of their keys, so that two publishers never block each other.

    Kinds are locked in the order of ``MODELS``, the head of the log after all of them. Whoever issues an edition
    holds the row of its subject.
    """
    rows = MODELS[kind]._default_manager.select_for_update(no_key=True).filter(pk__in=list(pks))
    return {row.pk: row for row in rows.order_by("pk")}


def lock_as_seen(subject: S) -> S:
    """The row under lock, provided nobody saved since the caller read it. Raises ``Refused``."""
    return as_seen(subject, lock(subject))


def as_seen(subject: S, row: DeskSubject | None) -> S:
    """The locked row, provided that it is still there and nobody saved since the caller read it.

    Raises ``Refused``: what is approved or issued must be what was looked at.
    """
    if row is None:
        raise Refused.because(_("It has been deleted in the meantime."))
    if row.revision != subject.revision:
        name = row.updated_by.display_name if row.updated_by else _("somebody")
        raise Refused.because(
            _("%(name)s edited it while you were looking at it.") % {"name": name},
            _("Open it again and look at what changed."),
        )
    return cast("S", row)


def move(subject: Narrative, row: Narrative, state: WorkflowState) -> None:
    """Write the new state; an act of review is no edit, so revision and last editor stay."""
    type(row)._default_manager.filter(pk=row.pk).update(state=state)
    row.state = state
    take_over(subject, row, "state", "public_id")
