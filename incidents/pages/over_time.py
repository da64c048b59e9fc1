"""Single incidents counted over time for a chart, by the rule of the API's aggregates."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from ..codebook import Extent
from ..record.document import DESK
from ..record.models.measures import INCIDENTS
from ..record.states import State
from ..record.sums.aggregates.counting import count
from ..record.sums.aggregates.parameters import parse_aggregate
from .drawing import bars

MOST_MONTHS = 36
"""Longer spans are counted by year."""


@dataclass(frozen=True)
class PeriodCounts:
    """How many single incidents fall in each period, named by its first day.

    ``unplaced`` are those whose possible days lie in several periods: they stand in none, as in the API (rule 4 of
    docs/aggregates.md). ``theirs`` are those among all that were taken from a dataset, reviewed or not. ``address`` is
    where the API gives the same numbers.
    """

    unit: str
    counts: dict[date, int]
    unplaced: int
    theirs: int
    address: str

    @property
    def drawing(self) -> bars.BarDrawing | None:
        return bars.draw(self.unit, self.counts)


def over_time(parameters: dict[str, str], state: State) -> PeriodCounts:
    """Counted by month or, where these are too many or none can be told, by year; mostly read from kept sums."""
    by_month = _counted("month", parameters, state)
    is_short = by_month.counts and _months(by_month.counts) <= MOST_MONTHS
    return by_month if is_short else _counted("year", parameters, state)


def _counted(unit: str, parameters: dict[str, str], state: State) -> PeriodCounts:
    asked = parameters | {"extent": Extent.SINGLE.value, "by": unit, "measures": INCIDENTS}
    placed = {row.keys[0]: row.sums[INCIDENTS] for row in count(parse_aggregate(asked, at=state))}
    ours = count(parse_aggregate(asked | {"by": "extent", "origin": DESK}, at=state)) if placed else []
    theirs = sum(placed.values()) - sum(row.sums[INCIDENTS] for row in ours)
    unplaced = placed.pop(None, 0)
    return PeriodCounts(unit, placed, unplaced, theirs, f"/api/v1/aggregate/?{urlencode(asked, safe=',')}")


def _months(counts: dict[date, int]) -> int:
    """In the whole years that are drawn."""
    return (max(counts).year - min(counts).year + 1) * 12
