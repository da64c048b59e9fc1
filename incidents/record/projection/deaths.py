"""The dead of an incident as UCDP divides them: of each side, civilians, unknown.

A figure is a cell: so many people of one status, of one side. Cells are disjoint, so they may be summed. A column is
null as soon as one of its cells has no number; it is 0 where it has no cell, as it is in GED. Where a figure tells
neither status nor side, the claim it was adopted from may: its parts ("10, of them two civilians") divide it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import assert_never

from ...codebook import COUNTED_AS, OPPOSED_SIDES, CasualtyStatus, Outcome, Side, Stance
from .. import document as d
from .violence import Dyad, dyad_of

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class GedDeaths:
    """The dead of each side, civilians and unknown, and all of them as a range."""

    a: int | None
    b: int | None
    civilians: int | None
    unknown: int | None
    low: int | None
    best: int | None
    high: int | None


def deaths_of(document: d.IncidentDocument, dyad: Dyad) -> GedDeaths:
    cells: defaultdict[str, list[int | None]] = defaultdict(list)
    for figure in d.counted(document.casualties, Outcome.KILLED):
        for name, number in _divided(figure, document.claims, dyad):
            cells[name].append(number)
    total = d.total(document.casualties, Outcome.KILLED)
    return GedDeaths(
        a=_sum(cells["a"]),
        b=_sum(cells["b"]),
        civilians=_sum(cells["civilians"]),
        unknown=_sum(cells[UNKNOWN]),
        low=total.low,
        best=total.best,
        high=total.high,
    )


def civilians_claimed(document: d.IncidentDocument) -> int | None:
    """The civilians among the dead where no figure tells them, and the claim that a figure was adopted from does."""
    counted = d.counted(document.casualties, Outcome.KILLED)
    if any(figure.status == CasualtyStatus.CIVILIAN for figure in counted):
        return None
    if not any(
        part.status == CasualtyStatus.CIVILIAN for part, _number in _all_parts(counted, document.claims)
    ):
        return None
    return deaths_of(document, dyad_of(document)).civilians or None


def _all_parts(figures: list[d.Figure], claims: list[d.AnyClaim]) -> list[tuple[d.CasualtyClaim, int]]:
    return [part for figure in figures for part in _parts(figure, claims)]


def _divided(figure: d.Figure, claims: list[d.AnyClaim], dyad: Dyad) -> list[tuple[str, int | None]]:
    """The figure as it stands or, if it is undivided, by the parts of the claim it rests on; the rest is unknown."""
    column = _column(figure.status, figure.belongs_to, dyad)
    if column != UNKNOWN or figure.best is None:
        return [(column, figure.best)]
    parts = [
        (_column(claim.status, claim.belongs_to, dyad), number) for claim, number in _parts(figure, claims)
    ]
    rest = figure.best - sum(number for _name, number in parts)
    # Two parts of one column may be the same people told of twice; parts of different ones are not.
    if rest < 0 or len({name for name, _number in parts}) < len(parts):
        return [(UNKNOWN, figure.best)]
    return [*parts, (UNKNOWN, rest)]


def _parts(figure: d.Figure, claims: list[d.AnyClaim]) -> list[tuple[d.CasualtyClaim, int]]:
    """What is claimed of parts of the people that the figure counts, as far as it is a number."""
    of_parts = [
        claim
        for claim in claims
        if isinstance(claim, d.CasualtyClaim)
        and COUNTED_AS[claim.outcome] == Outcome.KILLED
        and claim.stance == Stance.ASSERTS
        and claim.within in figure.claims
        and (claim.age_band, claim.sex, claim.occupation) == (None, None, None)
    ]
    return [(claim, number) for claim in of_parts if (number := _number(claim)) is not None]


def _number(claim: d.CasualtyClaim) -> int | None:
    if claim.best is not None:
        return claim.best
    return claim.minimum if claim.minimum == claim.maximum else None


def _column(status: str, belongs_to: d.Belonging | None, dyad: Dyad) -> str:
    code = CasualtyStatus(status)
    match code:
        case CasualtyStatus.CIVILIAN:
            return "civilians"
        case CasualtyStatus.COMBATANT | CasualtyStatus.HORS_DE_COMBAT:
            return _side(belongs_to, dyad) or UNKNOWN
        case CasualtyStatus.UNKNOWN:
            return UNKNOWN
        case _:
            assert_never(code)


def _side(belonging: d.Belonging | None, dyad: Dyad) -> str | None:
    """Whose dead they were: the first or the second of the dyad."""
    if belonging is None:
        return None
    if belonging.side in OPPOSED_SIDES:
        return "b" if (belonging.side == Side.B) != dyad.turned else "a"
    if belonging.actor is None:
        return None
    for name, side in (("a", dyad.first), ("b", dyad.second)):
        if any(participant.actor and participant.actor.id == belonging.actor.id for participant in side):
            return name
    return None


def _sum(values: list[int | None]) -> int | None:
    numbers = [value for value in values if value is not None]
    return sum(numbers) if len(numbers) == len(values) else None
