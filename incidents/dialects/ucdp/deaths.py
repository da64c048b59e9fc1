"""The dead, divided as GED divides them, out of the assessed figures.

A figure is a cell: so many people of one status, of one side. Cells are disjoint, so they may be summed. A column is
null as soon as one of its cells has no number; it is 0 where it has no cell, as it is in GED.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ...codebook import CasualtyStatus, Outcome, Side
from ...record import document as d
from ...record.violence import Dyad

FIGHTERS = {CasualtyStatus.COMBATANT, CasualtyStatus.HORS_DE_COMBAT}


@dataclass(frozen=True, slots=True)
class Deaths:
    a: int | None
    b: int | None
    civilians: int | None
    unknown: int | None
    low: int | None
    best: int | None
    high: int | None


def deaths_of(document: d.IncidentDocument, dyad: Dyad) -> Deaths:
    cells: defaultdict[str, list[int | None]] = defaultdict(list)
    for figure in document.casualties:
        if figure.outcome == Outcome.KILLED:
            cells[_column(figure, dyad)].append(figure.best)
    total = d.total(document.casualties, Outcome.KILLED)
    return Deaths(
        a=_sum(cells["a"]),
        b=_sum(cells["b"]),
        civilians=_sum(cells["civilians"]),
        unknown=_sum(cells["unknown"]),
        low=total.low,
        best=total.best,
        high=total.high,
    )


def _column(figure: d.Figure, dyad: Dyad) -> str:
    if figure.status == CasualtyStatus.CIVILIAN:
        return "civilians"
    return (_side(figure.belongs_to, dyad) if figure.status in FIGHTERS else None) or "unknown"


def _side(belonging: d.Belonging | None, dyad: Dyad) -> str | None:
    """Whose dead they were: the first or the second of the dyad."""
    if belonging is None:
        return None
    if belonging.side in (Side.A, Side.B):
        return "b" if (belonging.side == Side.B) != dyad.turned else "a"
    return next((name for name, side in _named(dyad) if _is_on(belonging.actor, side)), None)


def _named(dyad: Dyad) -> list[tuple[str, list[d.Participant]]]:
    return [("a", dyad.first), ("b", dyad.second)]


def _is_on(actor: d.Ref | None, side: list[d.Participant]) -> bool:
    return actor is not None and any(one.actor and one.actor.id == actor.id for one in side)


def _sum(values: list[int | None]) -> int | None:
    known = [one for one in values if one is not None]
    return sum(known) if len(known) == len(values) else None
