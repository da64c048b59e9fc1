"""Parameters of an aggregate: the filter grammar, and beside it how to group, what to sum and how to place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....codebook import Extent
from ...errors import BadParameters, Problem
from ...filters import values
from ...filters.grammar import narrowing_fields
from ...filters.parameters import read
from ...filters.query import Query, parse
from ...models.measures import INCIDENTS, MEASURES
from ...states import State
from .periods import PERIODS

DIMENSIONS = (
    *PERIODS, "country", "admin1", "event_type", "sub_event_type", "actor", "grade", "extent",
)  # fmt: skip
AREAS = ("country", "admin1")
GRID = frozenset({*PERIODS, *AREAS, "event_type", "sub_event_type"})
"""Dimensions whose every value can be listed, so that an empty cell has a place."""
FIRST, OVERLAP = "first", "overlap"
OWN: dict[str, values.Field] = {
    "by": values.CodesField(
        codes=DIMENSIONS,
        help_text=gettext_lazy(
            "How to group: one of year, month, week (ISO 8601) and day, and any of the others. Nothing: totals alone. "
            "Series and aggregates are always lines of their own."
        ),
    ),
    "measures": values.CodesField(
        codes=MEASURES,
        help_text=gettext_lazy(
            "What to sum; incidents and killed unless told. People come as low, best and high, with the number of "
            "incidents for which each is not known."
        ),
    ),
    "spread": values.ChoiceField(
        codes=(FIRST, OVERLAP),
        help_text=gettext_lazy(
            "Where an incident of several days is placed: in the period of its first possible day (first), or in every "
            "period that it may touch (overlap), counted in each."
        ),
    ),
    "each_place": values.FlagField(
        help_text=gettext_lazy(
            "Count an incident in every country or governorate it names, not in the first alone."
        )
    ),
    "empty": values.FlagField(
        help_text=gettext_lazy(
            "List cells without incidents too: 0 where coverage says that all of it was monitored and coded, else null."
        )
    ),
}


@cache
def fields() -> dict[str, values.Field]:
    """Every parameter that is understood."""
    return OWN | narrowing_fields()


@dataclass(frozen=True)
class AggregateRequest:
    """Request for an aggregate: what is to be counted. ``by`` is in the order of the address."""

    query: Query
    by: tuple[str, ...]
    measures: tuple[str, ...]
    overlap: bool
    each_place: bool
    empty: bool

    @property
    def unit(self) -> str | None:
        return next((dimension for dimension in self.by if dimension in PERIODS), None)

    @property
    def area(self) -> str | None:
        """The area that an incident may be counted in several of."""
        return (
            next((dimension for dimension in self.by if dimension in AREAS), None)
            if self.each_place
            else None
        )

    @property
    def repeats(self) -> bool:
        """Whether one incident may stand in several lines."""
        return self.overlap or self.each_place or "actor" in self.by

    @property
    def values(self) -> dict[str, Any]:
        """Values of the filters."""
        return self.query.values

    @property
    def days(self) -> tuple[date | None, date | None]:
        """First and last day of the filters."""
        since, until = self.values.get("from"), self.values.get("to")
        return since[0] if since else None, until[1] if until else None


def parse_aggregate(params: QueryDict | Mapping[str, str], *, at: State | None = None) -> AggregateRequest:
    """Read the parameters. Raises ``BadParameters`` that names every wrong one, and what to do."""
    parsed = read(params, fields()).values
    request = AggregateRequest(
        query=parse(params, besides=OWN, at=at),
        by=tuple(dict.fromkeys(parsed.get("by") or ())),
        measures=tuple(dict.fromkeys(parsed.get("measures") or (INCIDENTS, "killed"))),
        overlap=parsed.get("spread") == OVERLAP,
        each_place=bool(parsed.get("each_place")),
        empty=bool(parsed.get("empty")),
    )
    if problems := list(_contradictions(request)):
        raise BadParameters(problems)
    return request


def _contradictions(request: AggregateRequest) -> Iterator[Problem]:
    if sum(dimension in PERIODS for dimension in request.by) > 1:
        yield Problem("by", _("holds more than one of year, month, week and day; keep one"))
    if request.overlap and request.unit is None:
        yield Problem("spread", _("needs a period to spread over; add year, month, week or day to “by”"))
    if request.each_place and sum(dimension in AREAS for dimension in request.by) != 1:
        yield Problem("each_place", _("needs either country or admin1 in “by”, and not both"))
    if request.empty and request.unit is None:
        yield Problem("empty", _("needs a period; add year, month, week or day to “by”"))
    elif request.empty and Extent.SINGLE not in (request.values.get("extent") or Extent.values):
        yield Problem("empty", _("lists cells of single incidents, which “extent” leaves out"))
    elif request.empty and not GRID.issuperset(request.by):
        odd = ", ".join(dimension for dimension in request.by if dimension not in GRID)
        yield Problem("empty", _("cannot list every value of %(odd)s; leave it out of “by”") % {"odd": odd})
