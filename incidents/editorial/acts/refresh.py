"""Refresh of public documents, after a name, a relation or a format changed elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db import transaction

from accounts.models import User
from accounts.roles import Capability

from .. import mentions
from ..acting import acting, repeated
from ..issuing import Plan
from ..subjects import MODELS, DeskSubject, kind_of

CHUNK = 2000


def refresh(*, subjects: Collection[DeskSubject] | None = None, by: User) -> int:
    """Recompile what names the subjects, and the subjects; without any, all that is public.

    Only what reads differently gets a new edition; returns how many were issued. Incidents and episodes that somebody
    is working on are left alone: their next edition brings the change. Runs in chunks, each a transaction of its own.
    """
    by_kind: dict[str, list[int]] = defaultdict(list)
    for subject in subjects or ():
        by_kind[kind_of(subject)].append(subject.pk)
    named = mentions.everything() if subjects is None else mentions.naming(by_kind)
    issued = 0
    # The subjects themselves and their like before what names them, so that names are settled first.
    for kind in reversed(MODELS):
        keys = named.get(kind, [])
        for start in range(0, len(keys), CHUNK):
            issued += _refresh_chunk(kind, keys[start : start + CHUNK], by)
    return issued


@repeated
def _refresh_chunk(kind: str, keys: Sequence[int], by: User) -> int:
    with acting(by, Capability.CORRECT):
        return len(Plan.lock({}, also={kind: keys}).refresh())


def named_with(subject: DeskSubject, by: User) -> dict[str, list[int]]:
    """What has to say it anew when a subject is corrected, to be issued in the same transaction.

    Where that is too much for one, nothing: it is refreshed in chunks as soon as the transaction is through.
    """
    named = mentions.naming({kind_of(subject): [subject.pk]})
    if sum(map(len, named.values())) <= CHUNK:
        return named

    def later() -> None:
        refresh(subjects=[subject], by=by)

    transaction.on_commit(later)
    return {}
