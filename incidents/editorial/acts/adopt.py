"""Adoption of a dataset's coding: the desk has looked at it and holds it, and may take that back.

The dataset stays named as the origin; what it coded counts as assessed by the desk. Nothing of it is rewritten on the
desk, so that taking the adoption back makes it the dataset's again, but for what analysts have changed meanwhile. What
is public says so at once in a refreshed edition; what is being worked on says it with its next one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import EditionKind, WorkflowState
from incidents.models import DatasetRow, Incident

from ..acting import acting, repeated
from ..drafting import Occasion
from ..issuing import Plan
from ..refusal import EditorialProblem, Refused
from ..subjects import OUT_OF_FORCE, take_over

CHUNK = 2000
"""Incidents in one transaction of a batch: the head of the log is held for about a second."""

ADOPTED = "The desk has reviewed what the dataset coded, and adopts it."
TAKEN_BACK = "The desk no longer adopts what the dataset coded; it stands as coded there."
"""Public notes of the editions, in the record's language."""


@repeated
def adopt(*, subject: Incident, by: User) -> None:
    """Hold what a dataset coded. Raises ``Refused`` where nothing of the incident is a dataset's, or it is adopted."""
    _set(subject, by, timezone.localdate())


@repeated
def take_back_adoption(*, subject: Incident, by: User) -> None:
    """Leave the coding to the dataset again. Raises ``Refused`` where it was not adopted."""
    _set(subject, by, None)


def adopt_batch(
    *, incidents: Collection[int], by: User, progress: Callable[[int, int], None] | None = None
) -> int:
    """Adopt many, by primary key, in chunks that are each a transaction of its own; returns how many.

    Those of which nothing is left to adopt are passed over. ``progress(done, all)`` is called after each chunk.
    """
    pks, adopted = sorted(incidents), 0
    for start in range(0, len(pks), CHUNK):
        chunk = pks[start : start + CHUNK]
        adopted += _adopt_chunk(chunk, by)
        if progress:
            progress(start + len(chunk), len(pks))
    return adopted


@repeated
def _adopt_chunk(pks: list[int], by: User) -> int:
    with acting(by, Capability.APPROVE):
        plan = Plan.lock({"incident": pks})
        coded, today, wanted = _coded_by_datasets(pks), timezone.localdate(), set(pks)
        rows = [row for row in plan.rows["incident"].values() if isinstance(row, Incident)]
        rows = [row for row in rows if row.pk in wanted and not any(_problems(row, coded, today))]
        _write(rows, today)
    return len(rows)


def _set(subject: Incident, by: User, day: date | None) -> None:
    with acting(by, Capability.APPROVE):
        plan = Plan.lock({"incident": [subject.pk]})
        row = plan.as_seen(subject)
        problems = list(_problems(row, _coded_by_datasets([row.pk]), day))
        if problems:
            raise Refused(problems)
        _write([row], day)
        take_over(subject, row, "adopted_on")


def _coded_by_datasets(pks: Collection[int]) -> set[int]:
    """Those that were made from a row of somebody else's dataset."""
    made = DatasetRow.objects.filter(incidents_made__in=list(pks), dataset__own=False)
    return set(made.values_list("incidents_made", flat=True))


def _problems(row: Incident, coded: Collection[int], day: date | None) -> Iterator[EditorialProblem]:
    if row.pk not in coded:
        yield EditorialProblem(None, _("It is the desk's own coding: there is nothing to adopt."))
    if row.state in OUT_OF_FORCE:
        state = WorkflowState(row.state)
        yield EditorialProblem(
            None, _("It is %(state)s.") % {"state": str(state.label).lower()}, _("Reopen it first.")
        )
    if day and row.adopted_on:
        yield EditorialProblem(None, _("What the dataset coded was adopted already."))
    if not day and not row.adopted_on:
        yield EditorialProblem(None, _("What the dataset coded has not been adopted."))


def _write(rows: Collection[Incident], day: date | None) -> None:
    """Within the caller's transaction, which holds the rows. An act of review is no edit: the revision stays."""
    Incident.objects.filter(pk__in=[row.pk for row in rows]).update(adopted_on=day)
    for row in rows:
        row.adopted_on = day
    public = [row.pk for row in rows if row.state == WorkflowState.PUBLISHED]
    if public:
        note = ADOPTED if day else TAKEN_BACK
        Plan.lock({"incident": public}).issue(Occasion(EditionKind.REFRESHED, note))
