"""Numbers of people in a spreadsheet: its claims, and the figures adopted from them.

Assessed figures are disjoint cells whose ends are summed (decision 3). A number that is ``part_of_total`` is taken out
of the total, so that both together give the total again; where they do not fit, the total stands undivided and the
part stays a claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..engine.coded import Cell, Count, Voice
from .mapping import Number
from .values import Values

Ends = tuple[int | None, int | None, int | None]


@dataclass(frozen=True)
class _Read:
    plan: Number
    slot: str
    ends: Ends


def figures_of(
    plans: Sequence[Number], values: Values, maker: Voice, label: str
) -> tuple[list[Count], list[Cell]]:
    """Raises ``Rejected`` for what is no number."""
    read = [_Read(plan, f"count-{number}", _ends(plan, values)) for number, plan in enumerate(plans, 1)]
    read = [one for one in read if one.ends != (None, None, None)]
    # A claim names only claims that stand before it.
    read.sort(key=lambda one: one.plan.part_of_total)
    totals = {one.plan.outcome: one for one in read if _is_total(one.plan)}
    reason = f"Adopted from {label}."
    cells = [
        _cell(one, one.ends, reason) for one in read if not one.plan.part_of_total and not _is_total(one.plan)
    ]
    for outcome, total in totals.items():
        parts = [one for one in read if one.plan.part_of_total and one.plan.outcome == outcome]
        cells += _divided(total, parts, reason, values)
    # Parts of a total that this row does not have stand for themselves.
    alone = [one for one in read if one.plan.part_of_total and one.plan.outcome not in totals]
    cells += [_cell(one, one.ends, reason) for one in alone]
    return [_claim(one, totals, maker) for one in read], cells


def _is_total(plan: Number) -> bool:
    return plan.status == "unknown" and not plan.side and not plan.part_of_total


def _claim(one: _Read, totals: dict[str, _Read], maker: Voice) -> Count:
    low, best, high = one.ends
    total = totals.get(one.plan.outcome) if one.plan.part_of_total else None
    return Count(
        one.slot, maker, outcome=one.plan.outcome, status=one.plan.status, side=one.plan.side,
        minimum=low, best=best, maximum=high, within=total.slot if total else None,
    )  # fmt: skip


def _ends(plan: Number, values: Values) -> Ends:
    """Low, best and high in their order: the best figure stands, the ends give way."""
    low, best, high = (values.people(field) for field in (plan.low, plan.best, plan.high))
    if best is None:
        if low is not None and high is not None and low > high:
            values.flag("range-swapped")
            low, high = high, low
        return low, best, high
    if low is not None and low > best:
        values.flag("low-above-best")
        low = best
    if high is not None and high < best:
        values.flag("high-below-best")
        high = best
    return low, best, high


def _divided(total: _Read, parts: Sequence[_Read], reason: str, values: Values) -> list[Cell]:
    exact = [_exact(one.ends, total.ends, alone=len(parts) == 1) for one in parts]
    rest = _rest(total.ends, exact)
    if not parts or rest is None:
        if parts:
            values.flag("parts-differ-from-total")
        return [_cell(total, total.ends, reason)]
    cells = [_cell(one, _as_far(ends, total.ends), reason) for one, ends in zip(parts, exact, strict=True)]
    return [*cells, _cell(total, rest, reason)] if any(rest) else cells


def _rest(total: Ends, parts: Sequence[Ends]) -> Ends | None:
    """What the total leaves when the parts are taken out, end by end; ``None`` where it cannot be said."""
    left: list[int | None] = []
    for whole, *some in zip(total, *parts, strict=True):
        if whole is not None and None in some:
            return None
        left.append(None if whole is None else whole - sum(one or 0 for one in some))
    low, best, high = left
    known = [one for one in (low, best, high) if one is not None]
    return (low, best, high) if known == sorted(known) and min(known, default=0) >= 0 else None


def _as_far(part: Ends, total: Ends) -> Ends:
    """Only the ends that the total has: a range of a part is none of the whole."""
    low, best, high = (one if whole is not None else None for one, whole in zip(part, total, strict=True))
    return low, best, high


def _exact(part: Ends, total: Ends, *, alone: bool) -> Ends:
    """A part of which only the best figure is given is taken to be just as many.

    But a low total bounds the only part there is; among several, nobody can say which has to give way.
    """
    low, best, high = part
    if low is None:
        bound = total[0] if alone else None
        low = best if best is None or bound is None else min(best, bound)
    return low, best, best if high is None else high


def _cell(one: _Read, ends: Ends, reason: str) -> Cell:
    low, best, high = ends
    return Cell(
        low, best, high, reason, outcome=one.plan.outcome, status=one.plan.status, side=one.plan.side,
        rests_on=(one.slot,),
    )  # fmt: skip
