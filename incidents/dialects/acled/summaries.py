"""Event counts by actor, kind of actor, country and region.

Counted from the very rows that ``acled/read`` shows, so that a name here is a name there. That reads every document,
which takes seconds where there are hundreds of thousands; it is done once for each state of the record and kept in
memory. Not in the cache of the database: there the names of a document that is withheld later would stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from ...codebook import acled
from ...record.projection.opponents import BETWEEN
from .cache import LruCache
from .event import Row
from .options import Options
from .regions import REGIONS, countries
from .search import EventSearch
from .slots import search_slot


@dataclass
class EventTally:
    """How many events, and on which days the first and the last of them."""

    first_event_date: str = "9999-12-31"
    last_event_date: str = "0001-01-01"
    event_count: int = 0

    def add(self, day: str) -> None:
        self.first_event_date = min(self.first_event_date, day)
        self.last_event_date = max(self.last_event_date, day)
        self.event_count += 1


@dataclass
class EventTallies:
    """By what each table counts."""

    actor: dict[str, EventTally] = field(default_factory=dict)
    actortype: dict[int, EventTally] = field(default_factory=dict)
    country: dict[str, EventTally] = field(default_factory=dict)
    region: dict[str, EventTally] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Everybody whom the event names counts once."""
        day = str(row["event_date"])
        beside = [str(row[column]).split(BETWEEN) for column in ("assoc_actor_1", "assoc_actor_2")]
        for name in {str(row["actor1"]), str(row["actor2"]), *beside[0], *beside[1]} - {""}:
            self.actor.setdefault(name, EventTally()).add(day)
        for code in {int(row[column] or 0) for column in ("inter1", "inter2")} - {0}:
            self.actortype.setdefault(code, EventTally()).add(day)
        if row["country"]:
            self.country.setdefault(str(row["country"]), EventTally()).add(day)
        if row["region"]:
            self.region.setdefault(str(row["region"]), EventTally()).add(day)


def summary(name: str, options: Options) -> tuple[list[Row], bool]:
    """The rows of one of the four tables, and whether all events had to be read for them."""
    searched = False

    def count() -> EventTallies:
        nonlocal searched
        searched = True
        counted = EventTallies()
        with search_slot():
            for row in EventSearch([], options).rows(0, 0):
                counted.add(row)
        return counted

    state = options.state
    counted = tallies.get_or_compute((state.epoch, state.sequence, sorted(options.extents)), count)
    return [*_ROWS[name](counted)], searched


tallies: LruCache[EventTallies] = LruCache(
    max_entries=20, max_weight=200_000, weigh=lambda counted: len(counted.actor)
)
"""Names of actors are what there may be many of."""


def _actors(counted: EventTallies) -> Iterator[Row]:
    return ({"actor_name": name, **asdict(tally)} for name, tally in sorted(counted.actor.items()))


def _actor_types(counted: EventTallies) -> Iterator[Row]:
    for code, tally in sorted(counted.actortype.items()):
        yield {"actor_type_id": code, "actor_type_name": acled.inter_name(code), **asdict(tally)}


def _countries(counted: EventTallies) -> Iterator[Row]:
    by_name = {country.name: country for country in countries().values()}
    for name, tally in sorted(counted.country.items()):
        yield {"country": name, "iso": by_name[name].iso, "iso3": by_name[name].iso3, **asdict(tally)}


def _regions(counted: EventTallies) -> Iterator[Row]:
    for code, name in REGIONS.items():
        if name in counted.region:
            yield {"region": code, "region_name": name, **asdict(counted.region[name])}


_ROWS = {"actor": _actors, "actortype": _actor_types, "country": _countries, "region": _regions}
