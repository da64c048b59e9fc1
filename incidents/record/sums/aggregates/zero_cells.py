"""Lines of zeros for cells without incidents, so that none is missing where one was looked for."""

from collections.abc import Iterator
from datetime import date
from itertools import product

from ....codebook import SUB_EVENTS, EventType, Extent
from ...filters.names import resolve_names
from ...models.measures import INCIDENTS, columns_of
from ...subjects import Subject
from . import counting
from .counting import AggregateRow, too_many_rows
from .coverage import CoverageCheck
from .parameters import AggregateRequest
from .periods import between

CellKeys = tuple[str | date | None, ...]


def with_zero_cells(
    request: AggregateRequest, rows: list[AggregateRow], coverage: CoverageCheck
) -> list[AggregateRow]:
    """The lines, and one of zeros for every cell of single incidents that has none; in their order."""
    present = {row.keys for row in rows if row.extent == Extent.SINGLE}
    periods = _periods(request, rows)
    others = list(_others(request, rows, coverage))
    if len(periods) * len(others) > counting.MOST:
        raise too_many_rows()
    columns = [
        column for measure in dict.fromkeys((INCIDENTS, *request.measures)) for column in columns_of(measure)
    ]
    place = request.by.index(request.unit or "")
    cells = ((*other[:place], period, *other[place:]) for other in others for period in periods)
    empty = [
        AggregateRow(keys, Extent.SINGLE, dict.fromkeys(columns, 0)) for keys in cells if keys not in present
    ]
    return sorted([*rows, *empty], key=_order)


def _order(row: AggregateRow) -> tuple[object, ...]:
    keys = tuple((key is None, "" if key is None else str(key)) for key in row.keys)
    return (*keys, Extent.values.index(row.extent))


def _periods(request: AggregateRequest, rows: list[AggregateRow]) -> list[date]:
    """From the first to the last day that were asked for or, without these, that something was found in."""
    unit, place = request.unit or "", request.by.index(request.unit or "")
    days = [row.keys[place] for row in rows if row.keys[place] is not None]
    first, last = request.days
    first, last = first or min(days, default=None), last or max(days, default=None)
    if first is None or last is None:
        return []
    periods = []
    for period in between(unit, first, last):
        periods.append(period)
        if len(periods) > counting.MOST:
            raise too_many_rows()
    return periods


def _others(
    request: AggregateRequest, rows: list[AggregateRow], coverage: CoverageCheck
) -> Iterator[CellKeys]:
    """Every combination of the other dimensions. Areas go together: a governorate is in one country."""
    names = [name for name in request.by if name != request.unit]
    areas = [name for name in names if name in ("country", "admin1")]
    rest = [name for name in names if name not in areas]
    for area, combination in product(
        _areas(request, areas, rows, coverage), product(*(_codes(request, name) for name in rest))
    ):
        values = dict(zip((*areas, *rest), (*area, *combination), strict=True))
        yield tuple(values[name] for name in names)


def _areas(
    request: AggregateRequest, names: list[str], rows: list[AggregateRow], coverage: CoverageCheck
) -> list[tuple[str | None, ...]]:
    """Those that something was found in, those that are filtered for, and those that are covered."""
    if not names:
        return [()]
    places = [request.by.index(name) for name in names]
    areas = {tuple(row.keys[place] for place in places) for row in rows}
    areas |= {tuple(area[name] for name in names) for area in _named_areas(request, coverage)}
    return sorted((area for area in areas if None not in area), key=str)


def _named_areas(request: AggregateRequest, coverage: CoverageCheck) -> Iterator[dict[str, str | None]]:
    """Areas that are filtered for and areas that are covered, where no filter excludes them."""
    countries = request.values.get("country")
    if not {"admin1", "location"} & request.values.keys():
        for country in countries or coverage.countries():
            yield {"country": country, "admin1": None}
    for division, country in _divisions(request, coverage).items():
        if not countries or country in countries:
            yield {"country": country, "admin1": division}


def _divisions(request: AggregateRequest, coverage: CoverageCheck) -> dict[str, str | None]:
    if "admin1" in request.values:
        ids = resolve_names(
            "admin1", Subject.LOCATION, request.values["admin1"], request.query.state, kind="admin1"
        )
        return {division: coverage.country_of(division) for division in ids}
    return {} if "location" in request.values else dict(coverage.divisions())


def _codes(request: AggregateRequest, name: str) -> list[str]:
    """Values of a coded dimension, as far as a filter lets them."""
    if request.values.get(name):
        return list(request.values[name])
    if name == "event_type":
        return list(EventType.values)
    within = request.values.get("event_type") or EventType.values
    return list(
        dict.fromkeys(sub_event.value for event in within for sub_event in SUB_EVENTS[EventType(event)])
    )
