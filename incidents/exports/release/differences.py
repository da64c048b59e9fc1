"""What a release has that another had not: incidents added, corrected, gone; and how the totals moved."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import Count, Q, Sum

from ...api.shapes import Shape
from ...codebook import Extent
from ...record import document as d
from ...record.comparison import compare_by_field, fields_of
from ...record.models import Edition, Row
from ...record.models.releases import Release
from ...record.reading import State, bodies, state_at
from ...record.states import ALIAS, head, refuse_if_behind

KINDS = ("added", "corrected", "refreshed", "retracted", "merged", "withheld")
"""What may have become of an incident between two releases. Refreshed: a name or format changed elsewhere."""

COMPARED = ("corrected", "refreshed")
"""Kinds of change that leave an incident in both releases, so that its fields can be compared."""
FIELDS = fields_of(d.IncidentDocument)

# Only ids with an edition between the two are looked at, so that neighbouring releases are compared quickly.
_CHANGES = """
WITH issued AS (
    SELECT public_id, bool_or(kind = 'corrected') AS corrected FROM record_edition
    WHERE subject = 'incident' AND sequence > %(older)s AND sequence <= %(newer)s
    GROUP BY public_id
), before AS (
    SELECT DISTINCT ON (public_id) public_id, number, kind FROM record_edition JOIN issued USING (public_id)
    WHERE sequence <= %(older)s ORDER BY public_id, number DESC
), after AS (
    SELECT DISTINCT ON (public_id) public_id, number, kind, "into" AS survivor
    FROM record_edition JOIN issued USING (public_id)
    WHERE sequence <= %(newer)s ORDER BY public_id, number DESC
), change AS (
    SELECT after.public_id, before.number AS before, after.number AS after, after.survivor,
        CASE
            WHEN after.kind = ANY(%(gone)s) THEN after.kind
            WHEN before.kind IS NULL OR before.kind = ANY(%(gone)s) THEN 'added'
            WHEN issued.corrected THEN 'corrected'
            ELSE 'refreshed'
        END AS kind
    FROM after JOIN issued USING (public_id) LEFT JOIN before USING (public_id)
    -- What came and went between the two is in neither.
    WHERE NOT (after.kind = ANY(%(gone)s) AND (before.kind IS NULL OR before.kind = ANY(%(gone)s)))
)
"""
# A change in one field: the texts of both editions are parsed, which costs some 40 µs for each incident.
_IN_FIELD = """
JOIN record_edition older ON (older.public_id, older.number) = (change.public_id, change.before)
    AND older.body IS NOT NULL AND change.kind = ANY(%(compared)s)
JOIN record_edition newer ON (newer.public_id, newer.number) = (change.public_id, change.after)
    AND newer.body IS NOT NULL
    AND (older.body::jsonb -> %(field)s) IS DISTINCT FROM (newer.body::jsonb -> %(field)s)
"""
_COUNTS = "{changes} SELECT change.kind, count(*) FROM change {filter} GROUP BY 1"
_LIST = """{changes}
SELECT change.public_id, change.kind, change.before, change.after, change.survivor FROM change {filter}
WHERE change.kind = %(kind)s AND change.public_id > %(beyond)s ORDER BY 1 LIMIT %(limit)s
"""
_GONE = ["retracted", "merged", "withheld"]


@dataclass(frozen=True, slots=True)
class Changed:
    """One incident that is not in both releases as it was. ``before`` and ``after`` are numbers of editions."""

    public_id: str
    kind: str
    before: int | None
    after: int
    into: str | None


class FieldDifference(Shape, frozen=True):
    """What an incident says in the newer release and did not in the older, in words; ``field`` is the document's.

    ``before`` is empty for what was added, ``after`` for what was taken away.
    """

    field: str
    label: str
    before: str
    after: str


class Totals(Shape, frozen=True):
    """Of one release as it can be read today.

    Deaths are those of single incidents, as in a count: each end is a sum over those that have one, null where none
    has. ``without_figure``: how many have no figure at all; ``without_best``: how many of the others have no best
    one. ``others`` are series and aggregates, which sum up what may be there singly as well, and are only counted.
    """

    incidents: int
    others: int
    without_figure: int
    without_best: int
    killed_low: int | None
    killed_best: int | None
    killed_high: int | None


@dataclass(frozen=True)
class Differences:
    """From the older release to the newer one."""

    older: Release
    newer: Release

    def counts(self, field: str = "") -> dict[str, int]:
        """Every kind, in the order of ``KINDS``, optionally of incidents that differ in a field; one query."""
        counts = dict(self._rows(_COUNTS, field))
        return {kind: counts.get(kind, 0) for kind in KINDS}

    def changed(self, kind: str, field: str = "", *, beyond: str = "", limit: int = 100) -> list[Changed]:
        """Incidents of one kind of change by id, after an id; optionally those that differ in one of ``FIELDS``."""
        return [Changed(*row) for row in self._rows(_LIST, field, kind=kind, beyond=beyond, limit=limit)]

    def fields(self, changed: Iterable[Changed]) -> dict[str, list[FieldDifference]]:
        """What each of the incidents that are in both releases says otherwise in the newer, by id; two queries.

        Where the text of one of the two editions was withheld since, nothing can be told.
        """
        ids = {incident.public_id for incident in changed if incident.before and incident.kind in COMPARED}
        before, after = (bodies(ids, state_at(release.sequence)) for release in (self.older, self.newer))
        return {
            public_id: [
                FieldDifference(field=field, label=change.label, before=change.before, after=change.after)
                for field, changes in compare_by_field(
                    d.decode(before[public_id]), d.decode(after[public_id])
                ).items()
                for change in changes
            ]
            for public_id in sorted(before.keys() & after.keys())
        }

    def notes(self, ids: Collection[str]) -> dict[str, str]:
        """What was said of the change of each, by id: the last public note between the two; one query."""
        issued = Edition.objects.using(ALIAS).filter(
            sequence__gt=self.older.sequence,
            sequence__lte=self.newer.sequence,
            public_id__in=ids,
            note__isnull=False,
        )
        return {
            public_id: note or ""
            for public_id, note in issued.order_by("sequence").values_list("public_id", "note")
        }

    def _rows(self, sql: str, field: str, **parameters: Any) -> Sequence[tuple[Any, ...]]:
        statement = sql.format(changes=_CHANGES, filter=_IN_FIELD if field else "")
        bounds: dict[str, Any] = {"older": self.older.sequence, "newer": self.newer.sequence, "gone": _GONE}
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(statement, bounds | parameters | {"field": field, "compared": list(COMPARED)})
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def differences(first: Release, second: Release) -> Differences:
    """Of two releases in whatever order. Raises ``BehindError`` on a copy that has not reached both."""
    older, newer = sorted((first, second), key=lambda release: (release.sequence, release.name))
    if newer.sequence > (now := head()).sequence:
        refuse_if_behind(now)
    return Differences(older, newer)


def totals_of(state: State | Release) -> Totals:
    rows = Row.objects.using(ALIAS).filter(
        entry__edition__lte=state.sequence, entry__until__gt=state.sequence
    )
    single = Q(extent=Extent.SINGLE)
    sums = {name: Sum(name, filter=single) for name in ("killed_low", "killed_best", "killed_high")}
    nothing = Q(killed_low=None, killed_best=None, killed_high=None)
    totals = rows.aggregate(
        incidents=Count("pk", filter=single),
        others=Count("pk", filter=~single),
        without_figure=Count("pk", filter=single & nothing),
        without_best=Count("pk", filter=single & Q(killed_best=None) & ~nothing),
        **sums,
    )
    # A sum over nothing is unknown, unless there is nobody to ask about.
    return Totals(**(totals if totals["incidents"] else {name: value or 0 for name, value in totals.items()}))


def moved(before: Totals, after: Totals) -> Totals:
    by: dict[str, Any] = {
        name: difference(getattr(before, name), getattr(after, name)) for name in TOTAL_NAMES
    }
    return Totals(**by)


def difference(before: int | None, after: int | None) -> int | None:
    """``None`` where one of the two is unknown."""
    return None if before is None or after is None else after - before


TOTAL_NAMES = Totals.__struct_fields__
