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
from .periods import end, period_label, start
from .zero_cells import with_zero_cells


@dataclass(frozen=True)
class AggregateResult:
    """``total`` has one line for each extent that occurs, ``rows`` one for each cell, made as they are asked for: a
    hundred thousand at once would be as many megabytes."""

    request: AggregateRequest
    rows: Iterator[dict[str, Any]]
    total: list[dict[str, Any]]
    notes: list[str]


def aggregate(request: AggregateRequest) -> AggregateResult:
    """Count what is requested. Raises ``BadParameters`` where there are too many lines."""
    rows = count(request)
    coverage = CoverageCheck.read(request) if request.empty else None
    cells = with_zero_cells(request, rows, coverage) if coverage else rows
    return AggregateResult(
        request=request,
        rows=_rows(request, cells, coverage),
        total=[_sums(request, row) for row in _totals(request, rows)],
        notes=list(_notes(request)),
    )


JsonRow = dict[str, Any]


def _rows(
    request: AggregateRequest, rows: list[AggregateRow], coverage: CoverageCheck | None
) -> Iterator[JsonRow]:
    """A hundred thousand of them are made in half a second: what is the same for all is found out once."""
    names = _names(request, rows)
    labels = [_label(request, dimension, names) for dimension in request.by]
    if coverage and "admin1" in request.by:
        coverage.look_around({division for division in _column(request, rows, "admin1") if division})
    for row in rows:
        entry: JsonRow = {}
        for label, value in zip(labels, row.keys, strict=True):
            label(entry, value)
        covered = _is_covered(request, row, coverage) if coverage else None
        if covered is not None:
            entry["covered"] = covered
        known = covered is not False or row.sums[INCIDENTS] != 0
        _add_sums(entry, request, row, known=known)
        yield entry


def _label(
    request: AggregateRequest, dimension: str, names: dict[str, str]
) -> Callable[[JsonRow, Any], None]:
    """What writes the value of a dimension into a row."""
    in_words = cache(partial(period_label, dimension))

    def period(entry: JsonRow, value: date | None) -> None:
        entry[dimension] = None if value is None else in_words(value)

    def named(entry: JsonRow, value: str | None) -> None:
        entry[dimension] = value
        entry[f"{dimension}_name"] = None if value is None else names.get(value)

    def plain(entry: JsonRow, value: str | None) -> None:
        entry[dimension] = value

    if dimension == request.unit:
        return period
    return named if dimension in ("admin1", "actor") else plain


def _names(request: AggregateRequest, rows: list[AggregateRow]) -> dict[str, str]:
    """Names of governorates and actors, as they are called in that state: one query."""
    ids = {
        public_id for name in ("admin1", "actor") for public_id in _column(request, rows, name) if public_id
    }
    bodies_by_id = bodies(ids, request.query.state) if ids else {}
    return {public_id: msgspec.json.decode(body, type=d.Ref).name for public_id, body in bodies_by_id.items()}


def _column(request: AggregateRequest, rows: list[AggregateRow], dimension: str) -> list[Any]:
    if dimension not in request.by:
        return []
    place = request.by.index(dimension)
    return [row.keys[place] for row in rows]


def _is_covered(request: AggregateRequest, row: AggregateRow, coverage: CoverageCheck) -> bool | None:
    """Nothing is said of a line without a period: nobody could say for which days it would have to hold."""
    values = dict(zip(request.by, row.keys, strict=True))
    first: date | None = values.pop(request.unit or "")
    if first is None:
        return None
    return coverage.covers(values, (start(request.unit or "", first), end(request.unit or "", first)))


def _sums(request: AggregateRequest, row: AggregateRow) -> JsonRow:
    entry: JsonRow = {}
    _add_sums(entry, request, row, known=True)
    return entry


def _add_sums(entry: JsonRow, request: AggregateRequest, row: AggregateRow, *, known: bool) -> None:
    """Where nobody looked, nothing is ``known`` of an empty cell."""
    entry["extent"] = row.extent
    for measure in request.measures:
        if not known:
            entry[measure] = None
        else:
            entry[measure] = row.sums[INCIDENTS] if measure == INCIDENTS else people(row.sums, measure)


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


def _totals(request: AggregateRequest, rows: list[AggregateRow]) -> list[AggregateRow]:
    """One line for each extent, over distinct incidents."""
    if request.repeats:
        rows = count(replace(request, by=(), overlap=False, each_place=False))
    by_extent: dict[str, dict[str, int]] = {}
    for row in rows:
        sums = by_extent.setdefault(row.extent, dict.fromkeys(row.sums, 0))
        for column, number in row.sums.items():
            sums[column] += number
    return [AggregateRow((), extent, by_extent[extent]) for extent in Extent.values if extent in by_extent]


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
