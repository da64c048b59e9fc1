"""Claims and figures of GED: what the dataset says, and its numbers as cells that may be summed.

GED gives a range for the total only and best estimates for its parts, which sum up to the total's. Figures
are disjoint cells whose ends are summed (decision 3), so that the range of the total has to be borne by cells:

- what may have been killed beyond the best estimate is of unknown status;
- what the low estimate leaves out is taken from those of unknown status, then from the one part there is;
- where several parts would have to share it, nobody can say how: the total stands undivided, and the parts stay what
  they are, claims of the dataset.

So the total of the figures is always the file's low, best and high (decision 26).
"""

from __future__ import annotations

from collections.abc import Iterator

from incidents.codebook import Basis, CasualtyStatus, Side, ViolenceType

from ..engine.coded import CodedClaim, CodedFigure, NamedSource, Rejected
from ..words.cells import Cells

_PARTS = {
    "deaths_a": (CasualtyStatus.COMBATANT.value, Side.A.value),
    "deaths_b": (CasualtyStatus.COMBATANT.value, Side.B.value),
    "deaths_civilians": (CasualtyStatus.CIVILIAN.value, ""),
    "deaths_unknown": (CasualtyStatus.UNKNOWN.value, ""),
}
_CIVILIANS, _UNKNOWN = "deaths_civilians", "deaths_unknown"


def figures_of(
    cells: Cells, kind: ViolenceType, maker: NamedSource
) -> tuple[list[CodedClaim[NamedSource]], list[CodedFigure]]:
    """The dataset's claims of a row and its figures. Raises ``Rejected`` for what is no number."""
    low, best, high = _ends(cells)
    parts = _parts(cells, best, high)
    total = CodedClaim(
        slot="total", claimant=maker, basis=Basis.DERIVED.value, minimum=low, best=best, maximum=high
    )
    claims = [total, *_part_claims(parts, maker)]
    if not parts or "parts-differ-from-best" in cells.flags:
        return claims, [CodedFigure(low, best, high, rests_on=("total",))]
    return claims, _divided(parts, (low, best, high), kind)


def _ends(cells: Cells) -> tuple[int, int, int]:
    """Low, best and high. The best estimate is what GED's parts sum up to, so that it stands and the ends give way."""
    low, best, high = (cells.people(name) for name in ("low", "best", "high"))
    if best is None:
        raise Rejected("The best estimate is empty.")
    if low is None or high is None:
        cells.flag("range-not-given")
    low, high = best if low is None else low, best if high is None else high
    if low > best:
        cells.flag("low-above-best")
    if high < best:
        cells.flag("high-below-best")
    return min(low, best), best, max(high, best)


def _parts(cells: Cells, best: int, high: int) -> dict[str, int]:
    """Best estimates by part; empty where the table has none.

    Unknown is not zero: that no civilian died is said only where nobody of unknown status and nobody beyond the best
    estimate may have been one.
    """
    numbers = {name: cells.people(name) for name in _PARTS if cells.has(name)}
    parts = {name: number for name, number in numbers.items() if number is not None}
    if parts and sum(parts.values()) != best:
        cells.flag("parts-differ-from-best")
    if parts.get(_UNKNOWN) or high > best:
        return {name: number for name, number in parts.items() if number or name != _CIVILIANS}
    return parts


def _part_claims(parts: dict[str, int], maker: NamedSource) -> Iterator[CodedClaim[NamedSource]]:
    """Parts that are there, and civilians also where there were none: that is an answer, too."""
    for name, number in parts.items():
        if number or name == _CIVILIANS:
            status, side = _PARTS[name]
            yield CodedClaim(
                slot=name, claimant=maker, basis=Basis.DERIVED.value,
                status=status, side=side, best=number, within="total",
            )  # fmt: skip


def _divided(parts: dict[str, int], ends: tuple[int, int, int], kind: ViolenceType) -> list[CodedFigure]:
    """The total's range, borne by its parts where it can be said which."""
    low, best, high = ends
    known = [name for name, number in parts.items() if number and name != _UNKNOWN]
    unknown = parts.get(_UNKNOWN, 0)
    if kind == ViolenceType.ONE_SIDED and known in ([], [_CIVILIANS]) and not unknown:
        # one-sided violence kills civilians by its definition
        return [_figure(_CIVILIANS, ends, _CIVILIANS in parts)]
    from_unknown = min(unknown, best - low)
    from_known = best - low - from_unknown
    if from_known and len(known) != 1:
        return [CodedFigure(low, best, high, rests_on=("total",))]
    figures = [
        _figure(name, (number - (from_known if number else 0), number, number))
        for name, number in parts.items()
        if name != _UNKNOWN and (number or name == _CIVILIANS)
    ]
    if unknown or high > best or not figures:
        unknown_ends = unknown - from_unknown, unknown, unknown + high - best
        figures.append(_figure(_UNKNOWN, unknown_ends, bool(unknown)))
    return figures


def _figure(name: str, ends: tuple[int, int, int], claimed: bool = True) -> CodedFigure:
    status, side = _PARTS[name]
    low, best, high = ends
    slots = (name,) if claimed and low == best == high else (name, "total") if claimed else ("total",)
    return CodedFigure(low, best, high, status=status, side=side, rests_on=slots)
