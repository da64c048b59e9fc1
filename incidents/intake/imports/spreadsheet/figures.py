"""Claims of casualties from a row's counts of people, and its figures.

Figures are disjoint cells whose ends are summed (decision 3). A number that is ``part_of_total`` is taken out
of the total, so that both together give the total again; where they do not fit, the total stands undivided and the
part stays a claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..engine.coded import CodedClaim, CodedFigure, NamedSource
from .mapping import CountColumns
from .values import RowValues

Ends = tuple[int | None, int | None, int | None]


@dataclass(frozen=True)
class _CountRead:
    """The numbers that a row has for one of the mapping's counts."""

    plan: CountColumns
    slot: str
    ends: Ends

    @property
    def is_total(self) -> bool:
        return self.plan.status == "unknown" and not self.plan.side and not self.plan.part_of_total


def figures_of(
    plans: Sequence[CountColumns], values: RowValues, maker: NamedSource
) -> tuple[list[CodedClaim[NamedSource]], list[CodedFigure]]:
    """Raises ``Rejected`` for what is no number."""
    counts = [
        _CountRead(plan, f"count-{number}", _ends(plan, values)) for number, plan in enumerate(plans, 1)
    ]
    counts = [count for count in counts if count.ends != (None, None, None)]
    # A claim names only claims that stand before it.
    counts.sort(key=lambda count: count.plan.part_of_total)
    totals = {count.plan.outcome: count for count in counts if count.is_total}
    cells = [
        _cell(count, count.ends) for count in counts if not count.plan.part_of_total and not count.is_total
    ]
    for outcome, total in totals.items():
        parts = [count for count in counts if count.plan.part_of_total and count.plan.outcome == outcome]
        cells += _divided(total, parts, values)
    # Parts of a total that this row does not have stand for themselves.
    alone = [count for count in counts if count.plan.part_of_total and count.plan.outcome not in totals]
    cells += [_cell(count, count.ends) for count in alone]
    claims = []
    for count in counts:
        plan, (low, best, high) = count.plan, count.ends
        total_of = totals.get(plan.outcome) if plan.part_of_total else None
        claims.append(
            CodedClaim(
                count.slot, maker, outcome=plan.outcome, status=plan.status, side=plan.side,
                minimum=low, best=best, maximum=high, within=total_of.slot if total_of else None,
            )
        )  # fmt: skip
    return claims, cells


def _ends(plan: CountColumns, values: RowValues) -> Ends:
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


def _divided(total: _CountRead, parts: Sequence[_CountRead], values: RowValues) -> list[CodedFigure]:
    exact = [_exact(part.ends, total.ends, alone=len(parts) == 1) for part in parts]
    rest = _rest(total.ends, exact)
    if not parts or rest is None:
        if parts:
            values.flag("parts-differ-from-total")
        return [_cell(total, total.ends)]
    cells = []
    for part, ends in zip(parts, exact, strict=True):
        # Only the ends that the total has: a range of a part is none of the whole.
        low, best, high = (
            end if whole is not None else None for end, whole in zip(ends, total.ends, strict=True)
        )
        cells.append(_cell(part, (low, best, high)))
    return [*cells, _cell(total, rest)] if any(rest) else cells


def _rest(total: Ends, parts: Sequence[Ends]) -> Ends | None:
    """What the total leaves when the parts are taken out, end by end; ``None`` where it cannot be said."""
    left: list[int | None] = []
    for whole, *ends in zip(total, *parts, strict=True):
        if whole is not None and None in ends:
            return None
        left.append(None if whole is None else whole - sum(end or 0 for end in ends))
    low, best, high = left
    numbers = [end for end in (low, best, high) if end is not None]
    return (low, best, high) if numbers == sorted(numbers) and min(numbers, default=0) >= 0 else None


def _exact(part: Ends, total: Ends, *, alone: bool) -> Ends:
    """A part of which only the best figure is given is taken to be just as many.

    But a low total bounds the only part there is; among several, nobody can say which has to give way.
    """
    low, best, high = part
    if low is None:
        bound = total[0] if alone else None
        low = best if best is None or bound is None else min(best, bound)
    return low, best, best if high is None else high


def _cell(count: _CountRead, ends: Ends) -> CodedFigure:
    low, best, high = ends
    plan = count.plan
    return CodedFigure(
        low,
        best,
        high,
        outcome=plan.outcome,
        status=plan.status,
        side=plan.side,
        rests_on=(count.slot,),
    )
