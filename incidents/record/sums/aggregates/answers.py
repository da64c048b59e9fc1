"""Result of an aggregate: lines with their labels, totals in which nothing is counted twice, the rules in words."""

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

    request: AggregateRequest
    rows: Iterator[dict[str, Any]]
    total: list[dict[str, Any]]
    notes: list[str]


def answer(request: AggregateRequest) -> AggregateResult:
    """Raises ``BadParameters`` where there are too many lines."""
    lines = count(request)
    covering = CoverageCheck.read(request) if request.empty else None
    cells = with_zero_cells(request, lines, covering) if covering else lines
    return AggregateResult(
        request=request,
        rows=_rows(request, cells, covering),
        total=[_sums(request, line) for line in _totals(request, lines)],
        notes=list(_notes(request)),
    )


Row = dict[str, Any]


def _rows(
    request: AggregateRequest, lines: list[AggregateRow], covering: CoverageCheck | None
) -> Iterator[Row]:
    """A hundred thousand of them are made in half a second: what is the same for all is found out once."""
    labels = _labels(request, lines)
    if covering and "admin1" in request.by:
        covering.look_around({division for division in _column(request, lines, "admin1") if division})
    for line in lines:
        row: Row = {}
        for label, value in zip(labels, line.keys, strict=True):
            label(row, value)
        covered = _is_covered(request, line, covering) if covering else None
        if covered is not None:
            row["covered"] = covered
        known = covered is not False or line.sums[INCIDENTS] != 0
        _add_sums(row, request, line, known=known)
        yield row


def _labels(request: AggregateRequest, lines: list[AggregateRow]) -> list[Callable[[Row, Any], None]]:
    """For each dimension what writes its value into a row."""
    names = _names(request, lines)
    return [_label(request, dimension, names) for dimension in request.by]


def _label(request: AggregateRequest, dimension: str, names: dict[str, str]) -> Callable[[Row, Any], None]:
    in_words = cache(partial(written, dimension))

    def period(row: Row, value: date | None) -> None:
        row[dimension] = None if value is None else in_words(value)

    def named(row: Row, value: str | None) -> None:
        row[dimension] = value
        row[f"{dimension}_name"] = None if value is None else names.get(value)

    def plain(row: Row, value: str | None) -> None:
        row[dimension] = value

    if dimension == request.unit:
        return period
    return named if dimension in ("admin1", "actor") else plain


def _names(request: AggregateRequest, lines: list[AggregateRow]) -> dict[str, str]:
    """Names of governorates and actors, as they are called in that state: one query."""
    ids = {
        public_id for name in ("admin1", "actor") for public_id in _column(request, lines, name) if public_id
    }
    found = bodies(ids, request.query.state) if ids else {}
    return {public_id: msgspec.json.decode(body, type=d.Ref).name for public_id, body in found.items()}


def _column(request: AggregateRequest, lines: list[AggregateRow], dimension: str) -> list[Any]:
    if dimension not in request.by:
        return []
    place = request.by.index(dimension)
    return [line.keys[place] for line in lines]


def _is_covered(request: AggregateRequest, line: AggregateRow, covering: CoverageCheck) -> bool | None:
    """Nothing is said of a line without a period: nobody could say for which days it would have to hold."""
    values = dict(zip(request.by, line.keys, strict=True))
    first: date | None = values.pop(request.unit or "")
    if first is None:
        return None
    return covering.covers(values, (start(request.unit or "", first), end(request.unit or "", first)))


def _sums(request: AggregateRequest, line: AggregateRow) -> Row:
    row: Row = {}
    _add_sums(row, request, line, known=True)
    return row


def _add_sums(row: Row, request: AggregateRequest, line: AggregateRow, *, known: bool) -> None:
    """Where nobody looked, nothing is ``known`` of an empty cell."""
    row["extent"] = line.extent
    for measure in request.measures:
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


def _totals(request: AggregateRequest, lines: list[AggregateRow]) -> list[AggregateRow]:
    """One line for each extent, over distinct incidents."""
    if request.repeats:
        lines = count(replace(request, by=(), overlap=False, each_place=False))
    found: dict[str, dict[str, int]] = {}
    for line in lines:
        sums = found.setdefault(line.extent, dict.fromkeys(line.sums, 0))
        for column, number in line.sums.items():
            sums[column] += number
    return [AggregateRow((), extent, found[extent]) for extent in Extent.values if extent in found]


def _notes(request: AggregateRequest) -> Iterator[str]:
    """The rules that this answer follows."""
    yield _(
        "Single incidents, series and aggregates stand on lines of their own. Do not add them up: what a series or an "
        "aggregate tells of may be among the single incidents."
    )
    if request.unit:
        yield _period_rule(request)
    if request.unit and not request.overlap:
        yield _(
            "Where the days are not exact and do not all lie in one period, the period is null rather than guessed."
        )
    if {"country", "admin1"} & {*request.by}:
        yield _area_rule(request)
    if "actor" in request.by:
        yield _(
            "An incident stands with each actor that takes part in any role and standing, and with each that it was a "
            "member of on that day; without an actor stands what names none. This counts it more than once."
        )
    if request.measures != (INCIDENTS,):
        yield _(
            "Unknown is not zero: without_figure says how many incidents have no figure at all, without_best how many "
            "of the others have no best one, open_high how many have no upper end. Low adds up what is known for "
            "certain; best and high are sums over the incidents that have one."
        )
    if request.empty:
        yield _(
            "An empty cell is 0 where published coverage takes in the whole of it up to the day that the coding has "
            "reached, and null elsewhere. That none was recorded means that none was reported."
        )


def _period_rule(request: AggregateRequest) -> str:
    if request.overlap:
        return _(
            "An incident is counted in every period that it may touch, so it may be counted more than once; the total "
            "counts it once."
        )
    return _(
        "An incident of several days is counted once, in the period of its first day, which may lie before “from”."
    )


def _area_rule(request: AggregateRequest) -> str:
    if request.each_place:
        return _(
            "An incident is counted in every area it names, so it may be counted more than once; the total counts it "
            "once."
        )
    return _(
        "An incident is counted once, in the area of the first place where it happened. A filter by place also finds "
        "incidents by their other places."
    )
