"""The tables below ``api/``: events, and those that are made from them."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext as _

from ...codebook.acled import COLUMNS
from ...record.reading import BadParameters, Problem
from . import deleted, summaries
from .columns import FILTERED, LIKE, Column, Kind
from .event import SECOND_ACTOR, Row, shown
from .filters import Filter
from .listing import Listing, ShortList
from .options import Options
from .search import Events
from .views import ReadView

_DAYS_AND_COUNT = (
    Column("first_event_date", Kind.DAY),
    Column("last_event_date", Kind.DAY),
    Column("event_count", Kind.WHOLE),
)


def _named(*columns: Column) -> dict[str, Column]:
    return {column.name: column for column in columns}


class EventTable(ReadView):
    """Incidents as ACLED's events."""

    name = "acled"
    filtered = FILTERED

    def columns(self, options: Options | None = None) -> tuple[str, ...]:
        if options is None or not options.monadic:
            return COLUMNS
        return tuple(name for name in COLUMNS if name not in SECOND_ACTOR)

    def listing(self, filters: list[Filter], options: Options) -> Listing:
        if options.monadic:
            _refuse_second_actor(filters)
        return Events(filters, options)

    def shown(self, row: Row, options: Options) -> Row:
        return row if options.numbers else shown(row)


class DeletedTable(ReadView):
    """Events that are no more, for whoever keeps a copy."""

    name = "deleted"
    filtered = _named(
        Column("event_id_cnty", Kind.TEXT, LIKE), Column("deleted_timestamp", Kind.MOMENT, ">=")
    )

    def listing(self, filters: list[Filter], options: Options) -> Listing:
        return ShortList(deleted.rows(options), filters)


class SummaryTable(ReadView):
    """Events counted by one thing, with the first and the last day."""

    summary: ClassVar[str] = ""

    def listing(self, filters: list[Filter], options: Options) -> Listing:
        rows, searched = summaries.summary(self.summary, options)
        return ShortList(rows, filters, searched=searched)


class ActorTable(SummaryTable):
    name = summary = "actor"
    filtered = _named(Column("actor_name", Kind.TEXT, LIKE), *_DAYS_AND_COUNT)


class ActorTypeTable(SummaryTable):
    name = summary = "actortype"
    filtered = _named(
        Column("actor_type_id", Kind.WHOLE), Column("actor_type_name", Kind.TEXT, LIKE), *_DAYS_AND_COUNT
    )


class CountryTable(SummaryTable):
    name = summary = "country"
    filtered = _named(
        Column("country", Kind.TEXT, LIKE),
        Column("iso", Kind.WHOLE),
        Column("iso3", Kind.TEXT, LIKE),
        *_DAYS_AND_COUNT,
    )


class RegionTable(SummaryTable):
    name = summary = "region"
    filtered = _named(Column("region", Kind.WHOLE), Column("region_name", Kind.TEXT, LIKE), *_DAYS_AND_COUNT)


def _refuse_second_actor(filters: list[Filter]) -> None:
    """A monadic row has one actor, and asking for its second would find nothing for a reason nobody sees."""
    for condition in (condition for alternatives in filters for condition in alternatives):
        if condition.column.name in SECOND_ACTOR:
            message = _("is no column of export_type=monadic, where each actor stands in actor1")
            raise BadParameters([Problem(condition.column.name, message, "actor1")])
