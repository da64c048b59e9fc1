"""Events counted by actor, kind of actor, country and region.

Counted from the very rows that ``acled/read`` shows, so that a name here is a name there. That reads every document,
which takes seconds where there are hundreds of thousands; it is done once for each state of the record and kept in
memory. Not in the cache of the database: there the names of a document that is withheld later would stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from ...codebook import acled
from ...record.projection.opponents import BETWEEN
from .cache import Memory
from .event import Row, Value
from .options import Options
from .regions import REGIONS, countries
from .search import Events
from .slots import place_to_search


@dataclass
class Tally:
    """How many events, and on which days the first and the last of them."""

    first_event_date: str = "9999-12-31"
    last_event_date: str = "0001-01-01"
    event_count: int = 0

    def add(self, day: str) -> None:
        self.first_event_date = min(self.first_event_date, day)
        self.last_event_date = max(self.last_event_date, day)
        self.event_count += 1


@dataclass
class Tallies:
    """By what each table counts."""

    actor: dict[str, Tally] = field(default_factory=dict)
    actortype: dict[int, Tally] = field(default_factory=dict)
    country: dict[str, Tally] = field(default_factory=dict)
    region: dict[str, Tally] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        day = str(row["event_date"])
        for name in _names(row):
            self.actor.setdefault(name, Tally()).add(day)
        for code in {int(row[column] or 0) for column in ("inter1", "inter2")} - {0}:
            self.actortype.setdefault(code, Tally()).add(day)
        if row["country"]:
            self.country.setdefault(str(row["country"]), Tally()).add(day)
        if row["region"]:
            self.region.setdefault(str(row["region"]), Tally()).add(day)


def summary(name: str, options: Options) -> tuple[list[Row], bool]:
    """The rows of one of the four tables, and whether all events had to be read for them."""
    counted = False

    def count() -> Tallies:
        nonlocal counted
        counted = True
        return _counted(options)

    state = options.state
    found = tallies.recall((state.epoch, state.sequence, sorted(options.extents)), count)
    return [*_ROWS[name](found)], counted


def _counted(options: Options) -> Tallies:
    counted = Tallies()
    with place_to_search():
        for row in Events([], options).rows(0, 0):
            counted.add(row)
    return counted


tallies: Memory[Tallies] = Memory(most=20, heaviest=200_000, weigh=lambda found: len(found.actor))
"""Names of actors are what there may be many of."""


def _names(row: Row) -> set[str]:
    """Everybody whom the event names, once."""
    beside = [str(row[column]).split(BETWEEN) for column in ("assoc_actor_1", "assoc_actor_2")]
    return {str(row["actor1"]), str(row["actor2"]), *beside[0], *beside[1]} - {""}


def _actors(counted: Tallies) -> Iterator[Row]:
    return ({"actor_name": name, **_facts(tally)} for name, tally in sorted(counted.actor.items()))


def _actor_types(counted: Tallies) -> Iterator[Row]:
    for code, tally in sorted(counted.actortype.items()):
        yield {"actor_type_id": code, "actor_type_name": acled.inter_name(code), **_facts(tally)}


def _countries(counted: Tallies) -> Iterator[Row]:
    by_name = {land.name: land for land in countries().values()}
    for name, tally in sorted(counted.country.items()):
        yield {"country": name, "iso": by_name[name].iso, "iso3": by_name[name].iso3, **_facts(tally)}


def _regions(counted: Tallies) -> Iterator[Row]:
    for code, name in REGIONS.items():
        if name in counted.region:
            yield {"region": code, "region_name": name, **_facts(counted.region[name])}


def _facts(tally: Tally) -> dict[str, Value]:
    return asdict(tally)


_ROWS = {"actor": _actors, "actortype": _actor_types, "country": _countries, "region": _regions}
