"""What a release has that another had not: incidents added, corrected, gone; and how the totals moved."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import Count, Q, Sum

from ...api.shapes import Shape
from ...codebook import Extent
from ...record.models import Edition, Row
from ...record.models.releases import Release
from ...record.reading import State
from ...record.states import ALIAS

KINDS = ("added", "corrected", "refreshed", "retracted", "merged", "withheld")
"""What may have become of an incident between two releases. Refreshed: a name or format changed elsewhere."""

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
_COUNTS = f"{_CHANGES} SELECT kind, count(*) FROM change GROUP BY kind"  # noqa: S608 - our own words
_LIST = f"""{_CHANGES}
SELECT public_id, kind, before, after, survivor FROM change
WHERE kind = %(kind)s AND public_id > %(beyond)s ORDER BY public_id LIMIT %(limit)s
"""  # noqa: S608 - our own words
_GONE = ["retracted", "merged", "withheld"]


@dataclass(frozen=True, slots=True)
class Changed:
    """One incident that is not in both releases as it was. ``before`` and ``after`` are numbers of editions."""

    public_id: str
    kind: str
    before: int | None
    after: int
    into: str | None


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

    @property
    def counts(self) -> dict[str, int]:
        """Every kind, in the order of ``KINDS``; one query."""
        counts = dict(_rows(_COUNTS, self._bounds))
        return {kind: counts.get(kind, 0) for kind in KINDS}

    def changed(self, kind: str, *, beyond: str = "", limit: int = 100) -> list[Changed]:
        """Incidents of one kind of change by id, after an id."""
        parameters = {"kind": kind, "beyond": beyond, "limit": limit}
        return [Changed(*row) for row in _rows(_LIST, self._bounds | parameters)]

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

    @property
    def _bounds(self) -> dict[str, Any]:
        return {"older": self.older.sequence, "newer": self.newer.sequence, "gone": _GONE}


def differences(first: Release, second: Release) -> Differences:
    """Of two releases in whatever order."""
    return Differences(*sorted((first, second), key=lambda release: (release.sequence, release.name)))


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


def _rows(sql: str, parameters: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
