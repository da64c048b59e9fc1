"""What is answered: lines with their labels, totals in which nothing is counted twice, and the rules in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from ....codebook import Extent
from ... import document as d
from ...editions import bodies
from ...models.measures import INCIDENTS
from .counting import AggregateRow, count
from .coverage import CoverageCheck
from .parameters import AggregateRequest
from .periods import end, start, written
from .zero_cells import with_zero_cells


@dataclass(frozen=True)
class AggregateResult:
    """``total`` has one line for each extent that occurs, ``rows`` one for each cell, made as they are asked for: a
    hundred thousand at once would be as many megabytes."""

    asked: AggregateRequest
    rows: Iterator[dict[str, Any]]
    total: list[dict[str, Any]]
    notes: list[str]


def answer(asked: AggregateRequest) -> AggregateResult:
    """Raises ``BadParameters`` where there are too many lines."""
    lines = count(asked)
    covering = CoverageCheck.read(asked) if asked.empty else None
    cells = with_zero_cells(asked, lines, covering) if covering else lines
    return AggregateResult(
        asked=asked,
        rows=_rows(asked, cells, covering),
        total=[_sums(asked, one) for one in _totals(asked, lines)],
        notes=list(_notes(asked)),
    )


Row = dict[str, Any]


def _rows(
    asked: AggregateRequest, lines: list[AggregateRow], covering: CoverageCheck | None
) -> Iterator[Row]:
    """A hundred thousand of them are made in half a second: what is the same for all is found out once."""
    labels = _labels(asked, lines)
    if covering and "admin1" in asked.by:
        covering.look_around({one for one in _column(asked, lines, "admin1") if one})
    for line in lines:
        row: Row = {}
        for label, value in zip(labels, line.keys, strict=True):
            label(row, value)
        covered = _is_covered(asked, line, covering) if covering else None
        if covered is not None:
            row["covered"] = covered
        known = covered is not False or line.sums[INCIDENTS] != 0
        _add_sums(row, asked, line, known=known)
        yield row


def _labels(asked: AggregateRequest, lines: list[AggregateRow]) -> list[Callable[[Row, Any], None]]:
    """For each dimension what writes its value into a row."""
    names = _names(asked, lines)
    return [_label(asked, dimension, names) for dimension in asked.by]


def _label(asked: AggregateRequest, dimension: str, names: dict[str, str]) -> Callable[[Row, Any], None]:
    in_words = cache(partial(written, dimension))

    def period(row: Row, value: date | None) -> None:
        row[dimension] = None if value is None else in_words(value)

    def named(row: Row, value: str | None) -> None:
        row[dimension] = value
        row[f"{dimension}_name"] = None if value is None else names.get(value)

    def plain(row: Row, value: str | None) -> None:
        row[dimension] = value

    if dimension == asked.unit:
        return period
    return named if dimension in ("admin1", "actor") else plain


def _names(asked: AggregateRequest, lines: list[AggregateRow]) -> dict[str, str]:
    """Names of governorates and actors, as they are called in that state: one query."""
    ids = {one for name in ("admin1", "actor") for one in _column(asked, lines, name) if one}
    found = bodies(ids, asked.query.state) if ids else {}
    return {public_id: msgspec.json.decode(body, type=d.Ref).name for public_id, body in found.items()}


def _column(asked: AggregateRequest, lines: list[AggregateRow], dimension: str) -> list[Any]:
    if dimension not in asked.by:
        return []
    place = asked.by.index(dimension)
    return [line.keys[place] for line in lines]


def _is_covered(asked: AggregateRequest, line: AggregateRow, covering: CoverageCheck) -> bool | None:
    """Nothing is said of a line without a period: nobody could say for which days it would have to hold."""
    values = dict(zip(asked.by, line.keys, strict=True))
    first: date | None = values.pop(asked.unit or "")
    if first is None:
        return None
    return covering.covers(values, (start(asked.unit or "", first), end(asked.unit or "", first)))


def _sums(asked: AggregateRequest, line: AggregateRow) -> Row:
    row: Row = {}
    _add_sums(row, asked, line, known=True)
    return row


def _add_sums(row: Row, asked: AggregateRequest, line: AggregateRow, *, known: bool) -> None:
    """Where nobody looked, nothing is ``known`` of an empty cell."""
    row["extent"] = line.extent
    for measure in asked.measures:
        if not known:
            row[measure] = None
        else:
            row[measure] = line.sums[INCIDENTS] if measure == INCIDENTS else people(line.sums, measure)


def people(sums: dict[str, int], harm: str) -> dict[str, int | None]:
    """A sum over nothing is unknown, unless there is nobody to ask about."""
    incidents, figures = sums[INCIDENTS], sums[f"{harm}_figures"]
    bests, highs = sums[f"{harm}_bests"], sums[f"{harm}_highs"]
    return {
        "low": sums[f"{harm}_low"] if figures or not incidents else None,
        "best": sums[f"{harm}_best"] if bests or not incidents else None,
        "high": sums[f"{harm}_high"] if highs or not incidents else None,
        "without_figure": incidents - figures,
        "without_best": figures - bests,
        "open_high": figures - highs,
    }


def _totals(asked: AggregateRequest, lines: list[AggregateRow]) -> list[AggregateRow]:
    """One line for each extent, over distinct incidents."""
    if asked.repeats:
        lines = count(replace(asked, by=(), overlap=False, each_place=False))
    found: dict[str, dict[str, int]] = {}
    for line in lines:
        sums = found.setdefault(line.extent, dict.fromkeys(line.sums, 0))
        for column, number in line.sums.items():
            sums[column] += number
    return [AggregateRow((), extent, found[extent]) for extent in Extent.values if extent in found]


def _notes(asked: AggregateRequest) -> Iterator[str]:
    """The rules that this answer follows."""
    yield _(
        "Single incidents, series and aggregates stand on lines of their own. Do not add them up: what a series or an "
        "aggregate tells of may be among the single incidents."
    )
    if asked.unit:
        yield _period_rule(asked)
    if asked.unit and not asked.overlap:
        yield _(
            "Where the days are not exact and do not all lie in one period, the period is null rather than guessed."
        )
    if {"country", "admin1"} & {*asked.by}:
        yield _area_rule(asked)
    if "actor" in asked.by:
        yield _(
            "An incident stands with each actor that takes part in any role and standing, and with each that it was a "
            "member of on that day; without an actor stands what names none. This counts it more than once."
        )
    if asked.measures != (INCIDENTS,):
        yield _(
            "Unknown is not zero: without_figure says how many incidents have no figure at all, without_best how many "
            "of the others have no best one, open_high how many have no upper end. Low adds up what is known for "
            "certain; best and high are sums over the incidents that have one."
        )
    if asked.empty:
        yield _(
            "An empty cell is 0 where published coverage takes in the whole of it up to the day that the coding has "
            "reached, and null elsewhere. That none was recorded means that none was reported."
        )


def _period_rule(asked: AggregateRequest) -> str:
    if asked.overlap:
        return _(
            "An incident is counted in every period that it may touch, so it may be counted more than once; the total "
            "counts it once."
        )
    return _(
        "An incident of several days is counted once, in the period of its first day, which may lie before “from”."
    )


def _area_rule(asked: AggregateRequest) -> str:
    if asked.each_place:
        return _(
            "An incident is counted in every area it names, so it may be counted more than once; the total counts it "
            "once."
        )
    return _(
        "An incident is counted once, in the area of the first place where it happened. A filter by place also finds "
        "incidents by their other places."
    )
