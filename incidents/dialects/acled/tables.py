"""Views of the tables below ``api/``: events, deleted events, and events counted by actor, kind, country and region."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext as _

from ...codebook.acled import COLUMNS
from ...record.reading import BadParameters, Problem
from . import deleted, summaries
from .columns import FILTERED, LIKE, AcledColumn, ColumnKind
from .event import SECOND_ACTOR, Row, shown
from .filters import Filter
from .listing import Listing, ShortList
from .options import Options
from .search import EventSearch
from .views import ReadView

_DAYS_AND_COUNT = (
    AcledColumn("first_event_date", ColumnKind.DAY),
    AcledColumn("last_event_date", ColumnKind.DAY),
    AcledColumn("event_count", ColumnKind.WHOLE),
)


def _named(*columns: AcledColumn) -> dict[str, AcledColumn]:
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
            # A monadic row has one actor: asking for its second would find nothing for a reason nobody sees.
            for condition in (condition for alternatives in filters for condition in alternatives):
                if condition.column.name in SECOND_ACTOR:
                    message = _("is no column of export_type=monadic, where each actor stands in actor1")
                    raise BadParameters([Problem(condition.column.name, message, "actor1")])
        return EventSearch(filters, options)

    def shown(self, row: Row, options: Options) -> Row:
        return row if options.numbers else shown(row)


class DeletedTable(ReadView):
    """Deleted events, for whoever keeps a copy."""

    name = "deleted"
    filtered = _named(
        AcledColumn("event_id_cnty", ColumnKind.TEXT, LIKE),
        AcledColumn("deleted_timestamp", ColumnKind.MOMENT, ">="),
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
    filtered = _named(AcledColumn("actor_name", ColumnKind.TEXT, LIKE), *_DAYS_AND_COUNT)


class ActorTypeTable(SummaryTable):
    name = summary = "actortype"
    filtered = _named(
        AcledColumn("actor_type_id", ColumnKind.WHOLE),
        AcledColumn("actor_type_name", ColumnKind.TEXT, LIKE),
        *_DAYS_AND_COUNT,
    )


class CountryTable(SummaryTable):
    name = summary = "country"
    filtered = _named(
        AcledColumn("country", ColumnKind.TEXT, LIKE),
        AcledColumn("iso", ColumnKind.WHOLE),
        AcledColumn("iso3", ColumnKind.TEXT, LIKE),
        *_DAYS_AND_COUNT,
    )


class RegionTable(SummaryTable):
    name = summary = "region"
    filtered = _named(
        AcledColumn("region", ColumnKind.WHOLE),
        AcledColumn("region_name", ColumnKind.TEXT, LIKE),
        *_DAYS_AND_COUNT,
    )
