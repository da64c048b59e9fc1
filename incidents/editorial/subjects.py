"""The five kinds of subject as the desk knows them, and the rows of one subject under lock."""

from __future__ import annotations

from typing import TypeVar

from django.utils.translation import gettext as _

from incidents.models import Actor, Episode, Incident, Location, Source

from .refusal import Refused

DeskSubject = Incident | Episode | Actor | Location | Source
Told = Incident | Episode
"""Subjects that are worked on through states."""
S = TypeVar("S", Incident, Episode, Actor, Location, Source)
T = TypeVar("T", Incident, Episode)

MODELS: dict[str, type[DeskSubject]] = {
    "incident": Incident,
    "episode": Episode,
    "actor": Actor,
    "location": Location,
    "source": Source,
}
"""By the record's name of the subject, in the order in which rows are locked."""


def kind_of(subject: DeskSubject) -> str:
    """The record's name of the subject: incident, episode, actor, location, source."""
    return subject._meta.model_name or ""


def lock(subject: S) -> S:
    """The row as it stands now, locked until the transaction ends.

    Raises ``Refused`` where it is gone. The lock lets others refer to the row (a new claim by the actor), so that
    publishing does not stop data entry.
    """
    model = type(subject)
    row = model._default_manager.select_for_update(no_key=True).filter(pk=subject.pk).first()
    if row is None:
        raise Refused.because(_("It has been deleted in the meantime."))
    return row


def take_over(subject: S, row: S, *fields: str) -> None:
    """Bring the caller's object up to date with what was written to its row."""
    for field in fields:
        setattr(subject, field, getattr(row, field))
